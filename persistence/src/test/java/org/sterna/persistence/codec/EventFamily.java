package org.sterna.persistence.codec;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sterna.persistence.account.AccountCodec;
import org.sterna.persistence.account.AccountEvent;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.directory.DirectoryEvent;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.identity.SessionId;
import org.sterna.persistence.mailbox.MailboxCodec;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.queue.QueueCodec;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.Slice;
import org.sterna.persistence.queue.SliceEvent;
import org.sterna.persistence.queue.Target;
import org.sterna.persistence.session.Session;
import org.sterna.persistence.session.SessionEvent;

/**
 * A family of events with one example of each event and version ever written. The examples of old versions stay as they
 * are: their stored samples must be readable for ever.
 */
record EventFamily<E>(String name, Class<E> type, EventCodec<E> codec, List<EventFamily.Example<? extends E>> examples) {
    /** @param name written name and version, as the file of the sample has it */
    record Example<E>(String name, E event) { }

    private static final Instant AT = Instant.ofEpochMilli(1_770_091_506_789L);
    private static final QueueId QUEUE = new QueueId(new Incarnation("1jgk0hn4v2p5"), 300, 17);
    private static final SessionId SESSION = new SessionId(new Incarnation("1jgk0hn4v2p5"), 177_009_150, 3);
    private static final MailboxId MAILBOX = new MailboxId("0123456789abcdefghjkmnpq");
    private static final Fingerprint FINGERPRINT = new Fingerprint("0f".repeat(32));
    private static final UidSet UIDS = new UidSet(List.of(new UidSet.Range(1, 3), new UidSet.Range(200, 200),
            new UidSet.Range(4_294_967_290L, 4_294_967_295L)));
    private static final QueueEvent.Remark REMARK = new QueueEvent.Remark("4.4.1", "451 4.4.1 sp\u00e4ter", "mx.example.net");

    static List<EventFamily<?>> all() {
        return List.of(mailbox(), account(), directory(), queue(), slice(), session());
    }

    private static <E> Example<E> example(String name, E event) {
        return new Example<>(name, event);
    }

    private static EventFamily<MailboxEvent> mailbox() {
        return new EventFamily<>("mailbox", MailboxEvent.class, MailboxCodec.EVENTS, List.of(
                example("mailbox-created-1", new MailboxEvent.MailboxCreated(MAILBOX, "jones@example.org", 4_294_967_295L, AT)),
                example("message-added-1", new MailboxEvent.MessageAdded(4_294_967_295L, 5_000, AT, -1, List.of("$Label1", "\u00fcber"),
                        new MailboxEvent.Origin(Optional.of(QUEUE), Optional.of(FINGERPRINT), Optional.of(SESSION),
                                Optional.of(new MailboxEvent.Source(MAILBOX, 9))),
                        new MailboxEvent.ObjectIds("e1", "t1"), AT.plusMillis(1), new OctetsPlace.InBlob(new BlobId("b1"), 70_000),
                        List.of(QUEUE), List.of())),
                example("flags-changed-1", new MailboxEvent.FlagsChanged(List.of("work"), List.of(new MailboxEvent.Change(UIDS, 0, -1),
                        new MailboxEvent.Change(UidSet.of(77), 8, 0)))),
                example("messages-expunged-1", new MailboxEvent.MessagesExpunged(UIDS)),
                example("move-started-1", new MailboxEvent.MoveStarted(MAILBOX, UIDS)),
                example("messages-moved-away-1", new MailboxEvent.MessagesMovedAway(MAILBOX, UIDS)),
                example("mailbox-deleted-1", new MailboxEvent.MailboxDeleted(AT))));
    }

    private static EventFamily<AccountEvent> account() {
        AccountEvent.Folder folder = new AccountEvent.Folder(MAILBOX, 1_770_091_506L);
        return new EventFamily<>("account", AccountEvent.class, AccountCodec.EVENTS, List.of(
                example("account-created-1", new AccountEvent.AccountCreated("jones@example.org", "$scrypt$x", folder, AT)),
                example("password-changed-1", new AccountEvent.PasswordChanged("$scrypt$y", AT)),
                example("quota-changed-1", new AccountEvent.QuotaChanged(Optional.of(1L << 40), AT)),
                example("folder-created-1", new AccountEvent.FolderCreated("Entw\u00fcrfe/2026", folder, AT)),
                example("folder-deleted-1", new AccountEvent.FolderDeleted("a/b", AT)),
                example("folder-renamed-1", new AccountEvent.FolderRenamed("a", "b", AT)),
                example("inbox-renamed-1", new AccountEvent.InboxRenamed("old", folder, AT)),
                example("subscribed-1", new AccountEvent.Subscribed("a")),
                example("unsubscribed-1", new AccountEvent.Unsubscribed("a")),
                example("account-removed-1", new AccountEvent.AccountRemoved(AT))));
    }

