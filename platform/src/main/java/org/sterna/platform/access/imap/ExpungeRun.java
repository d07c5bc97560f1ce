package org.sterna.platform.access.imap;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.protocols.imap.Numbering;
import org.sterna.protocols.imap.SequenceSet;

/** One EXPUNGE or CLOSE: removes what is marked as deleted, all of it or of the given UIDs (RFC 9051 sections 6.4.3 and 6.4.9). */
final class ExpungeRun {
    private final SessionScope scope;
    private final SelectedMailbox mailbox;
    private final Optional<SequenceSet> uids;

    ExpungeRun(SessionScope scope, SelectedMailbox mailbox, Optional<SequenceSet> uids) {
        this.scope = scope;
        this.mailbox = mailbox;
        this.uids = uids;
    }

    /** Completes with what was removed when the session sees that it is gone. */
    CompletionStage<UidSet> run() {
        UidSet wanted = uids.map(set -> mailbox.uids(mailbox.resolve(set, Numbering.UID))).orElse(UidSet.ALL);
        return scope.folders().ask(mailbox.folder(), new MailboxCommand.Expunge(wanted, true, scope.by())).thenComposeAsync(answer -> {
            Verdict.Expunged expunged = (Verdict.Expunged) answer;
            return mailbox.untilSeen(expunged.event()).thenApply(unused -> expunged.uids());
        }, scope.actor());
    }
}
