package io.spillway.benchmarks;

import io.spillway.incidentlab.LoadConfig;
import io.spillway.incidentlab.LoadReport;
import io.spillway.incidentlab.OpenLoopLoad;
import io.spillway.marketplace.MarketplaceMesh;
import io.spillway.marketplace.MarketplaceTraffic;
import io.spillway.sidecar.EnvoyBinary;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Edits contracts and endpoints of the running marketplace, one after the other, while 200 requests a second flow
 * through its sidecars: what does an edit cost the traffic, and how long until every sidecar has it? Started once, by
 * one thread.
 */
public final class EditUnderLoad {
    /** As on the command line. */
    public static final String NAME = "edit-under-load";

    private static final double REQUESTS_PER_SECOND = 200;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration WITHOUT_EDITS = Duration.ofSeconds(10);
    /** Longer than the 5 s for which a cluster that nobody uses is kept, so that the last one goes under load. */
    private static final Duration AFTER_LAST_EDIT = Duration.ofSeconds(6);

    private static final int LONGEST_GAP_MILLIS = 150;
    private static final int EDITS_A_PROGRESS_LINE = 50;
    private static final int KEPT_LOG_LINES = 200;

    private final Config config;
    private final EnvoyBinary envoy;
    private final Consumer<String> progress;

    /**
     * What to do.
     *
     * @param setup where the mesh is, and the seed of everything
     * @param edits above 0
     */
    public record Config(MarketplaceMesh.Setup setup, int edits) {
        public Config {
            if (edits < 1) {
                throw new IllegalArgumentException("edits: " + edits + " (expected: > 0)");
            }
        }
    }

    /** @param progress is given a line now and then */
    public EditUnderLoad(Config config, EnvoyBinary envoy, Consumer<String> progress) {
        this.config = config;
        this.envoy = envoy;
        this.progress = progress;
    }

    /**
     * Starts the mesh, measures, ends it.
     *
     * @throws io.spillway.marketplace.AddressTakenException when an application's address is taken
     * @throws io.spillway.sidecar.SidecarException when a sidecar cannot start; its message says why
     * @throws IOException when a file cannot be written or the control plane cannot listen
     */
    public EditUnderLoadReport run() throws IOException, InterruptedException {
        progress.accept(NAME + ": " + config.edits() + " edits, seed " + seed() + "; starting 7 sidecars ...");
        try (MarketplaceMesh mesh = MarketplaceMesh.start(
                        config.setup(),
                        envoy,
                        (sidecar, state, reason) -> progress.accept(
                                "sidecar " + sidecar.config().instance() + ": " + state + ": " + reason));
                MarketplaceTraffic traffic = new MarketplaceTraffic(mesh.front())) {
            load(WARM_UP, traffic);
            progress.accept("without edits, for " + WITHOUT_EDITS.toSeconds() + " s ...");
            LoadReport without = load(WITHOUT_EDITS, traffic);
            progress.accept("with edits ...");
            List<AppliedEdit> edits = new ArrayList<>();
            LoadReport with;
            try (OpenLoopLoad load = OpenLoopLoad.start(loadConfig(), traffic)) {
                edit(mesh, load, edits);
                TimeUnit.NANOSECONDS.sleep(AFTER_LAST_EDIT.toNanos());
                with = load.stop();
            }
            return EditUnderLoadReport.of(new EditUnderLoadReport.Measured(
                    seed(), Machine.here(envoy.version()), edits, without, with, accessLog(with)));
        }
    }

    private long seed() {
        return config.setup().seed();
    }

    private LoadConfig loadConfig() {
        return LoadConfig.of(REQUESTS_PER_SECOND, seed());
    }

    private LoadReport load(Duration length, MarketplaceTraffic traffic) {
        try (OpenLoopLoad load = OpenLoopLoad.start(loadConfig().withLength(length), traffic)) {
            return load.finished().toCompletableFuture().join();
        }
    }

    private void edit(MarketplaceMesh mesh, OpenLoopLoad load, List<AppliedEdit> edits)
            throws IOException, InterruptedException {
        EditGenerator generator = new EditGenerator(ContractFiles.read(mesh.contracts()), seed());
        MeshEditor editor = new MeshEditor(
                mesh.contracts(),
                config.setup().work(),
                mesh.mesh().controlPlane().ledger());
        SplittableRandom gaps = new SplittableRandom(seed());
        long failed = 0;
        while (edits.size() < config.edits()) {
            edits.add(editor.apply(generator.next()));
            if (edits.size() % EDITS_A_PROGRESS_LINE == 0) {
                failed += load.interval().failed();
                progress.accept(line(edits, failed));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(gaps.nextInt(LONGEST_GAP_MILLIS)));
        }
    }

    private static String line(List<AppliedEdit> edits, long failed) {
        Percentiles apply =
                new Percentiles(edits.stream().map(AppliedEdit::millis).toList());
        return String.format(
                Locale.ROOT,
                "%d edits, %d not applied, apply p50 %.0f ms, p99 %.0f ms; %d requests failed",
                edits.size(),
                edits.stream().filter(edit -> !edit.applied()).count(),
                apply.at(50),
                apply.at(99),
                failed);
    }

    private List<String> accessLog(LoadReport load) {
        return load.failed() == 0
                ? List.of()
                : AccessLogs.failures(config.setup().work().resolve("sidecars"), load.startedAt(), KEPT_LOG_LINES);
    }
}
