package io.spillway.contract;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import io.spillway.contract.options.CallOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Options laid over each other: a field that the upper layer sets replaces the lower one, also inside retry and
 * breaker. Protobuf's own merge is not this: it would add up the seconds of one duration and the nanos of the other,
 * and append lists. For one thread.
 */
final class OptionLayers {
    /**
     * Who set an option.
     *
     * @param element the method or service; the tier for its defaults
     */
    record Declaration(String element, SourceLocation location) {}

    private final CallOptions.Builder values = CallOptions.newBuilder();
    private final Map<String, Declaration> declarations = new HashMap<>();

    /**
     * Lays a layer over the present ones.
     *
     * @param element that declares it, for messages
     * @param position of a field, by its path of field numbers inside the options
     */
    OptionLayers over(CallOptions layer, String element, Function<List<Integer>, SourceLocation> position) {
        lay(values, layer, "", List.of(), path -> new Declaration(element, position.apply(path)));
        return this;
    }

    private void lay(
            Message.Builder target,
            Message layer,
            String prefix,
            List<Integer> path,
            Function<List<Integer>, Declaration> declaration) {
        for (Map.Entry<FieldDescriptor, Object> entry : layer.getAllFields().entrySet()) {
            FieldDescriptor field = entry.getKey();
            List<Integer> fieldPath = new ArrayList<>(path);
            fieldPath.add(field.getNumber());
            declarations.put(prefix + field.getName(), declaration.apply(fieldPath));
            boolean nested = field.getJavaType() == JavaType.MESSAGE && !(entry.getValue() instanceof Duration);
            if (nested) {
                Message.Builder inner = target.getFieldBuilder(field);
                lay(inner, (Message) entry.getValue(), prefix + field.getName() + ".", fieldPath, declaration);
            } else {
                target.setField(field, entry.getValue());
            }
        }
    }

    CallOptions values() {
        return values.build();
    }

    /** Where each option was set, or that its default applies. */
    Map<String, Origin> origins() {
        Map<String, Origin> origins = new HashMap<>(OptionTable.DEFAULT_ORIGINS);
        declarations.forEach((path, declaration) -> origins.put(path, new Origin(path, declaration.location())));
        return origins;
    }

    Optional<Declaration> declaration(String path) {
        return Optional.ofNullable(declarations.get(path));
    }
}
