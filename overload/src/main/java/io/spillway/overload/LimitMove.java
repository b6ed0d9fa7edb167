package io.spillway.overload;

/** Why the limit is what it is since it last moved. */
public enum LimitMove {
    /** Nothing is known yet. */
    START,
    /** It was reached and latency was as without load. */
    GREW,
    /** Latency was above what it is without load; the limit went to what throughput needs. */
    FOLLOWED_THROUGHPUT,
    /** Latency stayed high when the limit fell, so it is not from concurrency: something behind is slow. */
    LEARNED_SLOWER,
    /** Requests became faster than ever seen before. */
    LEARNED_FASTER,
    /** A lower limit for a moment, to learn the latency without load; the queue takes what does not fit. */
    PROBED,
    /** It was not reached for long and came closer to what is used. */
    UNUSED
}
