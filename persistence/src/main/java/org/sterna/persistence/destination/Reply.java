package org.sterna.persistence.destination;

import java.time.Duration;
import java.util.OptionalInt;

/** The answer to a {@link Report}. Its durations count from the moment the report was sent. */
public sealed interface Reply {
    /** When to ask again if more is wanted. */
    Duration again();

    Condition condition();

    /**
     * Takes the place of all earlier grants to the node, but for the tokens, which are added to those it has left; all lapse together. A grant of no
     * connection ends them all.
     *
     * @param connections that the node may have, those in use included; 0 for none
     * @param connects    new connections that it may make; empty for any number
     * @param messages    that it may send; empty for any number
     * @param length      of its life
     * @param growing     more may be had as soon as a success is known
     */
    record Granted(Report.Known name, int connections, OptionalInt connects, OptionalInt messages, Duration length, Duration again,
            boolean growing, Condition condition) implements Reply { }

    /** Nothing can be said yet, for grants of a former life of the entity may be alive: the node keeps what it has until that lapses. */
    record Later(Duration again, Condition condition) implements Reply { }
}
