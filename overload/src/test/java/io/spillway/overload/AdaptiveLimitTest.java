package io.spillway.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In virtual time, on a service of 10 ms a call unless said otherwise. */
class AdaptiveLimitTest {
    @ParameterizedTest
    @ValueSource(ints = {16, 64, 400})
    void underOverloadTheLimitIsWhatTheWorkersNeedAndNextToNothingIsLost(int workers) {
        VirtualService service = new VirtualService(workers, 10, 1);
        double capacity = workers * 100;
        service.run(3 * capacity, 5).run(3 * capacity, 5);
        assertThat(service.admission.limit()).isBetween(workers, 2 * workers);
        assertThat(service.answered / 5.0).isGreaterThan(0.97 * capacity);
    }

    @Test
    void ofAFewWorkersMoreIsLostSinceOneCallIsAQuarter() {
        VirtualService service = new VirtualService(4, 10, 1);
        service.run(1_200, 5).run(1_200, 5);
        assertThat(service.admission.limit()).isBetween(4, 8);
        assertThat(service.answered / 5.0).isGreaterThan(0.9 * 400);
    }

    @Test
    void atModerateLoadNobodyIsRefused() {
        VirtualService service = new VirtualService(16, 10, 2);
        service.run(1_100, 60);
        assertThat(service.refused).isZero();
    }

    @Test
    void atOneRequestASecondNobodyIsRefusedAndTheLimitStays() {
        VirtualService service = new VirtualService(1, 50, 3);
        service.run(1, 3_600);
        assertThat(service.refused).isZero();
        assertThat(service.admission.limit()).isBetween(2, 20);
    }

    @Test
    void steadyLoadDoesNotMakeItCreep() {
        VirtualService service = new VirtualService(16, 10, 4);
        service.run(1_280, 1_800);
        assertThat(service.mostLimit).isLessThan(4 * 13);
    }

    @Test
    void halfOfTheWorkersGoneHalvesTheLimitWithinTwoSeconds() {
        VirtualService service = new VirtualService(16, 10, 5);
        service.run(3_000, 5);
        service.workers = 8;
        service.run(3_000, 2);
        assertThat(service.admission.limit()).isBetween(8, 16);
    }

    @Test
    void workThatTakesTwiceAsLongDoesNotLowerTheLimitForLong() {
        VirtualService service = new VirtualService(16, 10, 6);
        service.run(3_000, 5);
        service.workMillis = 20;
        service.run(3_000, 2).run(3_000, 2);
        assertThat(service.answered / 2.0).isGreaterThan(0.95 * 800);
        assertThat(service.admission.snapshot().baseLatency().toNanos() / 1e6).isCloseTo(20, within(2.0));
    }

    @Test
    void aSlowDependencyRaisesTheLimitInsteadOfCollapsingIt() {
        VirtualService service = new VirtualService(16, 10, 7);
        service.waitMillis = 10;
        service.run(1_200, 10);
        service.waitMillis = 200;
        service.run(1_200, 15).run(1_200, 5);
        assertThat(service.answered / 5.0).isGreaterThan(0.97 * 1_200);
        assertThat(service.admission.limit()).isGreaterThan(240);
    }

    @Test
    void fasterWorkIsLearnedAndTheLimitFallsBackWithTheNextOverload() {
        VirtualService service = new VirtualService(16, 100, 8);
        service.run(300, 20);
        service.workMillis = 10;
        service.run(3_000, 10);
        assertThat(service.admission.snapshot().baseLatency().toNanos() / 1e6).isCloseTo(10, within(2.0));
        assertThat(service.admission.limit()).isBetween(16, 32);
    }

    @Test
    void aLimitThatIsNotUsedComesCloserToWhatIs() {
        VirtualService service = new VirtualService(400, 10, 9);
        service.run(60_000, 5);
        int used = service.admission.limit();
        service.run(100, 300);
        assertThat(used).isGreaterThan(400);
        assertThat(service.admission.limit()).isLessThan(used / 4);
        assertThat(service.admission.snapshot().lastMove()).isEqualTo(LimitMove.UNUSED);
    }
}
