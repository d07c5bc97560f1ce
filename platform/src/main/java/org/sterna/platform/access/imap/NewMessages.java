package org.sterna.platform.access.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.protocols.imap.FetchItem;
import org.sterna.protocols.imap.FetchModifiers;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.NumberRange;
import org.sterna.protocols.imap.Numbering;
import org.sterna.protocols.imap.SequenceSet;

/** Tells of messages that have come what the client wanted to know of such, unasked (RFC 5465 sections 5.2 and 7). For the actor's thread. */
final class NewMessages {
    private final SessionScope scope;

    NewMessages(SessionScope scope) {
        this.scope = scope;
    }

    /** Sends FETCH responses; nothing becomes {@code \Seen} by it, because nobody has asked for the messages yet. */
    CompletionStage<Void> fetch(SelectedMailbox mailbox, UidSet uids, List<FetchItem> items) {
        List<NumberRange> ranges = uids.ranges().stream().map(range -> new NumberRange(range.first(), range.last())).toList();
        List<FetchItem> wanted = new ArrayList<>();
        items.forEach(item -> wanted.add(peeking(item)));
        if (!wanted.contains(FetchItem.Attribute.UID)) {
            wanted.add(FetchItem.Attribute.UID);
        }
        ImapCommand.Fetch fetch = new ImapCommand.Fetch(Numbering.UID, SequenceSet.of(ranges), wanted, FetchModifiers.NONE);
        return new FetchRun(scope, mailbox, fetch, new Progress(scope, "*")).run().thenApply(unused -> null);
    }

    private static FetchItem peeking(FetchItem item) {
        if (item instanceof FetchItem.Body body && body.setsSeen()) {
            return new FetchItem.Body(body.section(), body.partial(), FetchItem.Spelling.BODY_PEEK);
        }
        if (item instanceof FetchItem.Binary binary && binary.setsSeen()) {
            return new FetchItem.Binary(binary.path(), binary.partial(), FetchItem.Spelling.BODY_PEEK);
        }
        return item;
    }
}
