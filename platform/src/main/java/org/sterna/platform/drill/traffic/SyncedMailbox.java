package org.sterna.platform.drill.traffic;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sterna.platform.drill.audit.MailboxView;
import org.sterna.platform.drill.audit.ViewedMessage;

/** Keeps a {@link MailboxView} of an INBOX over one connection after the other. For one thread. */
final class SyncedMailbox {
    private static final Pattern EXISTS = Pattern.compile("\\* (\\d+) EXISTS");
    private static final String ALL = "UID FETCH 1:* (FLAGS MODSEQ)";

    private final MailboxView view;
    private long exists;

    SyncedMailbox(MailboxView view) {
        this.view = view;
    }

    MailboxView view() {
        return view;
    }

    /**
     * Selects it and learns what has changed since the last time.
     *
     * @param naming whether the server is told which UIDs are known; it says nothing of others then
     */
    void open(ImapLink link, boolean naming) throws IOException {
        boolean known = view.isKnown();
        ImapLink.Answer selected = link.must("SELECT INBOX" + (known ? " " + view.resync(naming) : ""));
        view.selected(code(selected, "UIDVALIDITY"), code(selected, "UIDNEXT"), code(selected, "HIGHESTMODSEQ"));
        take(selected);
        if (!known || naming) {
            take(link.must("UID FETCH " + view.firstUnknownUid() + ":* (FLAGS MODSEQ)"));
        } else {
            view.counted(exists);
        }
        view.resynced();
    }

    private static long code(ImapLink.Answer answer, String name) throws IOException {
        OptionalLong code = answer.code(name);
        return code.orElseThrow(() -> new IOException("SELECT did not tell " + name + ": " + answer.status()));
    }

    /** What an answer says of the mailbox. */
    void take(ImapLink.Answer answer) {
        for (ImapLine line : answer.lines()) {
            Matcher number = EXISTS.matcher(line.text());
            if (number.matches()) {
                exists = Long.parseLong(number.group(1));
            } else if (line.isFetch() && line.uid().isPresent()) {
                line.message().ifPresent(message -> view.fetched(line.uid().getAsLong(), message));
            } else {
                line.vanished().ifPresent(view::vanished);
            }
        }
    }

    /** Learns everything there is now. */
    void catchUp(ImapLink link) throws IOException {
        take(link.must("NOOP"));
        long told = view.seenModSeq();
        long highest = view.highestUid();
        take(link.must("UID FETCH " + view.firstUnknownUid() + ":* (FLAGS MODSEQ)"));
        view.settled(told, highest);
    }

    /** Compares what is known with everything read afresh. */
    void check(ImapLink link) throws IOException {
        catchUp(link);
        Map<Long, ViewedMessage> known = view.messages();
        ImapLink.Answer answer = link.must(ALL);
        take(answer);
        Map<Long, ViewedMessage> fresh = new HashMap<>();
        answer.lines().stream().filter(ImapLine::isFetch).filter(line -> line.uid().isPresent())
                .forEach(line -> line.message().ifPresent(message -> fresh.put(line.uid().getAsLong(), message)));
        view.compare(known, fresh);
    }
}
