package io.spillway.overload;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** Keeps what lies before the counts in memory away from them: processors fetch lines of 64 bytes in pairs. */
class PermitCellFront {
    @SuppressWarnings("unused")
    private long f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15;
}

/** The JVM orders fields within a class as it likes, but never mixes those of a class and of the one it extends. */
class PermitCellCounts extends PermitCellFront {
    volatile long taken;
    volatile long credit;
    volatile long returned;
    /** Number of the thread that last released here without owning the cell: a hint, and no more. */
    long candidate;
    /** Number of the thread that alone writes {@code returned}; 0 for nobody. */
    volatile long owner;
    /** Weak, so that a limiter keeps no class loader of an ended thread. */
    volatile @Nullable WeakReference<Thread> ownerThread;
}

/**
 * One share of the permits of {@link Permits}: {@code free = credit + returned - taken}, where each of the three only
 * ever grows. Safe for any number of threads.
 */
final class PermitCell extends PermitCellCounts {
    private static final VarHandle TAKEN;
    private static final VarHandle CREDIT;
    private static final VarHandle RETURNED;
    private static final VarHandle OWNER;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TAKEN = lookup.findVarHandle(PermitCellCounts.class, "taken", long.class);
            CREDIT = lookup.findVarHandle(PermitCellCounts.class, "credit", long.class);
            RETURNED = lookup.findVarHandle(PermitCellCounts.class, "returned", long.class);
            OWNER = lookup.findVarHandle(PermitCellCounts.class, "owner", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused")
    private long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15;

    /** As of about now; below 0 while somebody has taken in vain. */
    long free() {
        return given() - taken;
    }

    private long given() {
        return (long) RETURNED.getAcquire(this) + (long) CREDIT.getAcquire(this);
    }

    /**
     * Takes {@code permits} where there are as many. The addition, cheaper than a compare-and-set, tells exactly what was
     * taken; what was given is read before it. So this may see too few, and never too many. What was taken in vain is
     * given back.
     */
    boolean take(long permits) {
        long given = given();
        if (given - (long) TAKEN.getAndAdd(this, permits) >= permits) {
            return true;
        }
        credit(permits);
        return false;
    }

    void credit(long permits) {
        CREDIT.getAndAdd(this, permits);
    }

    /**
     * Gives back what was taken here or elsewhere.
     *
     * @param thread the calling one
     * @param number of it
     */
    void giveBack(Thread thread, long number, long permits) {
        if ((long) OWNER.get(this) == number) {
            RETURNED.setRelease(this, (long) RETURNED.get(this) + permits);
        } else {
            credit(permits);
            if (ThreadNumber.UNIQUE) {
                offerOwnership(thread, number);
            }
        }
    }

    private void offerOwnership(Thread thread, long number) {
        if (candidate != number) {
            candidate = number;
        } else if (!ownerLives()) {
            own(thread, number);
        }
    }

    private synchronized void own(Thread thread, long number) {
        if (!ownerLives()) {
            ownerThread = new WeakReference<>(thread);
            owner = number;
        }
    }

    /** To see that a thread is not alive is to see all that it wrote (JLS 17.4.4), so that it may be followed. */
    private boolean ownerLives() {
        WeakReference<Thread> reference = ownerThread;
        Thread present = reference == null ? null : reference.get();
        return present != null && present.isAlive();
    }
}
