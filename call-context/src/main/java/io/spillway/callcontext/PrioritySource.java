package io.spillway.callcontext;

/** Who said how much a request matters. */
public enum PrioritySource {
    /** The caller, in {@link CallHeaders#PRIORITY}. */
    HEADER,
    /** The contract of the method, in {@code spillway/options.proto}. */
    CONTRACT,
    /** Nobody: it is NORMAL. */
    DEFAULT
}
