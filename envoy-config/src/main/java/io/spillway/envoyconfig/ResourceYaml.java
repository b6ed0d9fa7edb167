package io.spillway.envoyconfig;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Map;

/** Resources as YAML in Envoy's own field names, each under a comment that says which contract line made it. */
public final class ResourceYaml {
    private ResourceYaml() {}

    /** One YAML document: a list for each kind of resource, in the order given. */
    public static String print(List<EnvoyResource> resources) {
        StringBuilder out = new StringBuilder();
        for (EnvoyResource.Kind kind : EnvoyResource.Kind.values()) {
            List<EnvoyResource> ofKind =
                    resources.stream().filter(each -> each.kind() == kind).toList();
            if (ofKind.isEmpty()) {
                continue;
            }
            out.append(key(kind)).append(":\n");
            for (EnvoyResource resource : ofKind) {
                out.append("# ").append(resource.origin()).append('\n');
                item(JsonParser.parseString(EnvoyTypes.toJson(resource.message())), "", out);
            }
        }
        return out.toString();
    }

    /** The message of one resource, without its origin. */
    public static String printMessage(EnvoyResource resource) {
        StringBuilder out = new StringBuilder();
        node(JsonParser.parseString(EnvoyTypes.toJson(resource.message())), "", out);
        return out.toString();
    }

    private static String key(EnvoyResource.Kind kind) {
        return switch (kind) {
            case CLUSTER -> "clusters";
            case ENDPOINT -> "endpoints";
            case LISTENER -> "listeners";
            case ROUTE -> "routes";
        };
    }

    private static void item(JsonElement element, String indent, StringBuilder out) {
        if (isFlat(element)) {
            out.append(indent).append("- ").append(scalar(element)).append('\n');
            return;
        }
        StringBuilder body = new StringBuilder();
        node(element, indent + "  ", body);
        out.append(indent).append("- ").append(body, indent.length() + 2, body.length());
    }

    private static void node(JsonElement element, String indent, StringBuilder out) {
        if (element instanceof JsonObject object) {
            for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
                out.append(indent).append(quoted(entry.getKey())).append(':');
                if (isFlat(entry.getValue())) {
                    out.append(' ').append(scalar(entry.getValue())).append('\n');
                } else {
                    out.append('\n');
                    node(entry.getValue(), indent + (entry.getValue() instanceof JsonArray ? "" : "  "), out);
                }
            }
        } else if (element instanceof JsonArray array) {
            array.forEach(each -> item(each, indent, out));
        }
    }

    private static boolean isFlat(JsonElement element) {
        return (element instanceof JsonObject object && object.isEmpty())
                || (element instanceof JsonArray array && array.isEmpty())
                || element.isJsonPrimitive()
                || element.isJsonNull();
    }

    private static String scalar(JsonElement element) {
        return element instanceof JsonPrimitive primitive && primitive.isString()
                ? quoted(primitive.getAsString())
                : element.toString();
    }

    /** Quoted unless it can only be read as a plain string. */
    private static String quoted(String text) {
        boolean plain =
                text.matches("[A-Za-z_/][A-Za-z0-9_./-]*") && !text.matches("(?i)true|false|null|yes|no|on|off|y|n");
        return plain ? text : new JsonPrimitive(text).toString();
    }
}
