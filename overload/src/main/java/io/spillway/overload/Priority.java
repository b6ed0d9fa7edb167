package io.spillway.overload;

/** How much a request matters, most first; under overload the least important are refused first. */
public enum Priority {
    /** The product does not work without it: a payment. */
    CRITICAL,
    /** Somebody waits for it and would notice. */
    HIGH,
    /** Somebody waits for it; what nothing was said about. */
    NORMAL,
    /** Nobody waits, or a worse answer will do: prefetching, batches. */
    SHEDDABLE
}
