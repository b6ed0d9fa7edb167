package io.spillway.sidecar;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A sidecar that cannot be installed, started or made ready. The message is complete and meant for the person who ran
 * the command; the cause, if any, only helps to debug Spillway itself.
 */
public final class SidecarException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    SidecarException(String message) {
        this(message, null);
    }

    SidecarException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
