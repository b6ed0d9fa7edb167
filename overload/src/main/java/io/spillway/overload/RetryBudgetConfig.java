package io.spillway.overload;

/**
 * Settings of a {@link RetryBudget}. Immutable.
 *
 * @param share of successes that may be retries, 0 to 1
 * @param floorPerSecond retries that are always allowed, 0 to 1,000,000 a second
 * @param burst retries that the budget saves up at most, at least 1
 */
public record RetryBudgetConfig(double share, double floorPerSecond, int burst) {
    private static final RetryBudgetConfig DEFAULTS = new RetryBudgetConfig(0.2, 10, 100);
    private static final double HIGHEST_FLOOR = 1_000_000;

    /** @throws IllegalArgumentException with name, value and what was expected */
    public RetryBudgetConfig {
        Setting.between("share", share, 0, 1);
        Setting.between("floorPerSecond", floorPerSecond, 0, HIGHEST_FLOOR);
        Setting.atLeast("burst", burst, 1);
    }

    /** 20% of successes and 10 a second beside them; at most 100 at once. */
    public static RetryBudgetConfig defaults() {
        return DEFAULTS;
    }
}
