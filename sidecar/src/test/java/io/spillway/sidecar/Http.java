package io.spillway.sidecar;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests through a sidecar. */
final class Http {
    static {
        // The host says which egress service is meant.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Http() {}

    /** The port that the system chose for a listener. */
    static int port(Sidecar sidecar, String listener) throws IOException {
        String listeners = sidecar.admin().orElseThrow().get("/listeners");
        Matcher matcher = Pattern.compile("^" + listener + "::.*:(\\d+)$", Pattern.MULTILINE)
                .matcher(listeners);
        if (!matcher.find()) {
            throw new AssertionError("no listener " + listener + " in " + listeners);
        }
        return Integer.parseInt(matcher.group(1));
    }

    static int status(int port, String host) throws IOException, InterruptedException {
        return status(port, host, "/");
    }

    static int status(int port, String host, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("host", host)
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
