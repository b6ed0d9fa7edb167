package io.spillway.benchmarks;

import io.spillway.benchmarks.Edit.Change;
import io.spillway.xds.DeliveryLedger;
import io.spillway.xds.DeliveryState;
import io.spillway.xds.InstanceDelivery;
import io.spillway.xds.ResourceDelivery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Saves edits as editors do, by renaming a complete file over the old one, and waits until the ledger says that every
 * sidecar has answered and that what had to change has changed. For one thread.
 */
final class MeshEditor {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private final Path contracts;
    private final Path scratch;
    private final DeliveryLedger ledger;

    /** @param scratch on the same file system as {@code contracts}, not below it: only the rename is to be seen */
    MeshEditor(Path contracts, Path scratch, DeliveryLedger ledger) {
        this.contracts = contracts;
        this.scratch = scratch;
        this.ledger = ledger;
    }

    AppliedEdit apply(Edit edit) throws IOException, InterruptedException {
        Map<String, ResourceDelivery> before = deliveries();
        long publication = ledger.publication();
        Path written = Files.write(scratch.resolve("edit"), edit.content().toByteArray());
        Files.move(written, contracts.resolve(edit.file()), StandardCopyOption.ATOMIC_MOVE);
        long saved = System.nanoTime();
        long end = saved + LONGEST.toNanos();
        String missing = "no publication";
        while (true) {
            Optional<Long> next = awaitPublication(publication, end);
            long left = end - System.nanoTime();
            if (next.isEmpty() || left <= 0) {
                return new AppliedEdit(edit.kind(), millisSince(saved), edit.description() + ": " + missing);
            }
            publication = next.get();
            boolean settled = ledger.awaitSettled(publication, Duration.ofNanos(left));
            double millis = millisSince(saved);
            missing = settled ? missing(edit, before, deliveries()) : "not settled";
            if (missing.isEmpty()) {
                return new AppliedEdit(edit.kind(), millis, "");
            }
        }
    }

    private Optional<Long> awaitPublication(long before, long endNanos) {
        while (System.nanoTime() - endNanos < 0) {
            long now = ledger.publication();
            if (now > before) {
                return Optional.of(now);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return Optional.empty();
    }

    private static String missing(
            Edit edit, Map<String, ResourceDelivery> before, Map<String, ResourceDelivery> after) {
        for (Change change : edit.changes()) {
            boolean seen = false;
            for (Map.Entry<String, ResourceDelivery> entry : after.entrySet()) {
                if (entry.getKey().endsWith(key(change.service(), change.type() + " " + change.resource()))) {
                    ResourceDelivery now = entry.getValue();
                    ResourceDelivery then = before.get(entry.getKey());
                    if (now.state() != DeliveryState.ACKNOWLEDGED) {
                        return entry.getKey() + " is " + now.state() + " " + now.refusal();
                    }
                    if (then != null && then.acknowledgedVersion().equals(now.acknowledgedVersion())) {
                        return entry.getKey() + " did not change";
                    }
                    seen = true;
                }
            }
            if (!seen) {
                return "nobody has " + change;
            }
        }
        return "";
    }

    private Map<String, ResourceDelivery> deliveries() {
        Map<String, ResourceDelivery> deliveries = new HashMap<>();
        for (InstanceDelivery instance : ledger.snapshot()) {
            String service = instance.group().replaceFirst("@.*", "");
            for (ResourceDelivery resource : instance.resources()) {
                deliveries.put(instance.instance() + key(service, resource.type() + " " + resource.name()), resource);
            }
        }
        return deliveries;
    }

    private static String key(String service, String resource) {
        return " of " + service + ": " + resource;
    }

    private static double millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e6;
    }
}
