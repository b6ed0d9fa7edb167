package io.spillway.benchmarks;

/**
 * What became of an edit.
 *
 * @param millis from the saved file to the last answer of a sidecar; the time waited when it was not applied
 * @param missing what did not change although it had to; empty when the edit was applied
 */
record AppliedEdit(EditKind kind, double millis, String missing) {
    boolean applied() {
        return missing.isEmpty();
    }
}
