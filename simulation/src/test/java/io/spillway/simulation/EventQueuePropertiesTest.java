package io.spillway.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class EventQueuePropertiesTest {
    @Property(tries = 200)
    void eventsComeByTimeAndThenInTheOrderOfScheduling(
            @ForAll @Size(max = 300) List<@IntRange(min = 0, max = 50) Integer> times) {
        Simulation simulation = new Simulation(1);
        List<long[]> happened = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            simulation.at(times.get(i), (now, argument) -> happened.add(new long[] {now, argument}), i);
        }

        simulation.runUntil(100);

        assertThat(happened).hasSameSizeAs(times);
        assertThat(happened)
                .isSortedAccordingTo(
                        Comparator.<long[]>comparingLong(each -> each[0]).thenComparingLong(each -> each[1]));
        assertThat(simulation.isIdle()).isTrue();
    }

    @Property(tries = 200)
    void timersThatAreOverNeverRingAndOthersRingOnTime(
            @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 20) Integer> gaps) {
        Simulation simulation = new Simulation(1);
        List<Long> rung = new ArrayList<>();
        // Every third is over before its time.
        TimerLane lane = new TimerLane(simulation, 30, token -> token % 3 != 0, (now, token) -> {
            assertThat(now).isEqualTo((token >> 20) + 30);
            rung.add(token);
        });
        long started = 0;
        int index = 1;
        for (int gap : gaps) {
            started += gap;
            simulation.runUntil(started);
            lane.start((started << 20) + index++);
        }

        simulation.runUntil(started + 100);

        assertThat(rung).allMatch(token -> token % 3 != 0).isSorted();
    }
}
