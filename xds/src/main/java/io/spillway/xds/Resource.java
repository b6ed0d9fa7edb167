package io.spillway.xds;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * One named xDS resource: serialised once, hashed once, then shared by every stream that sends it. Immutable and
 * thread-safe. Two resources are equal when type, name and version are.
 */
public final class Resource {
    /** 128 bits: two different contents of one name do not meet by accident. */
    private static final int VERSION_BYTES = 16;

    private final ResourceType type;
    private final String name;
    private final String version;
    private final String origin;
    private final Any body;
    private final References references;
    private final io.envoyproxy.envoy.service.discovery.v3.Resource wire;

    private Resource(ResourceType type, String name, Message message, String origin) {
        this.type = type;
        this.name = name;
        this.origin = origin;
        byte[] bytes = serialise(message);
        this.version = HexFormat.of().formatHex(sha256(bytes), 0, VERSION_BYTES);
        this.body = Any.newBuilder()
                .setTypeUrl(type.typeUrl())
                .setValue(ByteString.copyFrom(bytes))
                .build();
        this.references = References.of(type, message);
        this.wire = io.envoyproxy.envoy.service.discovery.v3.Resource.newBuilder()
                .setName(name)
                .setVersion(version)
                .setResource(body)
                .build();
    }

    /**
     * Serialises {@code body} deterministically and takes the hash of the bytes as the version.
     *
     * @param name the name under which clients ask for it; not empty
     * @param body a message of the type's protobuf class
     * @param origin what produced it, such as {@code payments/service.yaml:12}; shown wherever the resource is
     *     reported, never sent and no part of the version
     * @throws IllegalArgumentException when the name is empty or the message is of another type
     */
    public static Resource of(ResourceType type, String name, Message body, String origin) {
        Objects.requireNonNull(type, "type");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("name: \"\" (expected: not empty)");
        }
        String typeUrl = "type.googleapis.com/" + body.getDescriptorForType().getFullName();
        if (!typeUrl.equals(type.typeUrl())) {
            throw new IllegalArgumentException("body: " + typeUrl + " (expected: " + type.typeUrl() + ")");
        }
        return new Resource(type, name, body, Objects.requireNonNull(origin, "origin"));
    }

    public ResourceType type() {
        return type;
    }

    public String name() {
        return name;
    }

    /** A hash of the serialised bytes, in hex. */
    public String version() {
        return version;
    }

    public String origin() {
        return origin;
    }

    public Any body() {
        return body;
    }

    References references() {
        return references;
    }

    /** The element of a delta response; built once, shared by all streams. */
    io.envoyproxy.envoy.service.discovery.v3.Resource wire() {
        return wire;
    }

    int bytes() {
        return wire.getSerializedSize();
    }

    private static byte[] serialise(Message message) {
        byte[] bytes = new byte[message.getSerializedSize()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        // Map entries in key order: equal content gives equal bytes, in this process and after a restart.
        out.useDeterministicSerialization();
        try {
            message.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes;
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Resource that
                && type == that.type
                && name.equals(that.name)
                && version.equals(that.version);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, name, version);
    }

    @Override
    public String toString() {
        return type + " " + name + "@" + version;
    }
}
