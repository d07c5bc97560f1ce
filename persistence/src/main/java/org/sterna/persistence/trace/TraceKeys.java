package org.sterna.persistence.trace;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.QueueEvent.Addressee;

/** What a message is found by: its Message-ID, its reverse-paths, its forward-paths as they were named and as they were resolved. */
public final class TraceKeys {
    private TraceKeys() { }

    /** The form in which keys are compared: without angle brackets, in lower case. */
    public static String normal(String key) {
        String text = key.strip();
        if (text.startsWith("<") && text.endsWith(">") && text.length() >= 2) {
            text = text.substring(1, text.length() - 1);
        }
        return text.toLowerCase(Locale.ROOT);
    }

    /** The keys an event brings: acceptances and expansions do, others bring none. */
    public static Set<String> of(QueueEvent event) {
        Set<String> keys = new LinkedHashSet<>();
        if (event instanceof QueueEvent.MessageAccepted accepted) {
            accepted.messageId().ifPresent(keys::add);
            keys.add(accepted.reversePath());
            add(keys, accepted.recipients());
        } else if (event instanceof QueueEvent.RecipientExpanded expanded) {
            add(keys, expanded.recipients());
        }
        Set<String> normal = new LinkedHashSet<>();
        keys.forEach(key -> normal.add(normal(key)));
        normal.remove("");                               // the null reverse-path names nobody
        return normal;
    }

    private static void add(Set<String> keys, List<Addressee> recipients) {
        for (Addressee recipient : recipients) {
            keys.add(recipient.forwardPath());
            recipient.errorsTo().ifPresent(keys::add);
            recipient.parameters().originalRecipient().ifPresent(named -> keys.add(named.address()));    // RFC 3461 section 4.2
        }
    }
}
