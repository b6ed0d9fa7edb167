package io.spillway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/**
 * One run of the command line in this process.
 *
 * @param exitCode what the shell would see
 */
record Run(int exitCode, String out, String err) {
    static Run of(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = SpillwayCommand.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        String[] words = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            words[i] = args[i].toString();
        }
        int exitCode = commandLine.execute(words);
        return new Run(exitCode, out.toString(), err.toString());
    }

    /** A contract directory of payments, which calls ledger, and menu; an instance of each, two of payments. */
    static Path mesh(Path directory) {
        save(directory, "mesh.yaml", "zones: [a]\n");
        save(directory, "payments/service.yaml", "service: payments\nowner: p\negress:\n  - service: ledger\n");
        save(directory, "ledger/service.yaml", "service: ledger\n");
        save(directory, "menu/service.yaml", "service: menu\n");
        save(directory, "endpoints.yaml", """
                endpoints:
                  payments:
                    - {instance: payments-1, address: 127.1.4.1, zone: a}
                    - {instance: payments-2, address: 127.1.4.2, zone: a}
                  ledger: [{instance: ledger-1, address: 127.1.5.1, zone: a}]
                  menu: [{instance: menu-1, address: 127.1.3.1, zone: a}]
                """);
        return directory;
    }

    static void save(Path directory, String name, String content) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
