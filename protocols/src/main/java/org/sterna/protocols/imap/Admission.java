package org.sterna.protocols.imap;

import java.util.Optional;
import org.sterna.protocols.imap.search.SearchKey;
import org.sterna.protocols.imap.search.SearchRequest;

/** Which commands each state of {@link ImapSession} admits, and how the others are refused. */
final class Admission {
    private static final Optional<StatusResponse> YES = Optional.empty();

    private Admission() {
    }

    private static Optional<StatusResponse> refuse(StatusResponse response) {
        return Optional.of(response);
    }

    private static boolean isForAnyState(ImapCommand command) {
        return command instanceof ImapCommand.Capability || command instanceof ImapCommand.Noop
                || command instanceof ImapCommand.Logout || command instanceof ImapCommand.Id
                || command instanceof ImapCommand.Language;
    }

    private static boolean isForLogin(ImapCommand command) {
        return command instanceof ImapCommand.StartTls || command instanceof ImapCommand.Login
                || command instanceof ImapCommand.Authenticate;
    }

    private static boolean isForSelected(ImapCommand command) {
        return command instanceof ImapCommand.Check || command instanceof ImapCommand.Close
                || command instanceof ImapCommand.Unselect || command instanceof ImapCommand.Fetch
                || command instanceof ImapCommand.Copy || command instanceof ImapCommand.Sort
                || command instanceof ImapCommand.Thread || command instanceof ImapCommand.CancelUpdate
                || command instanceof ImapCommand.Search search && search.request().needsSelected() || changes(command);
    }

    /** True if the command changes the selected mailbox. */
    private static boolean changes(ImapCommand command) {
        return command instanceof ImapCommand.Expunge || command instanceof ImapCommand.Store
                || command instanceof ImapCommand.Move || command instanceof ImapCommand.Replace;
    }

    static Optional<StatusResponse> beforeLogin(ImapCommand command, ImapSession.Security security, ImapOffer offer) {
        if (isForAnyState(command)) {
            return offered(command, offer);
        }
        if (command instanceof ImapCommand.StartTls) {
            return switch (security) {
                case CLEAR -> YES;
                case TLS -> refuse(StatusResponse.bad("TLS is already active"));
                case CLEAR_WITHOUT_STARTTLS -> refuse(StatusResponse.bad("TLS is not available"));
            };
        }
        if (!isForLogin(command)) {
            return refuse(StatusResponse.bad("Log in first"));
        }
        if (security != ImapSession.Security.TLS) {
            return refuse(StatusResponse.no("Login needs TLS").withCode("PRIVACYREQUIRED"));      // RFC 5530 section 3
        }
        boolean unknown = command instanceof ImapCommand.Authenticate authenticate
                && !offer.mechanisms().contains(authenticate.mechanism());
        if (command instanceof ImapCommand.Login && !offer.hasLogin()) {
            return refuse(StatusResponse.no("LOGIN is not offered").withCode("CANNOT"));              // RFC 9051 section 6.2.3
        }
        return unknown ? refuse(StatusResponse.no("Mechanism not supported").withCode("CANNOT")) : YES;
    }

    static Optional<StatusResponse> authenticated(ImapCommand command, ImapOffer offer, Enabled enabled) {
        if (isForSelected(command)) {
            return refuse(StatusResponse.bad("Select a mailbox first"));
        }
        return afterLogin(command, offer, enabled);
    }

    static Optional<StatusResponse> selected(
            ImapCommand command, ImapOffer offer, Enabled enabled, ImapSession.Access access) {
        if (access == ImapSession.Access.READ_ONLY && changes(command)) {
            return refuse(StatusResponse.no("Mailbox is open read-only").withCode("READ-ONLY"));
        }
        return afterLogin(command, offer, enabled);
    }

    private static Optional<StatusResponse> afterLogin(ImapCommand command, ImapOffer offer, Enabled enabled) {
        if (isForLogin(command)) {
            return refuse(StatusResponse.bad("Already logged in"));
        }
        if (command instanceof ImapCommand.Comparator) {
            return refuse(StatusResponse.bad("There is one comparator, i;unicode-casemap"));      // no I18NLEVEL=2
        }
        if (!enabled.qresync() && needsQuickResync(command)) {
            return refuse(StatusResponse.bad("ENABLE QRESYNC first"));             // RFC 7162 section 3.2.5
        }
        if (enabled.uidOnly() && usesSequenceNumbers(command)) {
            return refuse(StatusResponse.bad("Sequence numbers were given up").withCode("UIDREQUIRED"));
        }
        return offered(command, offer);
    }

