package io.spillway.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void aFifthOfSuccessesMayBeRetries() {
        RetryBudget budget = new RetryBudget(new RetryBudgetConfig(0.2, 0, 1000), 0);
        assertThat(budget.tryRetry(0)).isFalse();
        for (int i = 0; i < 100; i++) {
            budget.succeeded();
        }
        assertThat(retries(budget, 0)).isEqualTo(20);
    }

    @Test
    void tenASecondAreAllowedWhateverFails() {
        RetryBudget budget = new RetryBudget(RetryBudgetConfig.defaults(), 0);
        assertThat(retries(budget, 0)).isEqualTo(10);
        assertThat(retries(budget, SECOND / 10 - 1)).isZero();
        assertThat(retries(budget, SECOND / 10)).isEqualTo(1);
        assertThat(retries(budget, 2 * SECOND)).isEqualTo(19);
    }

    @Test
    void retriesStopWhenTheBudgetIsSpent() {
        RetryBudget budget = new RetryBudget(RetryBudgetConfig.defaults(), 0);
        long retried = 0;
        for (long now = 0; now < 60 * SECOND; now += SECOND / 1000) {
            retried += budget.tryRetry(now) ? 1 : 0;
        }
        assertThat(retried).isBetween(10L + 599, 10L + 600);
    }

    @Test
    void aQuietTimeSavesUpNoMoreThanTheBurst() {
        RetryBudget budget = new RetryBudget(new RetryBudgetConfig(0.2, 10, 30), 0);
        for (int i = 0; i < 10_000; i++) {
            budget.succeeded();
        }
        assertThat(budget.balance(3600 * SECOND)).isEqualTo(30);
        assertThat(retries(budget, 3600 * SECOND)).isEqualTo(30);
    }

    @Test
    void timeMayWrapAroundAndNeverTakesBack() {
        long start = Long.MAX_VALUE - SECOND / 2;
        RetryBudget budget = new RetryBudget(new RetryBudgetConfig(0, 10, 100), start);
        assertThat(retries(budget, start)).isEqualTo(10);
        assertThat(retries(budget, start + SECOND)).isEqualTo(10);
        assertThat(retries(budget, start)).isZero();
        assertThat(retries(budget, start + SECOND)).isZero();
    }

    @RepeatedTest(5)
    void noSuccessOfAnyThreadIsLost() throws InterruptedException {
        RetryBudget budget = new RetryBudget(new RetryBudgetConfig(0.25, 0, 100_000), 0);
        AtomicLong retried = new AtomicLong();
        Crowd.run(8, number -> {
            for (int i = 0; i < 10_000; i++) {
                budget.succeeded();
                if (i % 2 == 0 && budget.tryRetry(0)) {
                    retried.incrementAndGet();
                }
            }
        });
        assertThat(retried.get() + retries(budget, 0)).isEqualTo(20_000);
    }

    @Test
    void badSettingsAreRefused() {
        assertThatThrownBy(() -> new RetryBudgetConfig(1.1, 1, 1))
                .hasMessage("share: 1.1 (expected: >= 0.0 and <= 1.0)");
        assertThatThrownBy(() -> new RetryBudgetConfig(0.1, -1, 1))
                .hasMessage("floorPerSecond: -1.0 (expected: >= 0.0 and <= 1000000.0)");
        assertThatThrownBy(() -> new RetryBudgetConfig(0.1, 1, 0)).hasMessage("burst: 0 (expected: >= 1)");
    }

    private static int retries(RetryBudget budget, long now) {
        int retries = 0;
        while (budget.tryRetry(now)) {
            retries++;
        }
        return retries;
    }
}
