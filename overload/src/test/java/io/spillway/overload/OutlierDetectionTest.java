package io.spillway.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class OutlierDetectionTest {
    private static final long SECOND = 1_000_000_000L;
    private static final OutlierConfig CONFIG = OutlierConfig.defaults();

    private final OutlierDetection detection = new OutlierDetection(CONFIG, 0);
    private final List<EndpointHealth> endpoints = new ArrayList<>();
    private long now;

    @Test
    void failuresInARowEjectAtOnce() {
        add(3);
        fail(0, 4);
        assertThat(endpoints.get(0).ejected(now)).isFalse();
        fail(0, 1);

        assertThat(endpoints.get(0).ejected(now)).isTrue();
        assertThat(detection.ejected(now)).isEqualTo(1);
    }

    @Test
    void aSuccessBetweenFailuresBreaksTheRow() {
        add(3);
        fail(0, 4);
        endpoints.get(0).succeeded(now);
        fail(0, 4);
        assertThat(endpoints.get(0).ejected(now)).isFalse();
    }

    @Test
    void ejectionEndsOnItsOwn() {
        add(3);
        fail(0, 5);
        now += 30 * SECOND - 1;
        assertThat(endpoints.get(0).ejected(now)).isTrue();
        now += 1;
        assertThat(endpoints.get(0).ejected(now)).isFalse();
    }

    @Test
    void eachEjectionLastsLongerAndWellIntervalsShortenTheNext() {
        add(3);
        fail(0, 5);
        now += 30 * SECOND;
        fail(0, 5);
        assertThat(endpoints.get(0).ejections()).isEqualTo(2);
        now += 60 * SECOND - 1;
        assertThat(endpoints.get(0).ejected(now)).isTrue();
        now += 1;
        assertThat(endpoints.get(0).ejected(now)).isFalse();

        now += 10 * SECOND;
        detection.advance(now);
        assertThat(endpoints.get(0).ejections()).isEqualTo(2);
        now += 10 * SECOND;
        detection.advance(now);
        assertThat(endpoints.get(0).ejections()).isEqualTo(1);
        now += 10 * SECOND;
        detection.advance(now);
        now += 10 * SECOND;
        detection.advance(now);
        assertThat(endpoints.get(0).ejections()).isZero();
    }

    @Test
    void ejectionsLastNoLongerThanTheMost() {
        add(3);
        for (int i = 0; i < 50; i++) {
            fail(0, 5);
            assertThat(endpoints.get(0).ejected(now)).isTrue();
            now += 300 * SECOND;
            assertThat(endpoints.get(0).ejected(now)).isFalse();
        }
    }

    @Test
    void neverAllAreEjected() {
        add(3);
        fail(0, 20);
        fail(1, 20);
        fail(2, 20);
        assertThat(detection.ejected(now)).isEqualTo(1);

        add(7);
        for (int i = 0; i < 10; i++) {
            fail(i, 20);
        }
        assertThat(detection.ejected(now)).isEqualTo(3);
    }

    @Test
    void theOnlyEndpointStays() {
        add(1);
        fail(0, 100);
        assertThat(endpoints.get(0).ejected(now)).isFalse();
    }

    @Test
    void anEndpointFarBelowTheOthersIsEjectedAtTheEndOfTheInterval() {
        add(6);
        for (int i = 0; i < 200; i++) {
            for (int e = 0; e < 6; e++) {
                if ((e == 0 && i % 4 == 0) || i % 100 == 0) {
                    endpoints.get(e).failed(now);
                } else {
                    endpoints.get(e).succeeded(now);
                }
            }
        }
        assertThat(detection.ejected(now)).isZero();
        now += 10 * SECOND;
        detection.advance(now);

        assertThat(detection.ejected(now)).isEqualTo(1);
        assertThat(endpoints.get(0).ejected(now)).isTrue();
    }

    @Test
    void whereAllFailAlikeNobodyIsAnOutlier() {
        add(6);
        for (int i = 0; i < 200; i++) {
            for (EndpointHealth endpoint : endpoints) {
                if (i % 2 == 0) {
                    endpoint.failed(now);
                } else {
                    endpoint.succeeded(now);
                }
            }
        }
        now += 10 * SECOND;
        detection.advance(now);
        assertThat(detection.ejected(now)).isZero();
    }

    @Test
    void fewCallsOrFewEndpointsAreNotCompared() {
        add(5);
        for (int i = 0; i < 200; i++) {
            for (int e = 0; e < 4; e++) {
                if (e == 0 && i % 2 == 0) {
                    endpoints.get(e).failed(now);
                } else {
                    endpoints.get(e).succeeded(now);
                }
            }
        }
        now += 10 * SECOND;
        detection.advance(now);
        assertThat(detection.ejected(now)).isZero();
    }

    @Test
    void whatIsGoneIsNotCountedAndNotEjected() {
        add(3);
        EndpointHealth gone = endpoints.get(0);
        fail(0, 5);
        detection.remove(gone);
        assertThat(detection.ejected(now)).isZero();
        fail(1, 5);
        assertThat(detection.ejected(now)).isEqualTo(1);
        now += 400 * SECOND;
        fail(0, 5);
        assertThat(gone.ejected(now)).isFalse();
    }

    @Property(tries = 200)
    void someEndpointIsAlwaysLeft(@ForAll @IntRange(min = 1, max = 12) int count, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        OutlierDetection any = new OutlierDetection(
                CONFIG.withEjection(Duration.ofSeconds(30), Duration.ofSeconds(300), random.nextDouble()), 0);
        List<EndpointHealth> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(any.add());
        }
        long time = 0;
        for (int i = 0; i < 2_000; i++) {
            EndpointHealth endpoint = all.get(random.nextInt(count));
            if (random.nextInt(10) == 0) {
                endpoint.succeeded(time);
            } else {
                endpoint.failed(time);
            }
            assertThat(any.ejected(time)).isLessThan(count);
            time += random.nextLong(SECOND / 10);
        }
    }

    @RepeatedTest(5)
    void threadsThatReportTogetherKeepToTheMostEjected() throws InterruptedException {
        add(10);
        Crowd.run(8, number -> {
            for (int i = 0; i < 2_000; i++) {
                endpoints.get((number + i) % 10).failed(i * SECOND / 100);
                assertThat(detection.ejected(i * SECOND / 100)).isLessThan(10);
            }
        });
        assertThat(detection.ejected(20 * SECOND)).isBetween(1, 3);
    }

    @Test
    void badSettingsAreRefused() {
        assertThatThrownBy(() -> CONFIG.withConsecutiveFailures(0))
                .hasMessage("consecutiveFailures: 0 (expected: >= 1)");
        assertThatThrownBy(() -> CONFIG.withComparison(1, 1, 1)).hasMessage("minimumEndpoints: 1 (expected: >= 2)");
        assertThatThrownBy(() -> CONFIG.withComparison(1, 2, -1))
                .hasMessage("deviations: -1.0 (expected: >= 0.0 and <= 100.0)");
        assertThatThrownBy(() -> CONFIG.withEjection(Duration.ofSeconds(2), Duration.ofSeconds(1), 0.5))
                .hasMessage("maxEjection: PT1S (expected: >= baseEjection PT2S)");
        assertThatThrownBy(() -> CONFIG.withEjection(Duration.ofSeconds(1), Duration.ofSeconds(2), 1.5))
                .hasMessage("maxEjectedShare: 1.5 (expected: >= 0.0 and <= 1.0)");
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            endpoints.add(detection.add());
        }
    }

    private void fail(int endpoint, int times) {
        for (int i = 0; i < times; i++) {
            endpoints.get(endpoint).failed(now);
        }
    }
}
