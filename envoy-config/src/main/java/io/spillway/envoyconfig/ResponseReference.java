package io.spillway.envoyconfig;

import com.google.gson.Gson;
import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The explanations, from the resource {@code response-flags.json}: prose, kept apart from the code. */
final class ResponseReference {
    private static final String RESOURCE = "response-flags.json";

    static final List<ResponseFlag> FLAGS;
    static final List<ResponseDetail> DETAILS;

    private record Content(
            @SerializedName("flags") List<ResponseFlag> flags,
            @SerializedName("details") List<ResponseDetail> details) {}

    static {
        Content content = read();
        FLAGS = List.copyOf(content.flags);
        DETAILS = List.copyOf(content.details);
    }

    private ResponseReference() {}

    private static Content read() {
        try (InputStream in = ResponseReference.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " (expected: beside its class in the jar)");
            }
            return new Gson().fromJson(new InputStreamReader(in, StandardCharsets.UTF_8), Content.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
