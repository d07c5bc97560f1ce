package org.sterna.platform.access.imap;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.protocols.imap.Numbering;
import org.sterna.protocols.imap.SequenceSet;

/** One EXPUNGE or CLOSE: removes what is marked as deleted, all of it or of the given UIDs (RFC 4315 section 2.1). */
final class ExpungeRun {
    private static final UidSet ALL = new UidSet(List.of(new UidSet.Range(1, 0xFFFF_FFFFL)));

    private final SessionScope scope;
    private final SelectedMailbox mailbox;
    private final Optional<SequenceSet> uids;

    ExpungeRun(SessionScope scope, SelectedMailbox mailbox, Optional<SequenceSet> uids) {
        this.scope = scope;
        this.mailbox = mailbox;
        this.uids = uids;
    }

    /** Completes when the session sees that they are gone. */
    CompletionStage<Void> run() {
        UidSet wanted = uids.isEmpty() ? ALL
                : UidSet.of(mailbox.resolve(uids.get(), Numbering.UID).stream().mapToLong(message -> message.entry().uid()));
        return scope.folders().ask(mailbox.folder(), new MailboxCommand.Expunge(wanted, true)).thenComposeAsync(answer -> {
            UidSet gone = ((Verdict.Expunged) answer).uids();
            return mailbox.until(state -> gone.stream().noneMatch(uid -> state.messages().find(uid).isPresent()));
        }, scope.actor());
    }
}
