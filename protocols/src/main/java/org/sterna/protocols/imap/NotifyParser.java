package org.sterna.protocols.imap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads NOTIFY (RFC 5465 section 8). */
final class NotifyParser {
    private static final int MAX_GROUPS = 100;

    private final ImapCursor in;
    private final MailboxFilterParser filters;

    NotifyParser(ImapCursor in) {
        this.in = in;
        this.filters = new MailboxFilterParser(in);
    }

    ImapCommand command() throws SyntaxException {
        if (in.skipWord("NONE")) {
            return new ImapCommand.NotifyNone();
        }
        if (!in.skipWord("SET ")) {
            throw SyntaxException.bad("Expected NONE or SET");
        }
        boolean status = in.skipWord("STATUS ");
        List<NotifyGroup> groups = new ArrayList<>();
        do {
            if (groups.size() == MAX_GROUPS) {
                throw SyntaxException.bad("At most " + MAX_GROUPS + " groups are allowed");
            }
            groups.add(group());
        } while (in.skip(' '));
        if (groups.stream().filter(NotifyParser::isOfSelected).count() > 1) {
            throw SyntaxException.bad("SELECTED or SELECTED-DELAYED is allowed once");    // RFC 5465 section 6.1
        }
        return new ImapCommand.NotifySet(status, groups);
    }

    private static boolean isOfSelected(NotifyGroup group) {
        return group.mailboxes() instanceof MailboxFilter.Selected || group.mailboxes() instanceof MailboxFilter.SelectedDelayed;
    }

    private NotifyGroup group() throws SyntaxException {
        in.expect('(');
        MailboxFilter mailboxes = filters.filter();
        if (mailboxes instanceof MailboxFilter.SubtreeOne) {
            throw SyntaxException.bad("SUBTREE-ONE belongs to ESEARCH");
        }
        in.space();
        Set<NotifyEvent> events = EnumSet.noneOf(NotifyEvent.class);
        List<FetchItem> fetch = new ArrayList<>();
        if (!in.skipWord("NONE")) {
            boolean list = in.skip('(');                   // the examples in RFC 5465 section 3.1 leave the parentheses out
            do {
                event(events, fetch);
            } while (in.skip(' '));
            if (list) {
                in.expect(')');
            }
        }
        in.expect(')');
        NotifyGroup group = new NotifyGroup(mailboxes, events, fetch);
        check(group);
        return group;
    }

    private void event(Set<NotifyEvent> events, List<FetchItem> fetch) throws SyntaxException {
        String name = in.keyword();
        NotifyEvent event = NotifyEvent.of(name).orElseThrow(() -> new SyntaxException(StatusResponse
                .no("There is no event " + name).withCode(Arrays.stream(NotifyEvent.values()).map(NotifyEvent::toString)
                        .collect(Collectors.joining(" ", "BADEVENT (", ")")))));               // RFC 5465 section 3.1
        if (event == NotifyEvent.MESSAGE_NEW) {
            events.add(NotifyEvent.MESSAGE_EXPUNGE);       // as the examples there mean it
            if (in.skipWord(" (")) {
                fetch.addAll(new FetchItemParser(in).list());
            }
        }
        events.add(event);
    }

    private static void check(NotifyGroup group) throws SyntaxException {
        boolean selected = isOfSelected(group);
        if (selected && !group.events().stream().allMatch(NotifyEvent::isOfMessages)) {
            throw SyntaxException.bad("Of the selected mailbox only events of messages are told");
        }
        if (!selected && !group.fetch().isEmpty()) {
            throw SyntaxException.bad("Items of new messages are told of the selected mailbox only");
        }
        boolean messages = group.events().stream().anyMatch(NotifyEvent::isOfMessages);
        if (messages && !group.events().contains(NotifyEvent.MESSAGE_NEW)) {
            throw SyntaxException.bad("MessageNew and MessageExpunge belong together, and FlagChange to both");
        }
    }
}
