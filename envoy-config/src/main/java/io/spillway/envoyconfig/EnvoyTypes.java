package io.spillway.envoyconfig;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Envoy's messages as JSON in Envoy's own field names. A message inside an {@code Any} is found by its type URL among
 * all of Envoy's messages on the class path.
 */
final class EnvoyTypes {
    private static final Pattern TYPE =
            Pattern.compile("\"@?type(?:_?[uU]rl)?\"\\s*:\\s*\"type\\.googleapis\\.com/([\\w.]+)\"");

    private EnvoyTypes() {}

    /**
     * The message as JSON.
     *
     * @throws IllegalArgumentException when it holds a type that is not Envoy's
     */
    static String toJson(Message message) {
        try {
            return JsonFormat.printer()
                    .usingTypeRegistry(typesIn(message))
                    .preservingProtoFieldNames()
                    .print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * A message of the same type as {@code prototype}, from JSON.
     *
     * @throws InvalidProtocolBufferException when the JSON has an unknown field or type, or a value of the wrong type
     */
    static Message fromJson(String json, Message prototype) throws InvalidProtocolBufferException {
        Message.Builder builder = prototype.newBuilderForType();
        JsonFormat.parser().usingTypeRegistry(typesNamedIn(json)).merge(json, builder);
        return builder.build();
    }

    private static TypeRegistry typesNamedIn(String json) {
        TypeRegistry.Builder types = TypeRegistry.newBuilder();
        Matcher matcher = TYPE.matcher(json);
        while (matcher.find()) {
            find(matcher.group(1), types);
        }
        return types.build();
    }

    private static TypeRegistry typesIn(Message message) {
        TypeRegistry.Builder types = TypeRegistry.newBuilder();
        collect(message, types, new HashSet<>());
        return types.build();
    }

    private static void collect(Message message, TypeRegistry.Builder types, Set<String> seen) {
        if (message instanceof Any any) {
            String name = any.getTypeUrl().substring(any.getTypeUrl().lastIndexOf('/') + 1);
            Message prototype = prototype(name);
            if (prototype != null) {
                if (seen.add(name)) {
                    types.add(prototype.getDescriptorForType());
                }
                try {
                    collect(prototype.getParserForType().parseFrom(any.getValue()), types, seen);
                } catch (InvalidProtocolBufferException e) {
                    throw new IllegalArgumentException(e.getMessage(), e);
                }
            }
            return;
        }
        message.getAllFields().forEach((field, value) -> {
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                if (field.isRepeated()) {
                    ((Iterable<?>) value).forEach(each -> collect((Message) each, types, seen));
                } else {
                    collect((Message) value, types, seen);
                }
            }
        });
    }

    private static void find(String name, TypeRegistry.Builder types) {
        Message prototype = prototype(name);
        if (prototype != null) {
            types.add(prototype.getDescriptorForType());
        }
    }

    /** Envoy's message of this full name, or null: {@code envoy.a.v3.B} is the class {@code io.envoyproxy.envoy.a.v3.B}. */
    private static @Nullable Message prototype(String name) {
        String className = name.startsWith("google.protobuf.") ? "com." + name : "io.envoyproxy." + name;
        try {
            return (Message)
                    Class.forName(className).getMethod("getDefaultInstance").invoke(null);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
