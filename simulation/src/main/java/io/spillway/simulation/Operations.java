package io.spillway.simulation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** All operations that are not concluded, and those that can be used again. */
final class Operations {
    private @Nullable Operation[] all = new @Nullable Operation[256];
    private int[] free = new int[256];
    private int freeCount;
    private int count;

    Operation take() {
        if (freeCount > 0) {
            Operation operation = all[free[--freeCount]];
            if (operation != null) {
                return operation;
            }
        }
        if (count == all.length) {
            all = Arrays.copyOf(all, 2 * count);
            free = Arrays.copyOf(free, 2 * count);
        }
        Operation operation = new Operation(count);
        all[count++] = operation;
        return operation;
    }

    void release(Operation operation) {
        operation.nextGeneration();
        free[freeCount++] = operation.index;
    }

    /** Null when that attempt is over. */
    @Nullable
    Operation find(long token) {
        Operation operation = all[(int) token];
        return operation != null && operation.generation == (int) (token >>> 32) ? operation : null;
    }

    boolean isLive(long token) {
        return find(token) != null;
    }
}
