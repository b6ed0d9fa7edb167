package io.spillway.sidecar;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of one Envoy, such that it cannot outlive this JVM, not even one killed with SIGKILL.
 *
 * <p>With util-linux: the kernel kills Envoy when the thread that started it ends (prctl(2), PR_SET_PDEATHSIG). A JVM
 * that dies in the instant before that is set is noticed by comparing the parent's process id afterwards. Without: a
 * shell beside Envoy reads a pipe that only this JVM holds open, and kills Envoy when it closes. In both cases Envoy
 * keeps the process id that the JVM knows, and is in a session of its own where setsid is there, so that Ctrl-C at a
 * terminal reaches the JVM alone, which drains.
 */
final class EnvoyCommand {
    private static final String CHECK_PARENT = "[ \"$PPID\" = \"$0\" ] && exec \"$@\"";
    private static final String WATCH_PIPE =
            "exec 3<&0; (read -r _ <&3; kill -KILL $$) >/dev/null 2>&1 &" + " exec \"$@\" </dev/null 3<&-";

    /**
     * How long connections of a listener whose configuration has changed may go on; what is in flight then is broken
     * off. Longer than any usual call, and than the idle timeouts of usual HTTP/1.1 clients: decision 0036.
     */
    private static final Duration LISTENER_DRAIN = Duration.ofSeconds(60);

    /** How Envoy is kept from outliving its parent. */
    enum Guard {
        PARENT_DEATH_SIGNAL,
        PIPE;

        static Guard ofThisMachine() {
            SearchPath path = new SearchPath(System.getenv());
            boolean both =
                    path.find("setpriv").isPresent() && path.find("setsid").isPresent();
            return both ? PARENT_DEATH_SIGNAL : PIPE;
        }
    }

    private EnvoyCommand() {}

    static List<String> of(EnvoyBinary envoy, SidecarConfig config, WorkFiles files, Guard guard) {
        List<String> command = new ArrayList<>();
        switch (guard) {
            case PARENT_DEATH_SIGNAL ->
                command.addAll(List.of(
                        "setsid",
                        "setpriv",
                        "--pdeathsig",
                        "KILL",
                        "sh",
                        "-c",
                        CHECK_PARENT,
                        Long.toString(ProcessHandle.current().pid())));
            case PIPE -> command.addAll(List.of("sh", "-c", WATCH_PIPE, "sh"));
        }
        command.add(envoy.path().toString());
        command.addAll(List.of("--config-path", files.bootstrap().toString()));
        command.addAll(List.of("--admin-address-path", files.adminAddress().toString()));
        command.addAll(List.of("--concurrency", Integer.toString(config.concurrency())));
        command.addAll(List.of("--log-level", config.logLevel()));
        // No shared memory: many sidecars on one machine need no ids, and one is never taken over by the next.
        command.add("--disable-hot-restart");
        command.addAll(
                List.of("--drain-time-s", Long.toString(listenerDrain(config).toSeconds())));
        // The first answer after a change says goodbye, so that few connections are left when the time is over.
        command.addAll(List.of("--drain-strategy", "immediate"));
        return command;
    }

    private static Duration listenerDrain(SidecarConfig config) {
        return config.drainTimeout().compareTo(LISTENER_DRAIN) > 0 ? config.drainTimeout() : LISTENER_DRAIN;
    }
}
