package io.spillway.xds;

import com.google.protobuf.Message;
import com.google.rpc.Status;
import io.envoyproxy.envoy.config.core.v3.Node;
import java.util.Optional;

/** Translates one dialect's messages to events of a {@link ClientDelivery} and its batches to messages. */
interface Protocol<Q, R extends Message> {
    Dialect dialect();

    Node node(Q request);

    void apply(Q request, ClientDelivery delivery, DeliveryCounters counters, long nanos);

    R encode(Batch batch, ClientDelivery delivery);

    /** Takes the answer to an earlier response that a request may carry; a nonce that is not awaited is none. */
    static void answer(
            ResourceType type,
            String nonce,
            Optional<Status> error,
            ClientDelivery delivery,
            DeliveryCounters counters,
            long nanos) {
        if (error.isPresent()) {
            if (delivery.refused(type, nonce, error.get().getMessage(), nanos)) {
                counters.refused();
            }
        } else if (delivery.acknowledged(type, nonce, nanos)) {
            counters.acknowledged();
        }
    }
}
