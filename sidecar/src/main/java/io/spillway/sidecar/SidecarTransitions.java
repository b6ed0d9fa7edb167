package io.spillway.sidecar;

import static io.spillway.sidecar.SidecarEvent.BECAME_READY;
import static io.spillway.sidecar.SidecarEvent.CLOSED;
import static io.spillway.sidecar.SidecarEvent.DIED;
import static io.spillway.sidecar.SidecarEvent.ENDED;
import static io.spillway.sidecar.SidecarEvent.REFUSED;
import static io.spillway.sidecar.SidecarState.DRAINING;
import static io.spillway.sidecar.SidecarState.FAILED;
import static io.spillway.sidecar.SidecarState.READY;
import static io.spillway.sidecar.SidecarState.RESTARTING;
import static io.spillway.sidecar.SidecarState.STARTING;
import static io.spillway.sidecar.SidecarState.STOPPED;

import java.util.List;

/** The life of a sidecar as a table. An event that has no row in a state changes nothing. */
final class SidecarTransitions {
    record Row(SidecarState from, SidecarEvent event, SidecarState to) {}

    static final List<Row> TABLE = List.of(
            new Row(STARTING, BECAME_READY, READY),
            new Row(STARTING, REFUSED, FAILED),
            new Row(STARTING, DIED, RESTARTING),
            new Row(STARTING, CLOSED, DRAINING),
            new Row(READY, DIED, RESTARTING),
            new Row(READY, CLOSED, DRAINING),
            new Row(RESTARTING, BECAME_READY, READY),
            new Row(RESTARTING, CLOSED, DRAINING),
            new Row(DRAINING, ENDED, STOPPED));

    private SidecarTransitions() {}

    static SidecarState next(SidecarState from, SidecarEvent event) {
        for (Row row : TABLE) {
            if (row.from() == from && row.event() == event) {
                return row.to();
            }
        }
        return from;
    }
}
