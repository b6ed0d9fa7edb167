package io.spillway.xds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Random publications, answers, refusals, reconnects and pauses against a model client that checks every message. */
class DeliveryPropertyTest {
    /** Contents from this number on are refused by the client. */
    private static final int BAD_FROM = 3;

    @Property(tries = 600)
    void envoyAlwaysConvergesAndNeverLacksWhatIsNamed(
            @ForAll @Size(max = 120) List<@IntRange(max = 1 << 20) Integer> choices) {
        run(Dialect.DELTA, choices);
    }

    @Property(tries = 600)
    void aStateOfTheWorldClientAlwaysConvergesAndNeverLacksWhatIsNamed(
            @ForAll @Size(max = 120) List<@IntRange(max = 1 << 20) Integer> choices) {
        run(Dialect.STATE_OF_THE_WORLD, choices);
    }

    /** Found by the property: a cluster changes, and the stream ends before the client's request for endpoints is read. */
    @Test
    void endpointsThatAClusterWarmsUpForAreOwedAlsoByAStreamThatNeverAskedForThem() {
        List<Integer> choices = new ArrayList<>(List.of(0, 6, 6, 10, 13, 6));
        choices.addAll(Collections.nCopies(13, 0));
        choices.add(122);
        choices.addAll(Collections.nCopies(27, 0));
        choices.addAll(List.of(22, 13, 126178, 129812, 11, 0, 55308, 5246, 738, 57486, 7829, 132379, 69, 55, 15, 3));
        choices.addAll(List.of(6960, 151, 462, 6671, 236, 391589, 17, 9997, 2));

        run(Dialect.DELTA, choices);
    }

    /** Found by the property: a listener is removed in a response of which the rest is refused, and then wanted again. */
    @Test
    void whatWasRemovedWithARefusalIsSentWhenItIsWantedAgain() {
        List<Integer> choices = new ArrayList<>(List.of(755360, 2, 2, 2, 2, 2, 6, 6, 4, 4, 10, 10));
        choices.addAll(Collections.nCopies(25, 0));
        choices.addAll(
                List.of(13, 0, 13, 0, 0, 0, 2, 0, 0, 0, 6, 0, 0, 411, 2814, 79, 160, 9559, 483, 25301, 65, 3108));
        choices.addAll(List.of(2, 15, 56167, 6282, 22, 7, 1941, 217, 1, 12725, 7, 136980, 367606, 300907, 846989, 104));
        choices.addAll(List.of(25, 15, 2852, 6366, 204, 197, 77, 96, 48, 570383, 9, 7125, 3819, 365372, 0));

        run(Dialect.DELTA, choices);
    }

    private static void run(Dialect dialect, List<Integer> choices) {
        Set<String> bad = new HashSet<>();
        ModelStream stream = new ModelStream(dialect, new ModelClient(bad));
        ResourceSet wanted = set(0, bad);
        for (int choice : choices) {
            int argument = choice / 16;
            switch (choice % 16) {
                case 0, 1 -> {
                    wanted = set(argument, bad);
                    stream.publish(wanted);
                }
                case 2 -> stream.reconnect();
                case 3 -> {
                    // What a state-of-the-world client has cannot be known after the server lost its memory.
                    if (dialect == Dialect.DELTA) {
                        stream.restartServer();
                    }
                }
                case 4 -> stream.nanos += argument * 100_000L;
                case 5 -> stream.client.refusing = refusing(argument % 3);
                case 6, 7, 8, 9 -> stream.serverReads();
                case 10, 11, 12 -> stream.serverSends();
                default -> stream.clientReads();
            }
        }
        stream.publish(wanted);
        stream.settle();
        check(stream, wanted, bad);
    }

    private static ModelClient.Refusing refusing(int choice) {
        return switch (choice) {
            case 0 -> ModelClient.Refusing.BY_NAME;
            case 1 -> ModelClient.Refusing.AS_A_WHOLE;
            default -> ModelClient.Refusing.WITHOUT_SAYING_WHICH;
        };
    }

    private static void check(ModelStream stream, ResourceSet wanted, Set<String> bad) {
        ModelClient client = stream.client;
        Set<String> blocked = new HashSet<>();
        for (ResourceType type : ResourceType.values()) {
            Map<String, Resource> has = client.has(type);
            for (Resource resource : wanted.of(type).values()) {
                boolean asked = type == ResourceType.CLUSTER
                        || type == ResourceType.LISTENER
                        || client.asked(type).contains(resource.name());
                if (!asked) {
                    continue;
                }
                if (bad.contains(resource.version()) || isBlocked(resource, wanted, bad)) {
                    blocked.add(resource.name());
                    if (bad.contains(resource.version())) {
                        assertThat(has).doesNotContainEntry(resource.name(), resource);
                    }
                } else {
                    assertThat(has).as("what the client has of %s", type).containsEntry(resource.name(), resource);
                }
            }
        }
        if (blocked.isEmpty()) {
            assertThat(client.has(ResourceType.CLUSTER)).isEqualTo(wanted.of(ResourceType.CLUSTER));
            assertThat(client.has(ResourceType.LISTENER)).isEqualTo(wanted.of(ResourceType.LISTENER));
        }
        assertThat(stream.delivery.settled()).as("settled").isTrue();
        int received = client.received;
        stream.settle();
        assertThat(client.received).as("responses once at rest").isEqualTo(received);
    }

    private static boolean isBlocked(Resource resource, ResourceSet wanted, Set<String> bad) {
        Set<String> clusters = new HashSet<>(resource.references().clusters());
        resource.references()
                .routes()
                .forEach(route -> clusters.addAll(
                        Objects.requireNonNull(wanted.of(ResourceType.ROUTE).get(route))
                                .references()
                                .clusters()));
        return clusters.stream()
                .anyMatch(name -> bad.contains(
                        Objects.requireNonNull(wanted.of(ResourceType.CLUSTER).get(name))
                                .version()));
    }

    /** A consistent set drawn from the digits of a number. */
    private static ResourceSet set(int seed, Set<String> bad) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Resource> resources = new ArrayList<>();
        List<String> clusters = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            if (random.nextInt(3) > 0) {
                String name = "cluster-" + i;
                clusters.add(name);
                resources.add(noted(Samples.cluster(name, content(random)), bad));
                if (random.nextInt(4) > 0) {
                    resources.add(Samples.endpoints(name, 1 + random.nextInt(3)));
                }
            }
        }
        List<String> routes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            String name = "route-" + i;
            routes.add(name);
            List<String> named =
                    clusters.stream().filter(cluster -> random.nextInt(2) > 0).toList();
            resources.add(noted(Samples.route(name, content(random), named), bad));
        }
        for (int i = 0; i < 3; i++) {
            if (random.nextInt(3) > 0) {
                String route = routes.get(random.nextInt(routes.size()));
                resources.add(noted(Samples.listener("listener-" + i, content(random), route), bad));
            }
        }
        return Samples.set(resources.toArray(new Resource[0]));
    }

    private static int content(SplittableRandom random) {
        // One in sixteen is bad.
        int drawn = random.nextInt(16);
        return drawn == 15 ? BAD_FROM : drawn % BAD_FROM;
    }

    private static Resource noted(Resource resource, Set<String> bad) {
        if (resource.origin().endsWith(":" + BAD_FROM)) {
            bad.add(resource.version());
        }
        return resource;
    }
}
