package io.spillway.envoyconfig;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.spillway.contract.Finding;
import io.spillway.contract.Origin;
import io.spillway.contract.ServiceContract.EnvoyPatch;
import java.util.List;
import java.util.Locale;

/**
 * Merges the raw Envoy configuration of a contract into what was generated, last of all.
 *
 * <p>The merge is a JSON merge patch (RFC 7386) with one addition: a list of objects that carry a {@code name} is
 * merged by name, so that a patch can reach one filter of a chain; any other list is replaced. What comes out must be
 * a message that Envoy's protobufs accept, else the patch is a finding and the resource stays as it was.
 */
final class EnvoyPatcher {
    static final String RULE = "envoy-patch";

    private final List<EnvoyPatch> patches;

    EnvoyPatcher(List<EnvoyPatch> patches) {
        this.patches = patches;
    }

    EnvoyResource apply(EnvoyResource resource, List<Finding> findings) {
        EnvoyResource result = resource;
        for (EnvoyPatch patch : patches) {
            if (matches(patch, result)) {
                result = apply(patch, result, findings);
            }
        }
        return result;
    }

    /** A patch that names a resource which does not exist would otherwise be ignored in silence. */
    List<Finding> unmatched(List<EnvoyResource> resources) {
        return patches.stream()
                .filter(patch -> resources.stream().noneMatch(resource -> matches(patch, resource)))
                .map(patch -> finding(
                        patch,
                        "no " + patch.resource().name().toLowerCase(Locale.ROOT) + " named " + patch.name(),
                        "one of "
                                + resources.stream()
                                        .filter(resource -> sameKind(patch, resource))
                                        .map(EnvoyResource::name)
                                        .sorted()
                                        .toList()))
                .toList();
    }

    private static boolean matches(EnvoyPatch patch, EnvoyResource resource) {
        return sameKind(patch, resource)
                && (patch.name().equals("*") || patch.name().equals(resource.name()));
    }

    private static boolean sameKind(EnvoyPatch patch, EnvoyResource resource) {
        return patch.resource().name().equals(resource.kind().name());
    }

    private static EnvoyResource apply(EnvoyPatch patch, EnvoyResource resource, List<Finding> findings) {
        try {
            JsonObject merged = JsonParser.parseString(EnvoyTypes.toJson(resource.message()))
                    .getAsJsonObject();
            merge(JsonParser.parseString(patch.merge()).getAsJsonObject(), merged);
            Message message = EnvoyTypes.fromJson(merged.toString(), resource.message());
            return new EnvoyResource(
                    resource.kind(), resource.name(), message, new Origin("envoyPatches", patch.location()));
        } catch (InvalidProtocolBufferException e) {
            findings.add(finding(
                    patch,
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    "fields of Envoy's "
                            + resource.message().getDescriptorForType().getFullName() + ", in snake_case"));
            return resource;
        }
    }

    private static Finding finding(EnvoyPatch patch, String found, String expected) {
        return new Finding(RULE, Finding.Severity.ERROR, patch.location(), found, expected);
    }

    private static void merge(JsonObject patch, JsonObject target) {
        patch.entrySet().forEach(entry -> {
            String key = entry.getKey();
            JsonElement value = entry.getValue();
            JsonElement present = target.get(key);
            if (value.isJsonNull()) {
                target.remove(key);
            } else if (value instanceof JsonObject object && present instanceof JsonObject into) {
                merge(object, into);
            } else if (value instanceof JsonArray array && present instanceof JsonArray into && named(array, into)) {
                mergeByName(array, into);
            } else {
                target.add(key, value);
            }
        });
    }

    private static boolean named(JsonArray... arrays) {
        for (JsonArray array : arrays) {
            for (JsonElement element : array) {
                if (!(element instanceof JsonObject object) || !object.has("name")) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void mergeByName(JsonArray patch, JsonArray target) {
        patch.forEach(element -> {
            JsonObject object = element.getAsJsonObject();
            for (JsonElement candidate : target) {
                if (candidate.getAsJsonObject().get("name").equals(object.get("name"))) {
                    merge(object, candidate.getAsJsonObject());
                    return;
                }
            }
            target.add(object);
        });
    }
}
