package io.spillway.xds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.Any;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import org.junit.jupiter.api.Test;

class ResourceTest {
    @Test
    void equalContentHasOneVersionWhateverTheOrderOfMapEntries() {
        assertThat(withMetadata("a", "b").version())
                .isEqualTo(withMetadata("b", "a").version());
        assertThat(Samples.cluster("payments", 1).version())
                .isNotEqualTo(Samples.cluster("payments", 2).version());
    }

    private static Resource withMetadata(String... keys) {
        Struct.Builder struct = Struct.newBuilder();
        for (String key : keys) {
            struct.putFields(key, Value.newBuilder().setStringValue(key).build());
        }
        Cluster cluster = Cluster.newBuilder()
                .setName("payments")
                .setMetadata(Metadata.newBuilder().putFilterMetadata("test", struct.build()))
                .build();
        return Resource.of(ResourceType.CLUSTER, "payments", cluster, "test");
    }

    @Test
    void theOriginIsNoPartOfTheVersion() {
        Cluster cluster = Cluster.newBuilder().setName("payments").build();
        assertThat(Resource.of(ResourceType.CLUSTER, "payments", cluster, "one"))
                .isEqualTo(Resource.of(ResourceType.CLUSTER, "payments", cluster, "other"));
    }

    @Test
    void aBodyOfAnotherTypeIsRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Resource.of(ResourceType.ROUTE, "payments", Cluster.getDefaultInstance(), "test"))
                .withMessageContaining("envoy.config.cluster.v3.Cluster (expected: ")
                .withMessageContaining("RouteConfiguration");
    }

    @Test
    void twoContentsUnderOneNameAreRejectedWithTheirOrigins() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Samples.set(Samples.cluster("payments", 1), Samples.cluster("payments", 2)))
                .withMessageContaining("clusters.yaml:1")
                .withMessageContaining("clusters.yaml:2");
    }

    @Test
    void setsWithTheSameResourcesAreEqual() {
        assertThat(Samples.set(Samples.cluster("payments", 1), Samples.cluster("menu", 1)))
                .isEqualTo(Samples.set(Samples.cluster("menu", 1), Samples.cluster("payments", 1)))
                .isNotEqualTo(Samples.set(Samples.cluster("menu", 1)));
    }

    @Test
    void namesOfOtherResourcesAreFoundWhereverTheyStand() {
        assertThat(Samples.cluster("payments", 1).references().endpoints()).containsExactly("payments");
        assertThat(Samples.listener("in", 1, "in-routes").references().routes()).containsExactly("in-routes");
        assertThat(Samples.apiListener("in", "in-routes").references().routes()).containsExactly("in-routes");
        RouteAction split = RouteAction.newBuilder()
                .setWeightedClusters(WeightedCluster.newBuilder()
                        .addClusters(WeightedCluster.ClusterWeight.newBuilder().setName("old"))
                        .addClusters(WeightedCluster.ClusterWeight.newBuilder().setName("new")))
                .addRequestMirrorPolicies(
                        RouteAction.RequestMirrorPolicy.newBuilder().setCluster("mirror"))
                .build();
        RouteConfiguration routes = RouteConfiguration.newBuilder()
                .setName("routes")
                .addVirtualHosts(
                        VirtualHost.newBuilder().addRoutes(Route.newBuilder().setRoute(split)))
                .build();
        assertThat(Resource.of(ResourceType.ROUTE, "routes", routes, "test")
                        .references()
                        .clusters())
                .containsExactlyInAnyOrder("old", "new", "mirror");
        Listener tcp = Listener.newBuilder()
                .setName("tcp")
                .addFilterChains(FilterChain.newBuilder()
                        .addFilters(Filter.newBuilder()
                                .setName("tcp")
                                .setTypedConfig(Any.pack(TcpProxy.newBuilder()
                                        .setCluster("database")
                                        .build()))))
                .build();
        assertThat(Resource.of(ResourceType.LISTENER, "tcp", tcp, "test")
                        .references()
                        .clusters())
                .containsExactly("database");
    }
}
