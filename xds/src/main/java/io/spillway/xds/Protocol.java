package io.spillway.xds;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.Node;

/** Translates one dialect's messages to events of a {@link ClientDelivery} and its batches to messages. */
interface Protocol<Q, R extends Message> {
    Dialect dialect();

    Node node(Q request);

    void apply(Q request, ClientDelivery delivery, DeliveryCounters counters, long nanos);

    R encode(Batch batch, ClientDelivery delivery);
}
