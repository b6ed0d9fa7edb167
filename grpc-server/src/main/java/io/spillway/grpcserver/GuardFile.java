package io.spillway.grpcserver;

import io.spillway.contract.Findings;
import io.spillway.contract.yaml.Key;
import io.spillway.contract.yaml.Schema;
import io.spillway.contract.yaml.Types;
import java.util.Locale;
import java.util.Optional;

/** Every key of {@code guard.yaml}. */
final class GuardFile {
    static final Key<String> MODE = Key.optional("mode", Types.text("on, dry-run or off", "on|dry-run|off"))
            .orElse("on")
            .describedAs("Whether requests are refused: `on`, `dry-run` (counted as if), or `off`.")
            .example("dry-run");

    private static final Schema KEYS = Schema.of(MODE);

    private GuardFile() {}

    /** Empty when something is wrong; then there is at least one finding. */
    static Optional<GuardMode> read(String file, byte[] content, Findings findings) {
        return KEYS.read(file, content, findings)
                .filter(section -> !findings.hasErrors())
                .map(section -> GuardMode.valueOf(
                        section.get(MODE).toUpperCase(Locale.ROOT).replace('-', '_')));
    }
}
