/**
 * Delivers named, versioned resources to Envoy (delta ADS) and to gRPC clients (state-of-the-world ADS) and knows who
 * acknowledged what. A complete desired state is published as one {@link io.spillway.xds.ResourceSet} per group of
 * clients; each stream compares it with what its client has and sends the difference in an order that the client can
 * always apply; every answer lands in the {@link io.spillway.xds.DeliveryLedger}. It does not know what resources
 * mean, beyond the names by which they refer to one another, nor where they come from.
 *
 * <p>As a library:
 *
 * <pre>{@code
 * NodeClassifier classifier = node -> new NodeIdentity(node.getId(), node.getCluster(), "", ClientKind.PROXY);
 * try (XdsServer server = XdsServer.builder(classifier).build().start()) {
 *     Cluster cluster = Cluster.newBuilder().setName("payments")...build();
 *     ResourceSet resources = ResourceSet.builder()
 *             .add(Resource.of(ResourceType.CLUSTER, "payments", cluster, "payments.yaml:3"))
 *             .build();
 *     long publication = server.publish(Map.of("checkout", resources)); // clients of node.cluster "checkout"
 *     server.ledger().awaitSettled(publication, Duration.ofSeconds(5));
 *     server.ledger().snapshot().forEach(System.out::println);
 * }
 * }</pre>
 */
@NullMarked
package io.spillway.xds;

import org.jspecify.annotations.NullMarked;
