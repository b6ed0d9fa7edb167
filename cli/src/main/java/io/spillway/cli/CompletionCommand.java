package io.spillway.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the script that completes this command in a shell. */
@Command(
        name = "completion",
        description = {"Print a completion script.", "bash and zsh: source <(./spillway completion bash)"})
final class CompletionCommand implements Callable<Integer> {
    /** The shells there is a script for; one script serves both. */
    enum Shell {
        BASH,
        ZSH
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh")
    @SuppressWarnings("NullAway.Init") // required, so set by picocli
    private Shell shell;

    @Override
    public Integer call() {
        String script = AutoComplete.bash("spillway", spec.root().commandLine());
        if (shell == Shell.ZSH) {
            script = "autoload -U +X bashcompinit && bashcompinit\n" + script;
        }
        spec.commandLine().getOut().println(script);
        return ExitCode.OK.code();
    }
}
