package io.spillway.xds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The decisions of one stream, step by step in virtual time. */
class ClientDeliveryTest {
    private static final long HOLD = 5_000_000_000L;

    private final InstanceMemory memory = new InstanceMemory();
    private ClientDelivery delivery = new ClientDelivery(memory, HOLD, Dialect.DELTA);
    private long nanos;

    private Batch expect(ResourceType type, String... names) {
        Batch batch = delivery.next(nanos).orElseThrow();
        assertThat(batch.type()).isEqualTo(type);
        assertThat(batch.changed()).extracting(Resource::name).containsExactly(names);
        return batch;
    }

    private void expectNothing() {
        assertThat(delivery.next(nanos)).isEmpty();
    }

    private void acknowledge(Batch batch) {
        assertThat(delivery.acknowledged(batch.type(), batch.nonce(), nanos)).isTrue();
    }

    private void refuse(Batch batch, String message) {
        assertThat(delivery.refused(batch.type(), batch.nonce(), message, nanos))
                .isTrue();
    }

    private void connectAndHave(Resource... resources) {
        delivery.subscribedToAll(ResourceType.CLUSTER, nanos);
        delivery.subscribedToAll(ResourceType.LISTENER, nanos);
        List<Resource> all = List.of(resources);
        for (ResourceType type : List.of(ResourceType.ENDPOINT, ResourceType.ROUTE)) {
            delivery.subscribed(
                    type,
                    all.stream()
                            .filter(resource -> resource.type() == type)
                            .map(Resource::name)
                            .toList(),
                    nanos);
        }
        delivery.wanted(Samples.set(resources), nanos);
        for (Optional<Batch> batch = delivery.next(nanos); batch.isPresent(); batch = delivery.next(nanos)) {
            acknowledge(batch.get());
        }
    }

    private static final Resource CLUSTER_A = Samples.cluster("a", 1);
    private static final Resource ENDPOINTS_A = Samples.endpoints("a", 1);
    private static final Resource LISTENER = Samples.listener("in", 1, "routes");
    private static final Resource ROUTES_TO_A = Samples.route("routes", 1, "a");

    @Test
    void nothingIsSentBeforeTheFirstPublication() {
        delivery.subscribedToAll(ResourceType.CLUSTER, nanos);
        delivery.brought(ResourceType.CLUSTER, Map.of("a", "some version"), nanos);
        expectNothing();
    }

    @Test
    void aFirstRequestIsAnsweredEvenIfThereIsNothing() {
        delivery.subscribedToAll(ResourceType.CLUSTER, nanos);
        delivery.wanted(ResourceSet.empty(), nanos);
        acknowledge(expect(ResourceType.CLUSTER));
        expectNothing();
    }

    @Test
    void aRouteWaitsUntilItsClusterAndEndpointsAreAcknowledged() {
        connectAndHave(CLUSTER_A, ENDPOINTS_A, LISTENER, ROUTES_TO_A);
        delivery.wanted(
                Samples.set(
                        CLUSTER_A,
                        ENDPOINTS_A,
                        LISTENER,
                        Samples.cluster("b", 1),
                        Samples.endpoints("b", 1),
                        Samples.route("routes", 2, "a", "b")),
                nanos);
        Batch cluster = expect(ResourceType.CLUSTER, "b");
        expectNothing();
        delivery.subscribed(ResourceType.ENDPOINT, List.of("b"), nanos);
        Batch endpoints = expect(ResourceType.ENDPOINT, "b");
        acknowledge(endpoints);
        expectNothing();
        acknowledge(cluster);
        acknowledge(expect(ResourceType.ROUTE, "routes"));
        assertThat(delivery.settled()).isTrue();
    }

    @Test
    void endpointsAreSentOnceMoreAfterTheirClusterChanged() {
        connectAndHave(CLUSTER_A, ENDPOINTS_A);
        delivery.wanted(Samples.set(Samples.cluster("a", 2), ENDPOINTS_A), nanos);
        expect(ResourceType.CLUSTER, "a");
        expect(ResourceType.ENDPOINT, "a");
    }

    @Test
    void onlyTheLatestOfSupersededChangesIsSent() {
        connectAndHave(CLUSTER_A);
        delivery.wanted(Samples.set(Samples.cluster("a", 2)), nanos);
        Batch batch = expect(ResourceType.CLUSTER, "a");
        delivery.wanted(Samples.set(Samples.cluster("a", 3)), nanos);
        delivery.wanted(Samples.set(Samples.cluster("a", 4)), nanos);
        expectNothing();
        acknowledge(batch);
        assertThat(expect(ResourceType.CLUSTER, "a").changed()).containsExactly(Samples.cluster("a", 4));
    }

    @Test
    void aClusterGoesAfterTheHoldThatBeginsWithTheAnswerOfItsLastUser() {
        connectAndHave(CLUSTER_A, ENDPOINTS_A, LISTENER, ROUTES_TO_A);
        delivery.wanted(Samples.set(LISTENER, Samples.route("routes", 2)), nanos);
        Batch routes = expect(ResourceType.ROUTE, "routes");
        nanos += 2 * HOLD;
        expectNothing();
        acknowledge(routes);
        expectNothing();
        assertThat(delivery.settled()).isTrue();
        assertThat(delivery.wakeAtNanos()).hasValue(nanos + HOLD);
        nanos += HOLD - 1;
        expectNothing();
        nanos += 1;
        assertThat(expect(ResourceType.CLUSTER).removed()).containsExactly("a");
    }

