package io.spillway.simulation;

import io.spillway.contract.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A report as one HTML page: the data, the chart library and what draws them are all in it. */
final class ReportHtml {
    private static final int SERVICES = 40;
    private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/";

    private ReportHtml() {}

    static String of(Report report) {
        Map<String, Object> data = ReportJson.map(report, ReportText.shown(report, SERVICES));
        data.put("moreServices", Math.max(0, report.services().size() - SERVICES));
        return resource("report.html")
                .replace("{{title}}", escaped(report.name()))
                .replace("{{text}}", escaped(report.text()))
                .replace("{{css}}", resource(CHARTS + "dist/uPlot.min.css") + resource("report.css"))
                .replace("{{licence}}", resource(CHARTS + "LICENSE").strip())
                .replace("{{charts}}", resource(CHARTS + "dist/uPlot.iife.min.js"))
                .replace("{{script}}", resource("report.js"))
                // Within a script element only its own end could end it.
                .replace("{{data}}", Json.compact(data).replace("<", "\\u003c"));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String resource(String name) {
        try (InputStream in = ReportHtml.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource: " + name + " (expected: on the class path)");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
