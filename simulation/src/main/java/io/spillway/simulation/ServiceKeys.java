package io.spillway.simulation;

import io.spillway.contract.yaml.Key;
import io.spillway.contract.yaml.Located;
import io.spillway.contract.yaml.Schema;
import io.spillway.contract.yaml.Section;
import io.spillway.contract.yaml.Types;
import java.time.Duration;
import java.util.List;

/** The keys of a service and of what it calls. */
final class ServiceKeys {
    private static final Key<Integer> KEYS_OF_CACHE = Key.required("keys", Types.wholeNumber(1, 10_000_000))
            .describedAs("How many keys are asked for.")
            .example("10000");
    private static final Key<Double> SKEW = Key.optional("skew", Types.number(0, 3))
            .orElse(1.0)
            .describedAs("Exponent of Zipf's law; 0 for equally popular keys.")
            .example("1");
    private static final Key<Duration> TIME_TO_LIVE = Key.optional("timeToLive", TimeType.millis(1, 86_400_000))
            .orElse(Duration.ofHours(24))
            .describedAs("After which a key is gone.")
            .example("60s");
    private static final Key<CacheSpec.Start> START = Key.optional("start", Types.oneOf(CacheSpec.Start.class))
            .orElse(CacheSpec.Start.FULL)
            .describedAs("What it holds when the run begins.")
            .example("empty");
    private static final Schema CACHE_KEYS = Schema.of(KEYS_OF_CACHE, SKEW, TIME_TO_LIVE, START);

    private static final Key<String> CALLEE =
            Key.required("service", Types.name()).describedAs("Which service.").example("ledger");
    private static final Key<Double> PERCENT = Key.optional("percent", Types.number(0, 100))
            .orElse(100.0)
            .describedAs("Share of the calls that need it, in percent.")
            .example("30");
    private static final Key<CallSpec.OnFailure> ON_FAILURE = Key.optional(
                    "onFailure", Types.oneOf(CallSpec.OnFailure.class))
            .orElse(CallSpec.OnFailure.FAIL)
            .describedAs("fail: the call fails too; ignore: it goes on without, as with a fallback.")
            .example("ignore");
    private static final Key<Section> CACHE = Key.optional("cache", Types.section(CACHE_KEYS))
            .describedAs("A look-aside cache that all replicas share: a hit needs no call, an answer fills it.")
            .example("{keys: 10000}");
    private static final Schema CALL_KEYS = PolicyKeys.with(CALLEE, PERCENT, ON_FAILURE, CACHE);

    private static final Key<Double> FACTOR = Key.required("factor", Types.number(1, 1_000))
            .describedAs("How many times longer work takes at first; falls to 1 evenly.")
            .example("5");
    private static final Key<Duration> WARM_AFTER = Key.required("duration", TimeType.millis(1, 86_400_000))
            .describedAs("Until it is warm.")
            .example("30s");
    private static final Key<Integer> EVERY_CALLS = Key.required("everyCalls", Types.wholeNumber(1, 1_000_000_000))
            .describedAs("Calls worked on between two pauses.")
            .example("5000");
    private static final Key<Duration> PAUSE = Key.required("pause", TimeType.millis(0, 600_000))
            .describedAs("How long all work stops.")
            .example("20ms");
    private static final Key<Duration> PAUSE_PER_CALL = Key.optional("pausePerCall", TimeType.millis(0, 600_000))
            .orElse(Duration.ZERO)
            .describedAs("Longer by this for each call that is in the replica: what is alive must be copied.")
            .example("50us");

