package io.spillway.simulation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** All calls in flight, and those that can be used again. */
final class Calls {
    private static final int MOST = 5_000_000;

    private @Nullable Call[] all = new @Nullable Call[256];
    private int[] free = new int[256];
    private int freeCount;
    private int count;

    Call take() {
        if (freeCount > 0) {
            Call call = all[free[--freeCount]];
            if (call != null) {
                return call;
            }
        }
        if (count == MOST) {
            throw new IllegalArgumentException("load: more than " + MOST
                    + " calls at once (expected: services that can end them; a queue that is bounded)");
        }
        if (count == all.length) {
            all = Arrays.copyOf(all, 2 * count);
            free = Arrays.copyOf(free, 2 * count);
        }
        Call call = new Call(count);
        all[count++] = call;
        return call;
    }

    void release(Call call) {
        call.generation = (call.generation + 1) & Integer.MAX_VALUE;
        call.state = Call.State.FREE;
        call.attach(null);
        call.pushbackNanos = 0;
        free[freeCount++] = call.index;
    }

    /** Null when that use of the object is over. */
    @Nullable
    Call find(long token) {
        Call call = all[(int) token];
        return call != null && call.generation == (int) (token >>> 32) ? call : null;
    }
}
