package io.spillway.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class PermitsTest {
    @Test
    void asManyAsTheLimitAreGrantedAndNotOneMore() {
        Permits permits = new Permits(3);

        assertThat(permits.tryAcquire()).isTrue();
        assertThat(permits.tryAcquire(2)).isTrue();
        assertThat(permits.tryAcquire()).isFalse();
        assertThat(permits.inflight()).isEqualTo(3);
    }

    @Test
    void whatIsReleasedCanBeTakenAgain() {
        Permits permits = new Permits(1);
        for (int i = 0; i < 1_000; i++) {
            assertThat(permits.tryAcquire()).isTrue();
            assertThat(permits.tryAcquire()).isFalse();
            permits.release();
        }
        assertThat(permits.inflight()).isZero();
    }

    @Test
    void permitsAreGatheredFromAllCells() {
        Permits permits = new Permits(64, 64);

        assertThat(permits.tryAcquire(64)).isTrue();
        assertThat(permits.tryAcquire()).isFalse();
        permits.release(64);
        assertThat(permits.tryAcquire(65)).isFalse();
        assertThat(permits.inflight()).isZero();
    }

    @Test
    void aLowerLimitWaitsForWhatIsInUse() {
        Permits permits = new Permits(10);
        assertThat(permits.tryAcquire(8)).isTrue();

        permits.setLimit(4);
        assertThat(permits.inflight()).isEqualTo(8);
        permits.release(4);
        assertThat(permits.tryAcquire()).isFalse();
        permits.release();
        assertThat(permits.tryAcquire()).isTrue();
        assertThat(permits.tryAcquire()).isFalse();
        assertThat(permits.inflight()).isEqualTo(4);
    }

    @Test
    void aHigherLimitForgivesWhatIsOwed() {
        Permits permits = new Permits(10);
        assertThat(permits.tryAcquire(10)).isTrue();

        permits.setLimit(2);
        permits.setLimit(11);
        assertThat(permits.tryAcquire()).isTrue();
        assertThat(permits.tryAcquire()).isFalse();
        assertThat(permits.limit()).isEqualTo(11);
    }

    @Test
    void aLimitOfZeroRefusesAll() {
        Permits permits = new Permits(0);

        assertThat(permits.tryAcquire()).isFalse();
        permits.setLimit(1);
        assertThat(permits.tryAcquire()).isTrue();
    }

    @Test
    void aThreadReleasesWhatAnotherOneTook() throws InterruptedException {
        Permits permits = new Permits(4);
        for (int i = 0; i < 50; i++) {
            assertThat(permits.tryAcquire(4)).isTrue();
            Thread thread = new Thread(() -> {
                permits.release();
                permits.release();
                permits.release(2);
            });
            thread.start();
            thread.join();
            assertThat(permits.inflight()).isZero();
        }
    }

    @Test
    void limitsBelowZeroAreRefused() {
        assertThatThrownBy(() -> new Permits(-1)).hasMessage("limit: -1 (expected: >= 0)");
        assertThatThrownBy(() -> new Permits(1).setLimit(-7)).hasMessage("limit: -7 (expected: >= 0)");
    }

    /** Above 0 acquires as many, below 0 releases, from 100 on sets the limit to what is above 100. */
    @Property
    void oneThreadSeesASemaphore(@ForAll("steps") List<Integer> steps) {
        Permits permits = new Permits(20);
        int limit = 20;
        int inUse = 0;
        for (int step : steps) {
            if (step >= 100) {
                limit = step - 100;
                permits.setLimit(limit);
            } else if (step > 0) {
                boolean expected = inUse + step <= limit;
                assertThat(permits.tryAcquire(step)).isEqualTo(expected);
                inUse += expected ? step : 0;
            } else if (-step <= inUse) {
                permits.release(-step);
                inUse += step;
            }
            assertThat(permits.inflight()).isEqualTo(inUse);
        }
    }

    @Provide
    Arbitrary<List<Integer>> steps() {
        return Arbitraries.frequencyOf(
                        Tuple.of(5, Arbitraries.integers().between(1, 9)),
                        Tuple.of(4, Arbitraries.integers().between(-9, -1)),
                        Tuple.of(1, Arbitraries.integers().between(100, 140)))
                .list()
                .ofMaxSize(200);
    }
}
