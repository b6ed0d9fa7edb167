package io.spillway.simulation;

import io.spillway.contract.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report as JSON: numbers with three decimals, null where there was nothing to measure. */
final class ReportJson {
    private ReportJson() {}

    static String of(Report report) {
        return Json.compact(map(report, report.services())) + "\n";
    }

    /** With only some of the services, for a page that shows no more. */
    static Map<String, Object> map(Report report, List<Report.ServiceReport> services) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", report.name());
        map.put("seed", report.seed());
        map.put("durationSeconds", report.duration().toNanos() / 1e9);
        map.put("intervalSeconds", report.interval().toNanos() / 1e9);
        map.put("events", report.events());
        map.put("clients", report.clients().stream().map(ReportJson::client).toList());
        map.put("services", services.stream().map(ReportJson::service).toList());
        map.put("faults", report.faults().stream().map(ReportJson::fault).toList());
        return map;
    }

    private static Map<String, Object> client(Report.ClientReport client) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", client.name());
        map.put("service", client.service());
        map.put("arrivals", client.arrivals());
        map.put("goodput", client.goodput());
        map.put("failed", client.failed());
        map.put("refused", client.refused());
        map.put("timeouts", client.timeouts());
        map.put("attempts", client.attempts());
        map.put("goodputRatio", number((double) client.goodput() / client.arrivals()));
        map.put("attemptsPerRequest", number((double) client.attempts() / client.arrivals()));
        map.put("latencyMillis", latency(client.latency()));
        map.put("timeline", timeline(client.timeline()));
        return map;
    }

    private static Map<String, Object> service(Report.ServiceReport service) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", service.name());
        map.put("arrivals", service.arrivals());
        map.put("ok", service.ok());
        map.put("failed", service.failed());
        map.put("refused", service.refused());
        map.put("expired", service.expired());
        map.put("latencyMillis", latency(service.latency()));
        map.put("timeline", timeline(service.timeline()));
        return map;
    }

    private static Map<String, Object> fault(FaultSpec fault) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("atSeconds", fault.at().toNanos() / 1e9);
        map.put("seconds", fault.duration().toNanos() / 1e9);
        map.put("service", fault.service());
        map.put("kind", fault.kind().name().toLowerCase(Locale.ROOT));
        map.put("amount", fault.amount());
        if (fault.replicas() != FaultSpec.ALL) {
            map.put("replicas", fault.replicas());
        }
        return map;
    }

    private static Map<String, Object> latency(LatencyHistogram latency) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("mean", number(latency.meanNanos() / 1e6));
        map.put("p50", number(latency.percentileNanos(0.5) / 1e6));
        map.put("p90", number(latency.percentileNanos(0.9) / 1e6));
        map.put("p99", number(latency.percentileNanos(0.99) / 1e6));
        map.put("max", number(latency.maxNanos() / 1e6));
        return map;
    }

    private static Map<String, Object> timeline(Timeline timeline) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (String column : timeline.columns()) {
            List<@Nullable Object> values = new ArrayList<>();
            for (double value : timeline.column(column)) {
                values.add(number(value));
            }
            map.put(column, values);
        }
        return map;
    }

    private static @Nullable Object number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return null;
        }
        double rounded = Math.rint(value * 1000) / 1000;
        return rounded == Math.rint(rounded) && Math.abs(rounded) < 1e15 ? (Object) (long) rounded : (Object) rounded;
    }
}
