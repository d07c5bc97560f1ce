package org.sterna.platform.node;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sterna.persistence.queue.Selection;
import org.sterna.persistence.queue.WaitingMessage;

/** The filters of the queue's commands. */
final class QueueSelection {
    private QueueSelection() { }

    /** Absent options select everything. */
    static Selection of(Words words) {
        return new Selection(Set.of(), words.option("--sender"), words.option("--recipient"), words.option("--domain"), words.option("--destination"),
                words.option("--older").map(Instant::parse), words.option("--younger").map(Instant::parse), states(words.option("--state")),
                words.option("--reason"));
    }

    private static Set<WaitingMessage.State> states(Optional<String> names) {
        Set<WaitingMessage.State> states = EnumSet.noneOf(WaitingMessage.State.class);
        names.ifPresent(all -> {
            for (String name : all.split(",")) {
                states.add(WaitingMessage.State.valueOf(name.toUpperCase(Locale.ROOT)));
            }
        });
        return states;
    }
}