    private static EventFamily<DirectoryEvent> directory() {
        return new EventFamily<>("directory", DirectoryEvent.class, Directory.EVENTS, List.of(
                example("domain-added-1", new DirectoryEvent.DomainAdded("example.org", AT)),
                example("domain-removed-1", new DirectoryEvent.DomainRemoved("example.org", AT)),
                example("route-added-1", new DirectoryEvent.RouteAdded("*.sink.test", "[192.0.2.1]:2626", AT)),
                example("route-removed-1", new DirectoryEvent.RouteRemoved("*", AT))));
    }

    private static EventFamily<QueueEvent> queue() {
        List<QueueEvent.Addressee> addressees = List.of(new QueueEvent.Addressee("jones@example.org",
                new Target.LocalMailbox("jones@example.org", MAILBOX)), new QueueEvent.Addressee("smith@example.com", new Target.Relay("example.com")));
        return new EventFamily<>("queue", QueueEvent.class, QueueCodec.EVENTS, List.of(
                example("message-accepted-1", new QueueEvent.MessageAccepted(AT, Optional.of(SESSION), Optional.of("jones@example.org"),
                        "jones@example.org", addressees, true, Optional.of(FINGERPRINT), Optional.of("<1@example.org>"),
                        new OctetsPlace.Inline(5_000), new byte[] {'R', ':', 13, 10}, List.of(new QueueEvent.OctetRange(10, 200)), Optional.of(QUEUE))),
                example("attempt-started-1", new QueueEvent.AttemptStarted(List.of(0, 200), "mx.example.net", AT)),
                example("recipient-delivered-1", new QueueEvent.RecipientDelivered(1, MAILBOX, 4_294_967_295L, AT)),
                example("recipient-relayed-1", new QueueEvent.RecipientRelayed(2, REMARK, AT)),
                example("recipient-deferred-1", new QueueEvent.RecipientDeferred(3, REMARK, AT, AT.plusSeconds(60))),
                example("recipient-failed-1", new QueueEvent.RecipientFailed(4, REMARK, AT)),
                example("recipient-ambiguous-1", new QueueEvent.RecipientAmbiguous(5, REMARK, AT, AT.plusSeconds(60))),
                example("recipient-expanded-1", new QueueEvent.RecipientExpanded(6, addressees, AT)),
                example("report-queued-1", new QueueEvent.ReportQueued(List.of(1, 2), QUEUE, AT)),
                example("handed-to-slice-1", new QueueEvent.HandedToSlice(127, AT.plusSeconds(60), AT)),
                example("message-completed-1", new QueueEvent.MessageCompleted(AT))));
    }

    private static EventFamily<SliceEvent> slice() {
        return new EventFamily<>("slice", SliceEvent.class, Slice.EVENTS, List.of(
                example("message-waits-1", new SliceEvent.MessageWaits(QUEUE, AT, "451 4.4.1 later")),
                example("message-left-1", new SliceEvent.MessageLeft(QUEUE))));
    }

    private static EventFamily<SessionEvent> session() {
        return new EventFamily<>("session", SessionEvent.class, Session.EVENTS, List.of(
                example("opened-1", new SessionEvent.Opened("submission", "192.0.2.1:50000", "192.0.2.2:587", AT)),
                example("secured-1", new SessionEvent.Secured("TLSv1.3", "TLS_AES_256_GCM_SHA384", AT)),
                example("authenticated-1", new SessionEvent.Authenticated("jones@example.org", AT)),
                example("authentication-failed-1", new SessionEvent.AuthenticationFailed("jones", AT)),
                example("mailbox-selected-1", new SessionEvent.MailboxSelected("INBOX", AT)),
                example("transaction-accepted-1", new SessionEvent.TransactionAccepted(QUEUE, Optional.of(FINGERPRINT), AT)),
                example("reply-delivered-1", new SessionEvent.ReplyDelivered(QUEUE, AT)),
                example("refused-1", new SessionEvent.Refused("RCPT TO:<x@example.org>", "550 5.1.1", AT)),
                example("closed-1", new SessionEvent.Closed("QUIT", 1_000, 1L << 33, 2, AT)),
                example("lost-1", new SessionEvent.Lost(AT))));
    }
}
