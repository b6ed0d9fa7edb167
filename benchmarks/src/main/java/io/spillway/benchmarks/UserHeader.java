package io.spillway.benchmarks;

import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;

/** Says on whose behalf a call is, in W3C baggage. */
final class UserHeader {
    private static final Metadata.Key<String> BAGGAGE = Metadata.Key.of("baggage", Metadata.ASCII_STRING_MARSHALLER);

    private UserHeader() {}

    static ClientInterceptor of(String baggage) {
        Metadata headers = new Metadata();
        headers.put(BAGGAGE, baggage);
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }
}
