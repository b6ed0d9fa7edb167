package io.spillway.simulation;

import io.spillway.contract.yaml.Key;
import io.spillway.contract.yaml.Located;
import io.spillway.contract.yaml.Schema;
import io.spillway.contract.yaml.Section;
import io.spillway.contract.yaml.Types;
import io.spillway.overload.Priority;
import java.time.Duration;
import java.util.List;

/** The keys of a client. */
final class ClientKeys {
    private static final Key<Duration> FOR = Key.required("for", TimeType.millis(1, 604_800_000))
            .describedAs("How long.")
            .example("30s");
    private static final Key<Double> PHASE_RATE = Key.required("rate", Types.number(0, 1e7))
            .describedAs("Requests a second, at its beginning.")
            .example("200");
    private static final Key<Double> TO = Key.optional("to", Types.number(0, 1e7))
            .describedAs("Requests a second at its end, reached evenly; the same when left out.")
            .example("800");

    private static final Key<String> SERVICE =
            Key.required("service", Types.name()).describedAs("What it calls.").example("front");
    private static final Key<Double> RATE = Key.optional("rate", Types.number(0, 1e7))
            .describedAs("Requests a second, at random times (Poisson).")
            .example("300");
    private static final Key<List<Located<Section>>> PHASES = Key.optional(
                    "phases", Types.listOf(Types.section(Schema.of(FOR, PHASE_RATE, TO))))
            .describedAs("Rates one after the other, steps or ramps; the last goes on.")
            .example("[{for: 30s, rate: 200}, {for: 10s, rate: 200, to: 800}]");
    private static final Key<String> TRACE = Key.optional("trace", Types.relativePath())
            .describedAs(
                    "A CSV file beside this one: below the heading `seconds` the time of each request, or below `rate`"
                            + " the requests of each second.")
            .example("black-friday.csv");
    private static final Key<Duration> DEADLINE = Key.optional("deadline", TimeType.millis(1, 3_600_000))
            .orElse(Duration.ofSeconds(1))
            .describedAs("When a request is given up, over all attempts; what is answered before is goodput.")
            .example("1s");
    private static final Key<Priority> PRIORITY = Key.optional("priority", Types.oneOf(Priority.class))
            .orElse(Priority.NORMAL)
            .describedAs("How much its requests matter to admission control.")
            .example("critical");
    private static final Key<Integer> USERS = Key.optional("users", Types.wholeNumber(1, 100_000_000))
            .orElse(1_000)
            .describedAs("How many users there are; each request is of one of them.")
            .example("1000");
    private static final Key<Double> WORK = Key.optional("work", Types.number(0.001, 1_000_000))
            .orElse(1.0)
            .describedAs("How much work its requests are, as a factor on the work of the service that it calls.")
            .example("20");

    private static final Key<Integer> SESSION = Key.optional("session", Types.wholeNumber(1, 10_000))
            .orElse(1)
            .describedAs(
                    "Requests that one arrival makes one after the other, by one user, as long as each is answered;"
                            + " the deadline is of each.")
            .example("10");

    static final Schema KEYS = PolicyKeys.with(SERVICE, RATE, PHASES, TRACE, DEADLINE, PRIORITY, USERS, WORK, SESSION)
            .withExactlyOneOf(RATE, PHASES, TRACE);

    private ClientKeys() {}

    static ClientSpec client(String name, Section section, TraceFile.Source traces, Mistakes mistakes) {
        mistakes.mention(section.get(SERVICE), section.location(SERVICE));
        return new ClientSpec(
                name,
                section.get(SERVICE),
                arrivals(section, traces, mistakes),
                section.get(DEADLINE),
                mistakes.at(section.location(), CallPolicy.PLAIN, () -> PolicyKeys.policy(section)),
                section.get(PRIORITY),
                section.get(USERS),
                section.get(WORK),
                section.get(SESSION));
    }

    private static Arrivals arrivals(Section section, TraceFile.Source traces, Mistakes mistakes) {
        if (section.has(TRACE)) {
            return TraceFile.read(section.get(TRACE), section.location(TRACE), traces, mistakes);
        }
        if (section.has(RATE)) {
            return Arrivals.poisson(section.get(RATE));
        }
        return mistakes.at(
                section.location(PHASES),
                Arrivals.poisson(0),
                () -> RateProfile.of(section.get(PHASES).stream()
                        .map(Located::value)
                        .map(phase -> new RateProfile.Line(
                                phase.get(FOR),
                                phase.get(PHASE_RATE),
                                phase.find(TO).orElse(phase.get(PHASE_RATE))))
                        .toList()));
    }
}