    private static final Key<Integer> REPLICAS = Key.optional("replicas", Types.wholeNumber(1, 10_000))
            .orElse(1)
            .describedAs("How many processes.")
            .example("3");
    private static final Key<Integer> WORKERS = Key.optional("workers", Types.wholeNumber(1, 1_000_000))
            .describedAs("Calls that one replica works on at a time; no limit when left out.")
            .example("16");
    private static final Key<Integer> QUEUE = Key.optional("queue", Types.wholeNumber(0, 10_000_000))
            .describedAs("Calls that may wait in one replica for a worker; no limit when left out.")
            .example("100");
    private static final Key<ServiceSpec.Threads> THREADS = Key.optional(
                    "threads", Types.oneOf(ServiceSpec.Threads.class))
            .orElse(ServiceSpec.Threads.BLOCKING)
            .describedAs(
                    "blocking: a worker waits while its call waits for others; async: it works on others meanwhile.")
            .example("async");
    private static final Key<Section> WORK = Key.required("work", Types.section(WorkKeys.KEYS))
            .describedAs("How long a worker works on a call, without waiting for others.")
            .example("{exponential: 10ms}");
    private static final Key<ServiceSpec.Order> ORDER = Key.optional("order", Types.oneOf(ServiceSpec.Order.class))
            .orElse(ServiceSpec.Order.SEQUENTIAL)
            .describedAs("Whether others are called one after the other or at once.")
            .example("parallel");
    private static final Key<List<Located<Section>>> CALLS = Key.optional(
                    "calls", Types.listOf(Types.section(CALL_KEYS)))
            .orElse(List.of())
            .describedAs("What it calls after its own work.")
            .example("[{service: ledger, timeout: 250ms, attempts: 3}]");
    private static final Key<Section> ADMISSION = Key.optional("admission", Types.section(AdmissionKeys.KEYS))
            .describedAs("What decides in front of each replica which calls it works on; nothing when left out.")
            .example("{fixed: 32}");
    private static final Key<ServiceSpec.Deadlines> DEADLINES = Key.optional(
                    "deadlines", Types.oneOf(ServiceSpec.Deadlines.class))
            .orElse(ServiceSpec.Deadlines.IGNORED)
            .describedAs(
                    "ignored: works on calls that nobody waits for any more; propagated: drops them when their turn"
                            + " comes, and gives what it calls no more time than is left.")
            .example("propagated");
    private static final Key<Section> WARM_UP = Key.optional("warmUp", Types.section(Schema.of(FACTOR, WARM_AFTER)))
            .describedAs("How a replica that joins begins; those at the beginning of the run are warm.")
            .example("{factor: 5, duration: 30s}");
    private static final Key<Section> COLLECTION = Key.optional(
                    "garbageCollection", Types.section(Schema.of(EVERY_CALLS, PAUSE, PAUSE_PER_CALL)))
            .describedAs("When a replica stops all work; never when left out.")
            .example("{everyCalls: 5000, pause: 20ms}");
    private static final Key<Duration> DISCOVERY = Key.optional("discovery", TimeType.millis(0, 3_600_000))
            .orElse(Duration.ofSeconds(1))
            .describedAs("Until callers know that a replica died or joined.")
            .example("5s");

    static final Schema KEYS = Schema.of(
            REPLICAS,
            WORKERS,
            QUEUE,
            THREADS,
            WORK,
            ORDER,
            CALLS,
            ADMISSION,
            DEADLINES,
            WARM_UP,
            COLLECTION,
            DISCOVERY);

    private ServiceKeys() {}

    static ServiceSpec service(String name, Section section, Mistakes mistakes) {
        return new ServiceSpec(
                name,
                section.get(REPLICAS),
                section.find(WORKERS).orElse(ServiceSpec.UNLIMITED),
                section.find(QUEUE).orElse(ServiceSpec.UNLIMITED),
                section.get(THREADS),
                mistakes.at(
                        section.location(WORK),
                        ServiceTime.constant(Duration.ZERO),
                        () -> WorkKeys.work(section.get(WORK))),
                section.get(ORDER),
                section.get(CALLS).stream()
                        .map(call -> call(call.value(), mistakes))
                        .toList(),
                section.find(ADMISSION).map(AdmissionKeys::admission).orElse(AdmissionControl.none()),
                section.get(DEADLINES),
                section.find(WARM_UP)
                        .map(warm -> new ServiceSpec.WarmUp(warm.get(FACTOR), warm.get(WARM_AFTER)))
                        .orElse(ServiceSpec.WarmUp.NONE),
                section.find(COLLECTION)
                        .map(gc -> new ServiceSpec.GarbageCollection(
                                gc.get(EVERY_CALLS), gc.get(PAUSE), gc.get(PAUSE_PER_CALL)))
                        .orElse(ServiceSpec.GarbageCollection.NONE),
                section.get(DISCOVERY));
    }

    private static CallSpec call(Section section, Mistakes mistakes) {
        mistakes.mention(section.get(CALLEE), section.location(CALLEE));
        return new CallSpec(
                section.get(CALLEE),
                section.get(PERCENT) / 100,
                mistakes.at(section.location(), CallPolicy.PLAIN, () -> PolicyKeys.policy(section)),
                section.find(CACHE)
                        .map(cache -> new CacheSpec(
                                cache.get(KEYS_OF_CACHE), cache.get(SKEW), cache.get(TIME_TO_LIVE), cache.get(START)))
                        .orElse(null),
                section.get(ON_FAILURE));
    }
}
