package io.spillway.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A report as tables of plain text, no wider than needed. */
final class ReportText {
    private static final int SERVICES = 20;
    private static final int PARTS = 10;

    private final Report report;
    private final StringBuilder out = new StringBuilder();

    private ReportText(Report report) {
        this.report = report;
    }

    static String of(Report report) {
        ReportText text = new ReportText(report);
        text.write();
        return text.out.toString();
    }

    private void write() {
        out.append(report.name())
                .append(", seed ")
                .append(report.seed())
                .append(": ")
                .append(TimeType.format(report.duration()))
                .append(" of virtual time, ")
                .append(count(report.events()))
                .append(" events\n\n");
        clients();
        goodputOverTime();
        services();
    }

    private void clients() {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {
            "client",
            "calls",
            "requests",
            "goodput",
            "failed",
            "refused",
            "timeouts",
            "attempts each",
            "p50 ms",
            "p99 ms"
        });
        for (Report.ClientReport client : report.clients()) {
            rows.add(new String[] {
                client.name(),
                client.service(),
                count(client.arrivals()),
                percent(client.goodput(), client.arrivals()),
                percent(client.failed(), client.arrivals()),
                percent(client.refused(), client.arrivals()),
                percent(client.timeouts(), client.arrivals()),
                decimal((double) client.attempts() / client.arrivals()),
                millis(client.latency(), 0.5),
                millis(client.latency(), 0.99)
            });
        }
        table(rows, 2);
    }

    private void goodputOverTime() {
        for (Report.ClientReport client : report.clients()) {
            int rows = client.timeline().rows();
            int parts = Math.min(PARTS, rows);
            if (parts < 2) {
                continue;
            }
            out.append("goodput of ")
                    .append(client.name())
                    .append(" over time, in ")
                    .append(parts)
                    .append(" parts:");
            for (int part = 0; part < parts; part++) {
                int from = (int) ((long) rows * part / parts);
                int to = (int) ((long) rows * (part + 1) / parts);
                out.append(' ')
                        .append(percent(
                                client.timeline().sum("goodput", from, to),
                                client.timeline().sum("arrivals", from, to)));
            }
            out.append("\n");
        }
        out.append('\n');
    }

    private void services() {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {
            "service",
            "calls",
            "per request",
            "ok",
            "failed",
            "refused",
            "expired",
            "p50 ms",
            "p99 ms",
            "most in flight"
        });
        long requests = report.clients().stream()
                .mapToLong(Report.ClientReport::arrivals)
                .sum();
        shown(report, SERVICES)
                .forEach(service -> rows.add(new String[] {
                    service.name(),
                    count(service.arrivals()),
                    decimal((double) service.arrivals() / requests),
                    percent(service.ok(), service.arrivals()),
                    percent(service.failed(), service.arrivals()),
                    percent(service.refused(), service.arrivals()),
                    percent(service.expired(), service.arrivals()),
                    millis(service.latency(), 0.5),
                    millis(service.latency(), 0.99),
                    count((long) service.timeline().most("inFlight"))
                }));
        table(rows, 1);
        int more = report.services().size() - SERVICES;
        if (more > 0) {
            out.append("and ").append(count(more)).append(" services less troubled; all of them are in the JSON\n");
        }
    }

    /** All services, or so many of those with most trouble, then most calls. */
    static List<Report.ServiceReport> shown(Report report, int most) {
        if (report.services().size() <= most) {
            return report.services();
        }
        return report.services().stream()
                .sorted(Comparator.comparingLong((Report.ServiceReport service) ->
                                service.failed() + service.refused() + service.expired())
                        .thenComparingLong(Report.ServiceReport::arrivals)
                        .reversed())
                .limit(most)
                .toList();
    }

    /** Aligned: so many columns of text to the left, numbers to the right. */
    private void table(List<String[]> rows, int textColumns) {
        int[] widths = new int[rows.getFirst().length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                String padding = " ".repeat(widths[i] - row[i].length());
                line.append(i == 0 ? "" : "  ").append(i < textColumns ? row[i] + padding : padding + row[i]);
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        out.append('\n');
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String decimal(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String percent(long part, long all) {
        return percent((double) part, (double) all);
    }

    private static String percent(double part, double all) {
        return all == 0 ? "-" : String.format(Locale.ROOT, "%.1f%%", 100 * part / all);
    }

    private static String millis(LatencyHistogram latency, double share) {
        double value = latency.percentileNanos(share) / 1e6;
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
    }
}