    private static Optional<StatusResponse> offered(ImapCommand command, ImapOffer offer) {
        return Extension.neededFor(command).filter(needed -> !offer.has(needed))
                .map(missing -> StatusResponse.bad(missing.capability() + " is not supported"));
    }

    private static boolean needsQuickResync(ImapCommand command) {
        return command instanceof ImapCommand.Select select && select.parameters().resync().isPresent()
                || command instanceof ImapCommand.Examine examine && examine.parameters().resync().isPresent()
                || command instanceof ImapCommand.Fetch fetch && fetch.modifiers().vanished();
    }

    /** RFC 9586 section 3: whatever would name messages by sequence number, or be answered with such. */
    private static boolean usesSequenceNumbers(ImapCommand command) {
        return command instanceof ImapCommand.Fetch fetch && fetch.numbering() == Numbering.SEQUENCE
                || command instanceof ImapCommand.Store store && store.numbering() == Numbering.SEQUENCE
                || command instanceof ImapCommand.Copy copy && copy.numbering() == Numbering.SEQUENCE
                || command instanceof ImapCommand.Move move && move.numbering() == Numbering.SEQUENCE
                || command instanceof ImapCommand.Replace replace && replace.numbering() == Numbering.SEQUENCE
                || command instanceof ImapCommand.Search search && usesSequenceNumbers(search.request())
                || command instanceof ImapCommand.Sort sort && usesSequenceNumbers(sort.request().search())
                || command instanceof ImapCommand.Thread thread && usesSequenceNumbers(thread.request().search())
                || command instanceof ImapCommand.Select select && matchesSequences(select.parameters())
                || command instanceof ImapCommand.Examine examine && matchesSequences(examine.parameters());
    }

    private static boolean usesSequenceNumbers(SearchRequest request) {
        return request.numbering() == Numbering.SEQUENCE || namesSequences(request.key());
    }

    private static boolean namesSequences(SearchKey key) {
        if (key instanceof SearchKey.And and) {
            return and.keys().stream().anyMatch(Admission::namesSequences);
        }
        if (key instanceof SearchKey.Or or) {
            return namesSequences(or.first()) || namesSequences(or.second());
        }
        return key instanceof SearchKey.Not not ? namesSequences(not.key())
                : key instanceof SearchKey.Numbers numbers && numbers.numbering() == Numbering.SEQUENCE && !numbers.set().isSaved();
    }

    private static boolean matchesSequences(SelectParameters parameters) {
        return parameters.resync().flatMap(SelectParameters.QuickResync::match).isPresent();
    }

    /**
     * True if the command makes a session hear of MODSEQs from now on (RFC 7162 section 3.1): FETCH of MODSEQ or with
     * CHANGEDSINCE, STORE with UNCHANGEDSINCE, SELECT with CONDSTORE or QRESYNC, STATUS of HIGHESTMODSEQ, and searches for MODSEQ.
     */
    static boolean enablesCondstore(ImapCommand command) {
        return command instanceof ImapCommand.Fetch fetch
                        && (fetch.modifiers().changedSince().isPresent() || fetch.items().contains(FetchItem.Attribute.MODSEQ))
                || command instanceof ImapCommand.Store store && store.unchangedSince().isPresent()
                || command instanceof ImapCommand.Select select && asks(select.parameters())
                || command instanceof ImapCommand.Examine examine && asks(examine.parameters())
                || command instanceof ImapCommand.Status status && status.items().contains(StatusItem.HIGHESTMODSEQ)
                || command instanceof ImapCommand.ListMailboxes list && list.options().status().contains(StatusItem.HIGHESTMODSEQ)
                || command instanceof ImapCommand.Search search && search.request().usesModSeq()
                || command instanceof ImapCommand.Sort sort && sort.request().search().usesModSeq()
                || command instanceof ImapCommand.Thread thread && thread.request().search().usesModSeq();
    }

    private static boolean asks(SelectParameters parameters) {
        return parameters.condstore() || parameters.resync().isPresent();
    }
}
