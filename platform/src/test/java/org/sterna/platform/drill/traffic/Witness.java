package org.sterna.platform.drill.traffic;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;
import org.sterna.platform.drill.audit.Mail;
import org.sterna.platform.drill.audit.MailLedger;
import org.sterna.platform.drill.audit.MailboxView;
import org.sterna.platform.drill.audit.ViewedMessage;

/** The INBOX of an account to which only one test writes, and everything that was ever told of it, by whichever node. For one thread. */
final class Witness {
    private static final Pattern ID = Pattern.compile("MAILBOXID \\(([^)]+)\\)");

    private final String account;
    private final MailLedger ledger;
    private final NumberedMessage messages;
    private final SyncedMailbox known;
    private String journal = "";

    Witness(String account, MailLedger ledger, NumberedMessage messages) {
        this.account = account;
        this.ledger = ledger;
        this.messages = messages;
        known = new SyncedMailbox(new MailboxView(account));
    }

    String account() {
        return account;
    }

    /** The name of its journal, once it was looked at. */
    String journal() {
        return journal;
    }

    ImapLink login(InetSocketAddress imaps) throws IOException {
        return ImapLink.login(imaps, account, (Socket made) -> { });
    }

    /** Selected, to be used later. */
    ImapLink selected(InetSocketAddress imaps) throws IOException {
        ImapLink link = login(imaps);
        link.must("SELECT INBOX");
        return link;
    }

    /** Adds a message and sets a flag of the first one. */
    void change(InetSocketAddress imaps, String flag) throws IOException {
        try (ImapLink link = login(imaps)) {
            known.open(link, false);
            Mail mail = ledger.next(Mail.Kind.APPENDED, account);
            ImapLink.Answer added = link.ask("APPEND INBOX", Optional.of(messages.octets(mail.number())));
            known.take(added);
            if (!added.isOk()) {
                throw new ImapLink.Refused("APPEND", added.status());
            }
            ledger.acknowledged(mail.number());
            known.take(link.must("UID STORE 1 +FLAGS (" + flag + ")"));
            known.catchUp(link);
        }
    }

    /** All that this node tells of it; what contradicts anything told before is remembered. */
    Map<Long, ViewedMessage> look(InetSocketAddress imaps) throws IOException {
        try (ImapLink link = login(imaps)) {
            Matcher id = ID.matcher(String.join("\n", link.must("STATUS INBOX (MAILBOXID)").lines().stream().map(ImapLine::text).toList()));
            if (!id.find()) {
                throw new IOException("no MAILBOXID of " + account);
            }
            journal = MailboxEntity.persistenceId(new MailboxId(id.group(1)));
            known.open(link, false);
            known.check(link);
            return known.view().messages();
        }
    }

    List<String> violations() {
        return known.view().violations();
    }

    @Override
    public String toString() {
        return account;
    }
}
