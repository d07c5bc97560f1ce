package org.sterna.persistence.codec;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.sterna.persistence.account.AccountCodec;
import org.sterna.persistence.account.AccountEvent;
import org.sterna.persistence.account.Annotation;
import org.sterna.persistence.account.AppPassword;
import org.sterna.persistence.account.LoginScope;
import org.sterna.persistence.account.QuotaLimits;
import org.sterna.persistence.account.SpecialUse;
import org.sterna.persistence.destination.DestinationCodec;
import org.sterna.persistence.destination.DestinationEvent;
import org.sterna.persistence.destination.FrozenNames;
import org.sterna.persistence.destination.FrozenNamesEvent;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.directory.DirectoryEvent;
import org.sterna.persistence.directory.DomainSettings;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.identity.SessionId;
import org.sterna.persistence.mailbox.AddedNumbers;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.MailboxCodec;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.Swept;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.queue.Cause;
import org.sterna.persistence.queue.QueueCodec;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.Slice;
import org.sterna.persistence.queue.SliceEvent;
import org.sterna.persistence.queue.Target;
import org.sterna.persistence.queue.WaitingMessage;
import org.sterna.persistence.session.Session;
import org.sterna.persistence.session.SessionEvent;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.DeliverBy;
import org.sterna.protocols.smtp.parameter.Demand;
import org.sterna.protocols.smtp.parameter.DsnRequest;
import org.sterna.protocols.smtp.parameter.FutureRelease;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.Notify;
import org.sterna.protocols.smtp.parameter.OriginalRecipient;
import org.sterna.protocols.smtp.parameter.RcptParameters;
import org.sterna.protocols.smtp.parameter.ReturnContent;

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
    private static final AddedNumbers ADDED = new AddedNumbers(List.of(new AddedNumbers.Run(2, 1), new AddedNumbers.Run(1L << 31, 1L << 40),
            new AddedNumbers.Run(1, -3)));
    private static final By BY = By.session(SESSION, AT);
    private static final QueueEvent.Remark REMARK = new QueueEvent.Remark("4.4.1", "451 4.4.1 sp\u00e4ter", "mx.example.net");

    private static final MailParameters PARAMETERS = new MailParameters(OptionalLong.of(5_000), BodyType.EIGHT_BIT_MIME,
            Set.of(Demand.SMTPUTF8, Demand.REQUIRETLS), new DsnRequest(Optional.of(ReturnContent.HDRS), Optional.of("id 1")),
            Optional.of(new DeliverBy(Duration.ofSeconds(-120), DeliverBy.Mode.NOTIFY, true)),
            Optional.of(new FutureRelease.HoldUntil(AT.plusSeconds(3_600))), OptionalInt.of(-4));

    static List<EventFamily<?>> all() {
        return List.of(mailbox(), account(), directory(), queue(), slice(), session(), destination(), frozen());
    }

    private static <E> Example<E> example(String name, E event) {
        return new Example<>(name, event);
    }

    private static EventFamily<MailboxEvent> mailbox() {
        return new EventFamily<>("mailbox", MailboxEvent.class, MailboxCodec.EVENTS, List.of(
                example("mailbox-created-1", new MailboxEvent.MailboxCreated(MAILBOX, "jones@example.org", 4_294_967_295L, By.nobody(AT))),
                example("message-added-1", new MailboxEvent.MessageAdded(4_294_967_295L, 5_000, AT, -1, List.of("$Label1", "\u00fcber"),
                        new MailboxEvent.Origin(Optional.of(QUEUE), Optional.of(FINGERPRINT), Optional.of(SESSION),
                                Optional.of(new MailboxEvent.Source(MAILBOX, 9, -7))),
                        new MailboxEvent.ObjectIds("e1", "t1"), AT.plusMillis(1), new OctetsPlace.InBlob(new BlobId("b1"), 70_000),
                        List.of(QUEUE), List.of())),
                example("flags-changed-1", new MailboxEvent.FlagsChanged(List.of("work"), List.of(new MailboxEvent.Change(UIDS, 0, -1),
                        new MailboxEvent.Change(UidSet.of(77), 8, 0)), BY)),
                example("messages-expunged-1", new MailboxEvent.MessagesExpunged(UIDS, ADDED, BY)),
                example("move-started-1", new MailboxEvent.MoveStarted(MAILBOX, UIDS, BY)),
                example("messages-moved-away-1", new MailboxEvent.MessagesMovedAway(MAILBOX, 300, UIDS, ADDED, BY)),
                example("move-abandoned-1", new MailboxEvent.MoveAbandoned(300, By.nobody(AT))),
                example("messages-swept-1", new MailboxEvent.MessagesSwept(new Swept(300, 7, Optional.of(AT)), By.nobody(AT))),
                example("mailbox-deleted-1", new MailboxEvent.MailboxDeleted(BY))));
    }

    private static EventFamily<AccountEvent> account() {
        AccountEvent.Folder folder = new AccountEvent.Folder(MAILBOX, 1_770_091_506L);
        return new EventFamily<>("account", AccountEvent.class, AccountCodec.EVENTS, List.of(
                example("account-created-1", new AccountEvent.AccountCreated("jones@example.org", "$scrypt$x", new TreeMap<>(Map.of("INBOX", folder, "Sent",
                        new AccountEvent.Folder(new MailboxId("m2"), 1_770_091_507L, Set.of(SpecialUse.SENT)))), AT)),
                example("password-changed-1", new AccountEvent.PasswordChanged("$scrypt$y", AT)),
                example("app-password-added-1", new AccountEvent.AppPasswordAdded(new AppPassword("phone", "{SSHA512}x", Set.of(LoginScope.IMAP, LoginScope.SMTP),
                        Optional.of(AT.plusSeconds(86_400)), AT))),
                example("app-password-removed-1", new AccountEvent.AppPasswordRemoved("phone", AT)),
                example("rights-changed-1", new AccountEvent.RightsChanged(Set.of(LoginScope.POP3), true, AT)),
                example("impersonated-1", new AccountEvent.Impersonated("support@example.org", LoginScope.IMAP, "192.0.2.7", AT)),
                example("changed-by-1", new AccountEvent.ChangedBy("root", AT)),
                example("quota-changed-1", new AccountEvent.QuotaChanged(new QuotaLimits(Optional.of(1L << 40), Optional.of(100_000L)), AT)),
                example("folder-created-1", new AccountEvent.FolderCreated("Entw\u00fcrfe/2026", folder, AT)),
                example("folder-deleted-1", new AccountEvent.FolderDeleted("a/b", AT)),
                example("folder-renamed-1", new AccountEvent.FolderRenamed("a", "b", AT)),
                example("inbox-renamed-1", new AccountEvent.InboxRenamed("old", folder, AT)),
                example("subscribed-1", new AccountEvent.Subscribed("a")),
                example("unsubscribed-1", new AccountEvent.Unsubscribed("a")),
                example("special-use-changed-1", new AccountEvent.SpecialUseChanged("a", Set.of(SpecialUse.JUNK), AT)),
                example("annotations-changed-1", new AccountEvent.AnnotationsChanged(Optional.of(MAILBOX), new TreeMap<>(Map.of(
                        "/private/comment", Optional.of(Annotation.of("\u00fcber")), "/shared/comment", Optional.empty())), AT)),
                example("mailboxes-swept-1", new AccountEvent.MailboxesSwept(List.of(MAILBOX))),
                example("account-removed-1", new AccountEvent.AccountRemoved(AT)),
                example("alias-changed-1", new AccountEvent.AliasChanged("team@example.org", List.of("jones@example.org", "smith@example.com"),
                        Optional.of("owner@example.org"), AT)),
                example("relayed-recipient-changed-1", new AccountEvent.RelayedRecipientChanged("a@example.org", Optional.of("server1:2525"), AT)),
                example("relayed-recipient-removed-1", new AccountEvent.RelayedRecipientRemoved("a@example.org", AT))));
    }

    private static EventFamily<DirectoryEvent> directory() {
        DomainSettings relay = DomainSettings.relay(DomainSettings.Recipients.VERIFY, Optional.of("[192.0.2.1]:2525"));
        DomainSettings local = DomainSettings.LOCAL.withCatchAll(Optional.of("jones@example.org")).withSeparator(Optional.of("-"))
                .withCaseSensitive(true);
        return new EventFamily<>("directory", DirectoryEvent.class, Directory.EVENTS, List.of(
                example("domain-added-1", new DirectoryEvent.DomainAdded("example.org", local, AT)),
                example("domain-changed-1", new DirectoryEvent.DomainChanged("example.org", relay, AT)),
                example("domain-alias-added-1", new DirectoryEvent.DomainAliasAdded("example.net", "example.org", AT)),
                example("domain-alias-removed-1", new DirectoryEvent.DomainAliasRemoved("example.net", AT)),
                example("domain-removed-1", new DirectoryEvent.DomainRemoved("example.org", AT)),
                example("route-added-1", new DirectoryEvent.RouteAdded("*.sink.test", "[192.0.2.1]:2626", AT)),
                example("route-removed-1", new DirectoryEvent.RouteRemoved("*", AT)),
                example("signing-key-added-1", new DirectoryEvent.SigningKeyAdded("example.org", "r20261123", "rsa-sha256", "c2VhbGVk", "v=DKIM1; k=rsa; p=AAAA", AT)),
                example("signing-key-activated-1", new DirectoryEvent.SigningKeyActivated("example.org", "r20261123", AT)),
                example("signing-key-removed-1", new DirectoryEvent.SigningKeyRemoved("example.org", "r20261123", AT)),
                example("changed-by-1", new DirectoryEvent.ChangedBy("root", AT))));
    }

    private static EventFamily<QueueEvent> queue() {
        List<QueueEvent.Addressee> addressees = List.of(new QueueEvent.Addressee("jones@example.org",
                new Target.LocalMailbox("jones@example.org", MAILBOX), RcptParameters.NONE), new QueueEvent.Addressee("smith@example.com",
                new Target.Relay("example.com", Optional.of("mx1.example.com:2525")), new RcptParameters(Set.of(Notify.SUCCESS, Notify.DELAY),
                        Optional.of(new OriginalRecipient("rfc822", "list@example.org"))), Optional.of("owner@example.org")),
                new QueueEvent.Addressee("list@example.org", new Target.Expanded(true), RcptParameters.NONE));
        return new EventFamily<>("queue", QueueEvent.class, QueueCodec.EVENTS, List.of(
                example("message-accepted-1", new QueueEvent.MessageAccepted(AT, Optional.of(SESSION), Optional.of("jones@example.org"),
                        "jones@example.org", addressees, PARAMETERS, Optional.of(FINGERPRINT), Optional.of("<1@example.org>"),
                        new OctetsPlace.Inline(5_000), new byte[] {'R', ':', 13, 10}, List.of(new QueueEvent.OctetRange(10, 200)), Optional.of(QUEUE))),
                example("attempt-started-1", new QueueEvent.AttemptStarted(List.of(0, 200), "mx.example.net", "TLSv1.3 TLS_AES_256_GCM_SHA384", 5_000, AT)),
                example("recipient-delivered-1", new QueueEvent.RecipientDelivered(1, MAILBOX, 4_294_967_295L, AT)),
                example("recipient-relayed-1", new QueueEvent.RecipientRelayed(2, REMARK, true, AT)),
                example("recipient-deferred-1", new QueueEvent.RecipientDeferred(3, Cause.REPLY, REMARK, AT, AT.plusSeconds(60))),
                example("recipient-failed-1", new QueueEvent.RecipientFailed(4, REMARK, AT)),
                example("recipient-ambiguous-1", new QueueEvent.RecipientAmbiguous(5, REMARK, 5_000, AT, AT.plusSeconds(60))),
                example("recipient-expanded-1", new QueueEvent.RecipientExpanded(6, addressees, AT)),
                example("report-queued-1", new QueueEvent.ReportQueued(QueueEvent.ReportKind.FAILURE, List.of(1, 2), QUEUE, AT)),
                example("handed-to-slice-1", new QueueEvent.HandedToSlice(127, AT.plusSeconds(60), AT)),
                example("message-renewed-1", new QueueEvent.MessageRenewed(AT)),
                example("message-removed-1", new QueueEvent.MessageRemoved(AT)),
                example("message-completed-1", new QueueEvent.MessageCompleted(AT))));
    }

    private static EventFamily<SliceEvent> slice() {
        return new EventFamily<>("slice", SliceEvent.class, Slice.EVENTS, List.of(
                example("message-waits-1", new SliceEvent.MessageWaits(new WaitingMessage(QUEUE, AT, "jones@example.org",
                        List.of("smith@example.com", "m\u00fcller@example.com"), 1L << 33, -4, "example.com", WaitingMessage.State.DEFERRED,
                        AT.plusSeconds(300), AT.plusSeconds(86_400), "451 4.4.1 later"))),
                example("message-left-1", new SliceEvent.MessageLeft(QUEUE)),
                example("message-held-1", new SliceEvent.MessageHeld(QUEUE, AT)),
                example("message-released-1", new SliceEvent.MessageReleased(QUEUE, AT)),
                example("message-hurried-1", new SliceEvent.MessageHurried(QUEUE, AT))));
    }

    private static EventFamily<DestinationEvent> destination() {
        return new EventFamily<>("destination", DestinationEvent.class, DestinationCodec.EVENTS, List.of(
                example("grants-reserved-1", new DestinationEvent.GrantsReserved(AT, new DestinationEvent.Spent(3, Integer.MAX_VALUE), AT.plusSeconds(300),
                        Duration.ofSeconds(5), 20, 201)),
                example("grants-ended-1", new DestinationEvent.GrantsEnded(AT, DestinationEvent.Spent.ALL)),
                example("destination-down-1", new DestinationEvent.DestinationDown("no host of ex\u00e4mple answers", AT, Duration.ofMinutes(4), AT.plusSeconds(240))),
                example("destination-up-1", new DestinationEvent.DestinationUp(AT)),
                example("destination-frozen-1", new DestinationEvent.DestinationFrozen("complaints", AT)),
                example("destination-thawed-1", new DestinationEvent.DestinationThawed(AT))));
    }

    private static EventFamily<FrozenNamesEvent> frozen() {
        return new EventFamily<>("frozen", FrozenNamesEvent.class, FrozenNames.EVENTS, List.of(
                example("frozen-name-added-1", new FrozenNamesEvent.NameAdded("destination example.com")),
                example("frozen-name-removed-1", new FrozenNamesEvent.NameRemoved("source 192.0.2.1"))));
    }

    private static EventFamily<SessionEvent> session() {
        return new EventFamily<>("session", SessionEvent.class, Session.EVENTS, List.of(
                example("opened-1", new SessionEvent.Opened("submission", "192.0.2.1:50000", "192.0.2.2:587", AT)),
                example("secured-1", new SessionEvent.Secured("TLSv1.3", "TLS_AES_256_GCM_SHA384", AT)),
                example("authenticated-1", new SessionEvent.Authenticated("jones@example.org", Optional.of("root@example.org"), AT)),
                example("authentication-failed-1", new SessionEvent.AuthenticationFailed("jones", AT)),
                example("mailbox-selected-1", new SessionEvent.MailboxSelected("INBOX", AT)),
                example("transaction-accepted-1", new SessionEvent.TransactionAccepted(QUEUE, Optional.of(FINGERPRINT), AT)),
                example("reply-delivered-1", new SessionEvent.ReplyDelivered(QUEUE, AT)),
                example("refused-1", new SessionEvent.Refused("RCPT", "deny-networks", "550 5.7.1", AT)),
                example("tagged-1", new SessionEvent.Tagged("deny-helo", "HELO name is listed", AT)),
                example("checked-1", new SessionEvent.Checked("spf", "fail", "smtp.mailfrom=example.net", "-all", AT)),
                example("client-assumed-1", new SessionEvent.ClientAssumed("192.0.2.3", "[2001:db8::1]:50000", AT)),
                example("transaction-repeated-1", new SessionEvent.TransactionRepeated(QUEUE, AT)),
                example("closed-1", new SessionEvent.Closed("QUIT", 1_000, 1L << 33, 2, AT)),
                example("lost-1", new SessionEvent.Lost(AT))));
    }
}
