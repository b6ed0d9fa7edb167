package io.spillway.cli;

import io.spillway.controlplane.MeshStatus;
import io.spillway.incidentlab.LoadInterval;
import io.spillway.incidentlab.LoadReport;
import io.spillway.marketplace.MarketplaceMesh;
import io.spillway.marketplace.MarketplaceService;
import io.spillway.marketplace.RequestStats;
import java.io.Console;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a person sees of the demo: a table that is drawn anew each second, or a line each second in a pipe. */
abstract class DemoView {
    /** Nothing at all, for {@code --json}. */
    static DemoView silent() {
        return new Silent();
    }

    static DemoView on(MarketplaceMesh mesh, PrintWriter out) {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
                ? new Table(mesh, out)
                : new Lines(mesh, out);
    }

    abstract void begin();

    abstract void show(LoadInterval interval);

    abstract void end(LoadReport report);

    private static String summary(LoadReport report) {
        return String.format(
                Locale.ROOT,
                "%d requests, %d failed, p50 %.1f ms, p99 %.1f ms",
                report.sent(),
                report.failed(),
                report.latency().p50Millis(),
                report.latency().p99Millis());
    }

    private static String delivered(MeshStatus status) {
        long settled = status.instances().stream()
                .filter(instance -> instance.connected() && instance.isSettled())
                .count();
        String refused = status.refused() ? ", the last edit was refused: spillway status" : "";
        return settled + "/" + status.instances().size() + " sidecars have generation " + status.generation() + refused;
    }

    private static List<String> next(MarketplaceMesh mesh) {
        InetSocketAddress admin = mesh.mesh().controlPlane().adminAddress();
        String option =
                admin.getPort() == ControlPlaneCommand.ADMIN_PORT ? "" : " --admin http://127.0.0.1:" + admin.getPort();
        return List.of(
                "Try next, in another terminal:",
                "  edit " + mesh.contracts().resolve("payments/service.yaml") + "   (connectionAge: 60s)",
                "  edit " + mesh.contracts().resolve("orders/orders.proto") + ", then ./spillway descriptors "
                        + mesh.contracts(),
                "  ./spillway status" + option,
                "  ./spillway diff marketplace/target/contracts " + mesh.contracts(),
                "  curl http://" + mesh.front().getAddress().getHostAddress() + ":"
                        + mesh.front().getPort() + "/home");
    }

    private static final class Silent extends DemoView {
        @Override
        void begin() {}

        @Override
        void show(LoadInterval interval) {}

        @Override
        void end(LoadReport report) {}
    }

    private static final class Lines extends DemoView {
        private final MarketplaceMesh mesh;
        private final PrintWriter out;

        Lines(MarketplaceMesh mesh, PrintWriter out) {
            this.mesh = mesh;
            this.out = out;
        }

        @Override
        void begin() {
            next(mesh).forEach(out::println);
            out.flush();
        }

        @Override
        void show(LoadInterval interval) {
            MeshStatus status = mesh.mesh().controlPlane().status();
            out.printf(
                    Locale.ROOT,
                    "%.0f requests/s, %.1f%% good, p50 %.1f ms, p99 %.1f ms; %s%n",
                    interval.completedPerSecond(),
                    100 * interval.successRatio(),
                    interval.latency().p50Millis(),
                    interval.latency().p99Millis(),
                    delivered(status));
            DeliveryProblems.of(status).forEach(problem -> out.println("  " + problem));
            out.flush();
        }

        @Override
        void end(LoadReport report) {
            out.println(summary(report));
            out.flush();
        }
    }

    private static final class Table extends DemoView {
        private static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J";
        private static final String HOME = "\u001b[H";
        private static final String CLEAR_LINE = "\u001b[K";
        private static final String CLEAR_BELOW = "\u001b[J";

        private final MarketplaceMesh mesh;
        private final PrintWriter out;

        Table(MarketplaceMesh mesh, PrintWriter out) {
            this.mesh = mesh;
            this.out = out;
        }

        @Override
        void begin() {
            out.print(HOME_AND_CLEAR);
            out.flush();
        }

        @Override
        void show(LoadInterval interval) {
            List<String> lines = new ArrayList<>();
            MeshStatus status = mesh.mesh().controlPlane().status();
            lines.add("Spillway demo: " + delivered(status));
            DeliveryProblems.of(status).forEach(problem -> lines.add("  " + problem));
            lines.add("");
            lines.add(
                    String.format(Locale.ROOT, "%-16s %10s %8s %9s %9s", "", "requests/s", "good", "p50 ms", "p99 ms"));
            lines.add(row(
                    "customers",
                    interval.completedPerSecond(),
                    interval.successRatio(),
                    interval.latency().p50Millis(),
                    interval.latency().p99Millis()));
            for (Map.Entry<MarketplaceService, RequestStats> entry :
                    mesh.marketplace().stats().entrySet()) {
                RequestStats.Snapshot stats = entry.getValue().interval();
                lines.add(row(
                        "  " + entry.getKey().contractName(),
                        stats.perSecond(),
                        stats.count() == 0 ? 1 : 1 - (double) stats.errors() / stats.count(),
                        stats.p50Millis(),
                        stats.p99Millis()));
            }
            lines.add("");
            lines.addAll(next(mesh));
            lines.add("Ctrl-C ends everything.");
            // In place, line by line: a screen that is cleared each second flickers.
            out.print(HOME + String.join(CLEAR_LINE + "\n", lines) + CLEAR_LINE + "\n" + CLEAR_BELOW);
            out.flush();
        }

        @Override
        void end(LoadReport report) {
            out.println(summary(report));
            out.flush();
        }

        private static String row(String name, double rate, double good, double p50, double p99) {
            return String.format(Locale.ROOT, "%-16s %10.0f %7.1f%% %9.1f %9.1f", name, rate, 100 * good, p50, p99);
        }
    }
}
