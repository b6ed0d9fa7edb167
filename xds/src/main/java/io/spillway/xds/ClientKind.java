package io.spillway.xds;

/** What kind of program holds the other end of a stream. */
public enum ClientKind {
    /** A proxy: one process, one stream, so a second stream under its name is worth a warning. */
    PROXY,
    /** A gRPC application: opens one stream per channel target, all under one node id. */
    GRPC
}
