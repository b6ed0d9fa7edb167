package io.spillway.contract;

/** The one layer that retries a failed call. */
public enum RetryLayer {
    /** The caller's sidecar. */
    SIDECAR,
    /** The Spillway client in the caller; sidecars never retry. */
    CLIENT
}
