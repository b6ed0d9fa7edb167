package io.spillway.sidecar;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Envoy's admin interface, https://www.envoyproxy.io/docs/envoy/v1.40.0/operations/admin. Thread-safe; every call opens
 * a connection of its own, so that it never meets one that a former Envoy left behind, and ends within 5 s.
 */
public final class EnvoyAdmin {
    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;
    private static final int READ_TIMEOUT_MILLIS = 5_000;

    private final InetSocketAddress address;

    public EnvoyAdmin(InetSocketAddress address) {
        this.address = address;
    }

    /** Where the interface listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** Whether Envoy has its configuration and serves; false when it does not answer. */
    public boolean isReady() {
        try {
            HttpURLConnection connection = open("GET", "/ready");
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The answer to a GET, such as of {@code /config_dump}.
     *
     * @throws IOException when Envoy does not answer or answers with an error
     */
    public String get(String pathAndQuery) throws IOException {
        return call("GET", pathAndQuery);
    }

    /**
     * The answer to a POST, such as of {@code /healthcheck/fail}.
     *
     * @throws IOException when Envoy does not answer or answers with an error
     */
    public String post(String pathAndQuery) throws IOException {
        return call("POST", pathAndQuery);
    }

    /**
     * Counters and gauges whose names match a regular expression (RE2), by name.
     *
     * @throws IOException when Envoy does not answer or answers with an error
     */
    public Map<String, Long> stats(String nameRegex) throws IOException {
        String query = java.net.URLEncoder.encode(nameRegex, StandardCharsets.UTF_8);
        Map<String, Long> figures = new LinkedHashMap<>();
        for (String line : get("/stats?filter=" + query).lines().toList()) {
            int colon = line.lastIndexOf(": ");
            String value = colon < 0 ? "" : line.substring(colon + 2);
            if (!value.isEmpty() && value.chars().allMatch(Character::isDigit)) {
                figures.put(line.substring(0, colon), Long.parseUnsignedLong(value));
            }
        }
        return figures;
    }

    private String call(String method, String pathAndQuery) throws IOException {
        HttpURLConnection connection = open(method, pathAndQuery);
        try {
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException("%s http://%s:%d%s: HTTP %d"
                        .formatted(method, address.getHostString(), address.getPort(), pathAndQuery, status));
            }
            try (InputStream in = connection.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        } finally {
            connection.disconnect();
        }
    }

    private HttpURLConnection open(String method, String pathAndQuery) throws IOException {
        String host = address.getHostString();
        URI uri = URI.create("http://%s:%d%s"
                .formatted(host.contains(":") ? "[" + host + "]" : host, address.getPort(), pathAndQuery));
        if (!(uri.toURL().openConnection(java.net.Proxy.NO_PROXY) instanceof HttpURLConnection connection)) {
            throw new IOException("not an HTTP address: " + uri);
        }
        connection.setRequestMethod(method);
        connection.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
        connection.setReadTimeout(READ_TIMEOUT_MILLIS);
        connection.setRequestProperty("Connection", "close");
        return connection;
    }
}
