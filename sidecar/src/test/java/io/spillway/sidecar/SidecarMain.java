package io.spillway.sidecar;

import java.nio.file.Path;

/** A program that starts a sidecar and prints Envoy's process id, to be killed by the test that runs it. */
final class SidecarMain {
    private SidecarMain() {}

    public static void main(String[] args) throws Exception {
        SidecarConfig config = Envoys.config(Path.of(args[0]), Envoys.nobody()).build();
        Sidecar sidecar = Sidecar.start(
                config, Envoys.BINARY, (changed, state, reason) -> {}, EnvoyCommand.Guard.valueOf(args[1]));
        while (sidecar.admin().isEmpty()) {
            // A program of its own: no test waits on this pause.
            Thread.sleep(20);
        }
        System.out.println(sidecar.pid().orElseThrow());
        // The test kills this process long before; the end is for when nobody does.
        Thread.sleep(60_000);
    }
}
