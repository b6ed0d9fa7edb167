package io.spillway.envoyconfig;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.DoubleValue;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.type.v3.Percent;

/** Values in the wrappers that Envoy's protobufs ask for. */
final class Protos {
    /** Everything comes over the one aggregated stream, so that its order can be kept. */
    static final ConfigSource FROM_ADS = ConfigSource.newBuilder()
            .setAds(AggregatedConfigSource.getDefaultInstance())
            .setResourceApiVersion(ApiVersion.V3)
            .build();

    private Protos() {}

    static Duration duration(java.time.Duration value) {
        return Duration.newBuilder()
                .setSeconds(value.getSeconds())
                .setNanos(value.getNano())
                .build();
    }

    static UInt32Value uint32(int value) {
        return UInt32Value.of(value);
    }

    static BoolValue yes() {
        return BoolValue.of(true);
    }

    static DoubleValue real(double value) {
        return DoubleValue.of(value);
    }

    static Percent percent(double value) {
        return Percent.newBuilder().setValue(value).build();
    }

    static Any any(Message message) {
        return Any.pack(message);
    }

    static Address address(String host, int port) {
        return Address.newBuilder()
                .setSocketAddress(SocketAddress.newBuilder().setAddress(host).setPortValue(port))
                .build();
    }
}
