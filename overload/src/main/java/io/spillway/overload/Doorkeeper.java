package io.spillway.overload;

import java.util.Arrays;

/**
 * Says who is not worth queueing under overload: counts what came and what went in by importance, and once a window
 * draws the line where the sum of what came reaches what went in (Zhou et al., SoCC 2018). A little more than goes in is
 * let through to the queue, which does the last of the choice and never runs dry.
 *
 * <p>Counts only requests that found no free permit: without overload the line is open. Guarded by the lock of
 * {@link Admission}.
 */
final class Doorkeeper {
    static final int OPEN = Priority.values().length * Cohorts.COUNT - 1;

    /** Arrivals in a window: a few for each cohort of the priority where the line is likely drawn. */
    private static final int WINDOW = 512;

    private static final double LET_THROUGH = 1.1;

    /** The past counts for half in each window, so the line does not jump. */
    private static final double KEEP = 0.5;

    private static final long FORGET_NANOS = 1_000_000_000L;

    private final double[] came = new double[OPEN + 1];
    private double cameInAll;
    private double wentIn;
    private int count;
    private long lastNanos;
    private int line = OPEN;
    private double pressure = 1;

    /** @return whether it may queue */
    boolean arrives(Waiter waiter, long nowNanos) {
        if (nowNanos - lastNanos > FORGET_NANOS && cameInAll > 0) {
            forget();
        }
        lastNanos = nowNanos;
        int rank = waiter.rank();
        came[rank] += waiter.cost();
        cameInAll += waiter.cost();
        if (++count >= WINDOW) {
            drawLine();
        }
        return rank <= line;
    }

    void admitted(Waiter waiter) {
        wentIn += waiter.cost();
    }

    int line() {
        return line;
    }

    /** Arrivals over admissions, at least 1: how much too much there is. */
    double pressure() {
        return pressure;
    }

    private void drawLine() {
        pressure = Math.max(1, cameInAll / Math.max(1, wentIn));
        double room = wentIn * LET_THROUGH;
        line = OPEN;
        double sum = 0;
        for (int rank = 0; rank <= OPEN; rank++) {
            sum += came[rank];
            if (sum > room && line == OPEN) {
                line = rank;
            }
            came[rank] *= KEEP;
        }
        cameInAll *= KEEP;
        wentIn *= KEEP;
        count = 0;
    }

    private void forget() {
        Arrays.fill(came, 0);
        cameInAll = 0;
        wentIn = 0;
        count = 0;
        line = OPEN;
        pressure = 1;
    }
}
