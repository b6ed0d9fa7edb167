package io.spillway.overload;

/**
 * Where a limit starts and what it never passes. The defaults suit any service: the limit is learned within the first
 * second of load.
 *
 * @param initialLimit requests in service at once before anything is known
 * @param minLimit the least the limit falls to
 * @param maxLimit the hard maximum
 */
public record AdmissionConfig(int initialLimit, int minLimit, int maxLimit) {
    private static final int MOST = 1_000_000;

    /** @throws IllegalArgumentException unless 1 ≤ minLimit ≤ initialLimit ≤ maxLimit ≤ 1,000,000 */
    public AdmissionConfig {
        check("minLimit", minLimit, 1, MOST);
        check("initialLimit", initialLimit, minLimit, MOST);
        check("maxLimit", maxLimit, initialLimit, MOST);
    }

    public static AdmissionConfig defaults() {
        return new AdmissionConfig(20, 1, 20_000);
    }

    public AdmissionConfig withMaxLimit(int limit) {
        check("maxLimit", limit, 1, MOST);
        return new AdmissionConfig(Math.min(initialLimit, limit), Math.min(minLimit, limit), limit);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }
}
