package io.spillway.cli;

import io.spillway.envoyconfig.ResponseFlag;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code spillway explain}: what a response flag of Envoy's access log means. */
@Command(
        name = "explain",
        description = "Say what an Envoy response flag means, whom it points to and what to look at next.")
final class ExplainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FLAG", description = "Short or long name, such as UF or UpstreamConnectionFailure.")
    private String flag = "";

    @Mixin
    private final JsonOption json = new JsonOption();

    @Override
    public Integer call() {
        ResponseFlag found = ResponseFlag.find(flag)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE,
                        "no response flag \"" + flag + "\" (expected: " + ResponseFlag.suggestion(flag)
                                + "; all are in docs/response-flags.md)"));
        if (json.isOn()) {
            json.print(found);
        } else {
            System.out.print(found.text());
        }
        return ExitCode.OK.code();
    }
}
