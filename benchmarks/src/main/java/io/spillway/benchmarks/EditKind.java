package io.spillway.benchmarks;

/** The edits of {@code edit-under-load}. */
enum EditKind {
    METHOD_TIMEOUT("method timeout"),
    METHOD_RETRY("method retry"),
    CONNECTION_AGE("connection age"),
    STREAM_LIMIT("stream limit"),
    OUTLIER_DETECTION("outlier detection"),
    EGRESS("egress added or removed"),
    ENDPOINT("endpoint added or removed"),
    ENDPOINT_ZONE("endpoint moved to another zone");

    private final String label;

    EditKind(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
