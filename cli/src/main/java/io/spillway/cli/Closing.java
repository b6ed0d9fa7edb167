package io.spillway.cli;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Closes what was started, last first, once: at the end of a command, or on Ctrl-C and SIGTERM, when the JVM runs this
 * instead of returning to the command. Guarded by its own lock.
 */
final class Closing implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Thread onSignal = Thread.ofPlatform().name("closing").unstarted(this::closeParts);
    private volatile boolean closed;

    Closing() {
        Runtime.getRuntime().addShutdownHook(onSignal);
    }

    /** Takes over a part; what arrives after the end is closed at once. */
    synchronized <T extends AutoCloseable> T add(T part) {
        if (closed) {
            close(part);
            throw new CommandFailure(ExitCode.INTERRUPTED, "interrupted");
        }
        parts.push(part);
        return part;
    }

    /** Whether everything ends, as after Ctrl-C. */
    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closeParts();
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException e) {
            // The JVM is ending already: the hook found nothing left to close.
            closed = true;
        }
    }

    private synchronized void closeParts() {
        closed = true;
        while (!parts.isEmpty()) {
            close(parts.pop());
        }
    }

    private static void close(AutoCloseable part) {
        try {
            long start = System.nanoTime();
            part.close();
            if (Verbosity.isVerbose()) {
                System.err.printf(
                        "closed %s in %d ms%n",
                        part.getClass().getSimpleName(), (System.nanoTime() - start) / 1_000_000);
            }
        } catch (Exception e) {
            System.err.println("spillway: while closing: " + e.getMessage());
        }
    }
}
