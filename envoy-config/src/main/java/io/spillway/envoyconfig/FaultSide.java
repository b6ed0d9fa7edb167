package io.spillway.envoyconfig;

/** Whom a failed request points to, before anybody has looked further. */
public enum FaultSide {
    /** The application that made the call. */
    CALLER("the caller"),
    /** The sidecars, their configuration, or the control plane. */
    MESH("the mesh"),
    /** The application that was called, or the process that runs it. */
    CALLEE("the callee"),
    /** Not to be said without looking; the explanation says how to tell. */
    DEPENDS("it depends");

    private final String words;

    FaultSide(String words) {
        this.words = words;
    }

    /** Such as {@code the caller}, for a sentence or a table. */
    public String words() {
        return words;
    }
}
