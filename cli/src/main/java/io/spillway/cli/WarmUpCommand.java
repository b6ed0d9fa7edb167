package io.spillway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.sidecar.ControlPlaneAddress;
import io.spillway.sidecar.SidecarBootstrap;
import io.spillway.sidecar.SidecarConfig;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Touches the classes that the other commands need at their start, and changes nothing: the build runs it once to
 * record the JVM's ahead-of-time cache (JEP 483, JEP 514).
 */
@Command(name = "warm-up", hidden = true, description = "Record the classes that a start needs; used by the build.")
final class WarmUpCommand implements Callable<Integer> {
    @Override
    public Integer call() throws JsonProcessingException {
        CommandLine commandLine = SpillwayCommand.commandLine();
        int length = AutoComplete.bash("spillway", commandLine).length();
        length += commandLine.getUsageMessage().length();
        commandLine.parseArgs("--version");
        SidecarConfig config = SidecarConfig.builder(
                        "warm-up",
                        "warm-up-1",
                        InetAddress.ofLiteral("127.0.0.1"),
                        ControlPlaneAddress.plain("127.0.0.1", 1),
                        Path.of(""))
                .build();
        length += SidecarBootstrap.json(config).length();
        length +=
                new ObjectMapper().writeValueAsString(Map.of("length", length)).length();
        LoggerFactory.getLogger(WarmUpCommand.class).debug("touched {} characters", length);
        return ExitCode.OK.code();
    }
}
