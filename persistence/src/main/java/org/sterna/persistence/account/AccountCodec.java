package org.sterna.persistence.account;

import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.codec.EventCodec;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.codec.FieldWriter;
import org.sterna.persistence.identity.MailboxId;

/** The written forms of an account's events. */
public final class AccountCodec {
    public static final EventCodec<AccountEvent> EVENTS = EventCodec.<AccountEvent>builder()
            .event(AccountEvent.AccountCreated.class, "account-created", 1,
                    (event, out) -> folder(out.text(event.address()).text(event.password()), event.inbox()).time(event.at()),
                    in -> new AccountEvent.AccountCreated(in.text(), in.text(), folder(in), in.time()))
            .event(AccountEvent.PasswordChanged.class, "password-changed", 1,
                    (event, out) -> out.text(event.password()).time(event.at()),
                    in -> new AccountEvent.PasswordChanged(in.text(), in.time()))
            .event(AccountEvent.QuotaChanged.class, "quota-changed", 1,
                    (event, out) -> out.optional(event.octets(), FieldWriter::number).time(event.at()),
                    in -> new AccountEvent.QuotaChanged(in.optional(FieldReader::number), in.time()))
            .event(AccountEvent.FolderCreated.class, "folder-created", 1,
                    (event, out) -> folder(out.text(event.name()), event.folder()).time(event.at()),
                    in -> new AccountEvent.FolderCreated(in.text(), folder(in), in.time()))
            .event(AccountEvent.FolderDeleted.class, "folder-deleted", 1,
                    (event, out) -> out.text(event.name()).time(event.at()),
                    in -> new AccountEvent.FolderDeleted(in.text(), in.time()))
            .event(AccountEvent.FolderRenamed.class, "folder-renamed", 1,
                    (event, out) -> out.text(event.from()).text(event.to()).time(event.at()),
                    in -> new AccountEvent.FolderRenamed(in.text(), in.text(), in.time()))
            .event(AccountEvent.InboxRenamed.class, "inbox-renamed", 1,
                    (event, out) -> folder(out.text(event.to()), event.newInbox()).time(event.at()),
                    in -> new AccountEvent.InboxRenamed(in.text(), folder(in), in.time()))
            .event(AccountEvent.Subscribed.class, "subscribed", 1,
                    (event, out) -> out.text(event.name()), in -> new AccountEvent.Subscribed(in.text()))
            .event(AccountEvent.Unsubscribed.class, "unsubscribed", 1,
                    (event, out) -> out.text(event.name()), in -> new AccountEvent.Unsubscribed(in.text()))
            .event(AccountEvent.AccountRemoved.class, "account-removed", 1,
                    (event, out) -> out.time(event.at()), in -> new AccountEvent.AccountRemoved(in.time()))
            .event(AccountEvent.AliasChanged.class, "alias-changed", 1,
                    (event, out) -> out.text(event.address()).list(event.targets(), FieldWriter::text).optional(event.owner(), FieldWriter::text)
                            .time(event.at()),
                    in -> new AccountEvent.AliasChanged(in.text(), in.list(FieldReader::text), in.optional(FieldReader::text), in.time()))
            .event(AccountEvent.RelayedRecipientChanged.class, "relayed-recipient-changed", 1,
                    (event, out) -> out.text(event.address()).optional(event.nextHop(), FieldWriter::text).time(event.at()),
                    in -> new AccountEvent.RelayedRecipientChanged(in.text(), in.optional(FieldReader::text), in.time()))
            .event(AccountEvent.RelayedRecipientRemoved.class, "relayed-recipient-removed", 1,
                    (event, out) -> out.text(event.address()).time(event.at()),
                    in -> new AccountEvent.RelayedRecipientRemoved(in.text(), in.time()))
            .build();

    private AccountCodec() { }

    private static FieldWriter folder(FieldWriter out, Folder folder) {
        return out.text(folder.mailbox().value()).number(folder.uidValidity());
    }

    private static Folder folder(FieldReader in) {
        return new Folder(new MailboxId(in.text()), in.number());
    }
}
