package io.spillway.xds;

import java.util.Set;

/**
 * Where one resource stands on its way to one instance. Derived from four facts rather than stored, so it cannot
 * disagree with them:
 *
 * <pre>
 * wanted | in flight | client has it | client refused it | state
 * no     | any       | any           | any               | REMOVING
 * yes    | yes       | any           | any               | SENT
 * yes    | no        | yes           | any               | ACKNOWLEDGED
 * yes    | no        | no            | yes               | REFUSED
 * yes    | no        | no            | no                | WANTED
 * </pre>
 *
 * "It" is the wanted version in every column.
 */
public enum DeliveryState {
    /** The client should have it; it waits for something else or for its turn. */
    WANTED,
    /** It is on its way; no answer yet. */
    SENT,
    /** The client said that it applied it. */
    ACKNOWLEDGED,
    /** The client said that it cannot apply it; it is not sent again until its content changes. */
    REFUSED,
    /** The client should no longer have it but does. */
    REMOVING;

    /** A fact of the table. */
    enum Fact {
        WANTED,
        IN_FLIGHT,
        HELD,
        REFUSED
    }

    static DeliveryState of(Set<Fact> facts) {
        if (!facts.contains(Fact.WANTED)) {
            return REMOVING;
        }
        if (facts.contains(Fact.IN_FLIGHT)) {
            return SENT;
        }
        if (facts.contains(Fact.HELD)) {
            return ACKNOWLEDGED;
        }
        return facts.contains(Fact.REFUSED) ? REFUSED : WANTED;
    }
}
