package io.spillway.xds;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Reads from a client's error message which resources of a response it refused. Envoy 1.40 writes
 * {@code Error adding/updating cluster(s) NAME: why, NAME: why} (cds_api_impl.cc) and {@code Error adding/updating
 * listener(s) NAME: why\nNAME: why} (lds_api.cc) and has then applied the others. Any other message names nobody:
 * guessing from names that merely occur in it would condemn the innocent.
 */
final class RefusalMessage {
    private static final String PREFIX = "Error adding/updating ";

    private RefusalMessage() {}

    static Set<String> culprits(String message, Collection<String> candidates) {
        Set<String> culprits = new LinkedHashSet<>();
        if (!message.startsWith(PREFIX)) {
            return culprits;
        }
        for (String name : candidates) {
            int at = message.indexOf(name + ": ");
            while (at >= 0 && !culprits.contains(name)) {
                if (startsEntry(message, at)) {
                    culprits.add(name);
                }
                at = message.indexOf(name + ": ", at + 1);
            }
        }
        return culprits;
    }

    private static boolean startsEntry(String message, int at) {
        String before = message.substring(0, at);
        return before.endsWith("cluster(s) ")
                || before.endsWith("listener(s) ")
                || before.endsWith(", ")
                || before.endsWith("\n");
    }
}
