package org.sterna.protocols.imap.search;

import java.util.Optional;
import org.sterna.protocols.message.HeaderFields;
import org.sterna.protocols.message.SelectedFields;

/** The facts of one message, kept while its content is searched and the caller goes on to other messages. */
record KnownFacts(
        long uid,
        long sequence,
        long flags,
        long internalDate,
        long saveDate,
        long size,
        long modSeq,
        Optional<SelectedFields> selected,
        Optional<ObjectNames> names,
        Optional<HeaderFields> header) implements MessageFacts {

    static KnownFacts of(MessageFacts facts) {
        return new KnownFacts(facts.uid(), facts.sequence(), facts.flags(), facts.internalDate(), facts.saveDate(), facts.size(),
                facts.modSeq(), facts.selected(), facts.names(), facts.header());
    }
}