    @Test
    void aClusterThatReturnsDuringTheHoldCausesNoMessage() {
        connectAndHave(CLUSTER_A, ENDPOINTS_A);
        delivery.wanted(ResourceSet.empty(), nanos);
        expectNothing();
        nanos += HOLD - 1;
        delivery.wanted(Samples.set(CLUSTER_A, ENDPOINTS_A), nanos);
        nanos += HOLD;
        expectNothing();
    }

    @Test
    void aRefusedVersionIsNotSentAgainUntilItsContentChanges() {
        connectAndHave(CLUSTER_A);
        Resource bad = Samples.cluster("a", 2);
        delivery.wanted(Samples.set(bad), nanos);
        refuse(expect(ResourceType.CLUSTER, "a"), "no");
        expectNothing();
        delivery.ended();
        delivery = new ClientDelivery(memory, HOLD, Dialect.DELTA);
        delivery.subscribedToAll(ResourceType.CLUSTER, nanos);
        delivery.brought(ResourceType.CLUSTER, Map.of("a", CLUSTER_A.version()), nanos);
        delivery.wanted(Samples.set(bad), nanos);
        expectNothing();
        delivery.wanted(Samples.set(Samples.cluster("a", 3)), nanos);
        expect(ResourceType.CLUSTER, "a");
    }

    @Test
    void theNamedCulpritIsCondemnedAndTheOthersGoOn() {
        connectAndHave();
        delivery.wanted(Samples.set(Samples.cluster("a", 1), Samples.cluster("b", 1), Samples.cluster("c", 1)), nanos);
        refuse(expect(ResourceType.CLUSTER, "a", "b", "c"), "Error adding/updating cluster(s) b: no");
        acknowledge(expect(ResourceType.CLUSTER, "a", "c"));
        assertThat(memory.refusal(Samples.cluster("b", 1))).hasValue("Error adding/updating cluster(s) b: no");
    }

    @Test
    void anUnnamedCulpritIsFoundByHalving() {
        connectAndHave();
        Resource[] clusters = new Resource[4];
        for (int i = 0; i < 4; i++) {
            clusters[i] = Samples.cluster("c" + i, 1);
        }
        delivery.wanted(Samples.set(clusters), nanos);
        refuse(expect(ResourceType.CLUSTER, "c0", "c1", "c2", "c3"), "invalid");
        acknowledge(expect(ResourceType.CLUSTER, "c0", "c1"));
        refuse(expect(ResourceType.CLUSTER, "c2", "c3"), "invalid");
        refuse(expect(ResourceType.CLUSTER, "c2"), "invalid");
        acknowledge(expect(ResourceType.CLUSTER, "c3"));
        expectNothing();
        assertThat(delivery.refusedCount()).isEqualTo(1);
    }

    @Test
    void onlyWhatNamesARefusedClusterIsHeldBack() {
        Resource other = Samples.route("other", 1, "a");
        connectAndHave(CLUSTER_A, ENDPOINTS_A, LISTENER, Samples.listener("out", 2, "other"), ROUTES_TO_A, other);
        delivery.wanted(
                Samples.set(
                        CLUSTER_A,
                        ENDPOINTS_A,
                        LISTENER,
                        Samples.listener("out", 2, "other"),
                        Samples.cluster("b", 1),
                        Samples.route("routes", 2, "a", "b"),
                        Samples.route("other", 2, "a")),
                nanos);
        Batch cluster = expect(ResourceType.CLUSTER, "b");
        acknowledge(expect(ResourceType.ROUTE, "other"));
        refuse(cluster, "no");
        expectNothing();
        assertThat(delivery.settled()).isTrue();
        assertThat(delivery.waitsFor(Samples.route("routes", 2, "a", "b"))).isEqualTo("CLUSTER b, which was refused");
    }

    @Test
    void endpointsThatNobodyPublishedAreAnEmptyAssignment() {
        delivery.subscribed(ResourceType.ENDPOINT, List.of("nobody"), nanos);
        delivery.wanted(ResourceSet.empty(), nanos);
        assertThat(expect(ResourceType.ENDPOINT, "nobody").changed().getFirst().origin())
                .isEqualTo("no endpoints are published under this name");
    }

    @Test
    void anUnknownRouteConfigurationIsWithheldAndAnUnknownClusterIsDenied() {
        delivery.subscribed(ResourceType.ROUTE, List.of("nobody"), nanos);
        delivery.subscribed(ResourceType.CLUSTER, List.of("nobody"), nanos);
        delivery.wanted(ResourceSet.empty(), nanos);
        assertThat(expect(ResourceType.CLUSTER).removed()).containsExactly("nobody");
        expectNothing();
    }

    @Test
    void askingAgainForANameSendsItAgain() {
        connectAndHave(CLUSTER_A, ENDPOINTS_A);
        delivery.subscribed(ResourceType.ENDPOINT, List.of("a"), nanos);
        expect(ResourceType.ENDPOINT, "a");
    }

    @Test
    void anOldNonceIsIgnored() {
        connectAndHave(CLUSTER_A);
        delivery.wanted(Samples.set(Samples.cluster("a", 2)), nanos);
        expect(ResourceType.CLUSTER, "a");
        assertThat(delivery.acknowledged(ResourceType.CLUSTER, "0", nanos)).isFalse();
        assertThat(delivery.refused(ResourceType.CLUSTER, "0", "no", nanos)).isFalse();
        expectNothing();
    }
}
