package io.spillway.grpcserver;

/** What a guard does with what it decides. */
public enum GuardMode {
    /** Refuses what does not fit. */
    ON,
    /** Decides and counts as if it were on, and lets every request run. */
    DRY_RUN,
    /** Lets every request run and learns nothing; contexts are still read. */
    OFF
}
