package io.spillway.overload;

/**
 * Counts permits against a limit that may change at any time, as a {@link java.util.concurrent.Semaphore} does, but
 * without one word that all threads write. Safe for any number of threads; acquiring and releasing allocates nothing
 * and, but for the rare cases named below, takes no lock. A permit may be released by another thread than its taker.
 *
 * <p>The limit is exact: the permits in existence are spread over cells, and a permit is in one cell, or taken, or
 * between two cells in the hands of one thread; never in two places. A thread takes from its own cell and, where that
 * is empty, from the others, half of what it finds; so permits gather where they are used.
 *
 * <pre>
 *   free permits of a cell = credit + returned - taken      each of the three only ever grows
 *     taken     by atomic addition: the one atomic instruction of a pair of acquire and release
 *     returned  written by the cell's owner only, hence by a plain read and a release write
 *     credit    by atomic addition: what other threads release here, and what the limit is raised by
 * </pre>
 *
 * <p>Who takes may see a {@code returned} or {@code credit} of a moment ago, thus too few permits and never too many.
 * So owners need no fence, and that is what makes this cheaper than any counter with two atomic instructions a pair.
 * The first thread that releases into a cell twice in a row owns it until it ends; threads that live for one request
 * own nothing and add atomically.
 *
 * <p>Lowering the limit takes free permits away; what is in use is owed ({@code debt}). While permits are owed, and for
 * permits that have to be gathered from several cells, there is one short lock. An acquire that begins after the limit
 * was lowered never succeeds above the new limit.
 */
public final class Permits {
    private static final int LEAST_CELLS = 8;
    private static final int MOST_CELLS = 64;

    private final PermitCell[] cells;
    private final Object lock = new Object();
    private volatile int limit;
    /** Permits in use that are to be taken out of existence; changed under the lock only. */
    private volatile int debt;

    /** @param limit at least 0 */
    public Permits(int limit) {
        this(limit, Runtime.getRuntime().availableProcessors());
    }

    Permits(int limit, int processors) {
        checkLimit(limit);
        int count = Math.min(MOST_CELLS, Math.max(LEAST_CELLS, Integer.highestOneBit(4 * processors - 1)));
        this.cells = new PermitCell[count];
        for (int i = 0; i < count; i++) {
            cells[i] = new PermitCell();
        }
        this.limit = limit;
        spread(limit);
    }

    /** Takes one permit if one is free. */
    public boolean tryAcquire() {
        return tryAcquire(1);
    }

    /**
     * Takes all of {@code permits}, or none.
     *
     * @param permits at least 1; more than the limit are never granted
     */
    public boolean tryAcquire(int permits) {
        return (debt == 0 && ownCell().take(permits)) || acquireElsewhere(permits);
    }

    /** Gives one permit back. To be called once for each that was taken: nobody counts along. */
    public void release() {
        release(1);
    }

    /** @param permits as many as were taken at a time, or a part of them */
    public void release(int permits) {
        Thread thread = Thread.currentThread();
        long number = ThreadNumber.of(thread);
        cells[indexOf(number)].giveBack(thread, number, permits);
    }

    /** How many permits may be in use. */
    public int limit() {
        return limit;
    }

    /**
     * Changes the limit. Permits in use stay in use.
     *
     * @param limit at least 0
     */
    public void setLimit(int limit) {
        checkLimit(limit);
        synchronized (lock) {
            int more = limit - this.limit;
            this.limit = limit;
            if (more < 0) {
                owe(debt - more);
                repay();
            } else if (more > 0) {
                int forgiven = Math.min(debt, more);
                owe(debt - forgiven);
                spread(more - forgiven);
            }
        }
    }

    /**
     * How many permits are in use; exact while no other thread acquires or releases, else as of about now. Reads every
     * cell: for once in a while, not for every request.
     */
    public int inflight() {
        synchronized (lock) {
            return (int) Math.max(0, limit + debt - free());
        }
    }

    private boolean acquireElsewhere(int permits) {
        if (debt > 0 && !settled()) {
            return false;
        }
        int own = indexOf(ThreadNumber.of(Thread.currentThread()));
        for (int i = 0; i < cells.length; i++) {
            PermitCell cell = cells[(own + i) & (cells.length - 1)];
            long free = cell.free();
            while (free >= permits) {
                // The own cell was empty a moment ago. Another one may have some to spare.
                long take = i == 0 ? permits : Math.max(permits, free / 2);
                if (cell.take(take)) {
                    if (take > permits) {
                        cells[own].credit(take - permits);
                    }
                    return true;
                }
                free = cell.free();
            }
        }
        return permits > 1 && gather(cells[own], permits);
    }

    /** Permits that no single cell has. One thread at a time, or two could each hold half of what either needs. */
    private boolean gather(PermitCell own, int permits) {
        if (free() < permits) {
            return false;
        }
        synchronized (lock) {
            long gathered = collect(permits);
            if (gathered == permits) {
                return true;
            }
            own.credit(gathered);
            return false;
        }
    }

    private boolean settled() {
        synchronized (lock) {
            repay();
            return debt == 0;
        }
    }

    private void repay() {
        int owed = debt;
        if (owed > 0) {
            owe(owed - (int) collect(owed));
        }
    }

    private void owe(int permits) {
        debt = permits;
    }

    private long collect(int most) {
        long collected = 0;
        for (PermitCell cell : cells) {
            long free = cell.free();
            while (free > 0 && collected < most) {
                long take = Math.min(free, most - collected);
                if (cell.take(take)) {
                    collected += take;
                }
                free = cell.free();
            }
        }
        return collected;
    }

    private void spread(int permits) {
        for (int i = 0; i < cells.length; i++) {
            int share = permits / cells.length + (i < permits % cells.length ? 1 : 0);
            if (share > 0) {
                cells[i].credit(share);
            }
        }
    }

    private long free() {
        long free = 0;
        for (PermitCell cell : cells) {
            free += cell.free();
        }
        return free;
    }

    private PermitCell ownCell() {
        return cells[indexOf(ThreadNumber.of(Thread.currentThread()))];
    }

    /** Pools number their threads one after the other, so the lowest bits spread them best. */
    private int indexOf(long number) {
        return (int) number & (cells.length - 1);
    }

    private static void checkLimit(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: >= 0)");
        }
    }
}
