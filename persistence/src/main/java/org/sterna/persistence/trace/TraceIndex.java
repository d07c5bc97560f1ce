package org.sterna.persistence.trace;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.identity.QueueId;

/** Finds messages by what people know of them. Thread-safe; nothing blocks. */
public interface TraceIndex {
    /**
     * Remembers a message, some seconds later. What was added before is added again without harm.
     *
     * @param at   when the message was accepted, also for keys that came later
     * @param keys see {@link TraceKeys}
     */
    void add(QueueId id, Instant at, Collection<String> keys);

    /**
     * Looks for a key, in whatever case, with or without angle brackets. What this node was told is found at once, what others were told some
     * seconds later.
     *
     * @param since not older than this: every day back to it may cost a read, and beyond the index's life nothing is found
     * @param until older than this
     * @param most  at least 1
     * @return messages that may have the key, newest first
     */
    CompletionStage<List<TraceEntry>> find(String key, Instant since, Instant until, int most);
}
