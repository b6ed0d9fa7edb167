package io.spillway.cli;

import io.spillway.envoyconfig.ResponseDetail;
import io.spillway.envoyconfig.ResponseFlag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spillway explain}: what a response flag or a detail of Envoy's access log means. */
@Command(
        name = "explain",
        description = {
            "Say what an Envoy response flag means, whom it points to and what to look at next.",
            "Takes what the access log has: flags, several with commas between them, or details such as"
                    + " via_upstream."
        })
final class ExplainCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FLAG",
            description = "Short or long name, such as UF or UpstreamConnectionFailure; or a value of details.")
    private List<String> names = List.of();

    @Mixin
    private final JsonOption json = new JsonOption();

    /** @param explained a {@link ResponseFlag} or a {@link ResponseDetail} */
    private record Explanation(Object explained, String text) {}

    @Override
    public Integer call() {
        List<Explanation> found = new ArrayList<>();
        for (String name : names) {
            // Details have commas of their own, in braces.
            Optional<Explanation> whole = explanation(name);
            if (whole.isPresent()) {
                found.add(whole.get());
            } else {
                parts(name).forEach(part -> found.add(explanation(part).orElseThrow(() -> unknown(part))));
            }
        }
        if (json.isOn()) {
            List<Object> values = found.stream().map(Explanation::explained).toList();
            json.print(spec, values.size() == 1 ? values.getFirst() : values);
        } else {
            Output.print(spec, found.stream().map(Explanation::text).collect(Collectors.joining("\n")));
        }
        return ExitCode.OK.code();
    }

    private static List<String> parts(String names) {
        return Arrays.stream(names.split(",", -1)).map(String::strip).toList();
    }

    private static Optional<Explanation> explanation(String name) {
        return ResponseFlag.find(name)
                .map(flag -> new Explanation(flag, flag.text()))
                .or(() -> ResponseDetail.find(name).map(detail -> new Explanation(detail, detail.text())));
    }

    private static CommandFailure unknown(String name) {
        if (name.equals("-")) {
            return new CommandFailure(ExitCode.USAGE, "\"-\" is no flag: Envoy had nothing to remark");
        }
        boolean isDetail = name.contains("_") || name.equals(name.toLowerCase(Locale.ROOT));
        return new CommandFailure(
                ExitCode.USAGE,
                "no response flag " + (isDetail ? "and no detail " : "") + "\"" + name + "\" (expected: "
                        + ResponseFlag.suggestion(name) + "; all are in docs/response-flags.md)");
    }
}
