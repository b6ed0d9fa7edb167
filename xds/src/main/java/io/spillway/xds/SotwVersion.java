package io.spillway.xds;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/** The one version of all that a state-of-the-world client has of a type: a hash of names and versions. */
final class SotwVersion {
    private SotwVersion() {}

    /** The map must be sorted by name. */
    static String of(Map<String, Holding> held) {
        StringBuilder identity = new StringBuilder();
        held.forEach((name, holding) ->
                identity.append(name).append('\n').append(holding.version()).append('\n'));
        return HexFormat.of().formatHex(Resource.sha256(identity.toString().getBytes(StandardCharsets.UTF_8)), 0, 16);
    }
}
