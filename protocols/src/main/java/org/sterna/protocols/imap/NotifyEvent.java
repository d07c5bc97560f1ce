package org.sterna.protocols.imap;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** An event of NOTIFY (RFC 5465 section 5). AnnotationChange is not among them: there are no annotations of messages. */
public enum NotifyEvent {
    MESSAGE_NEW("MessageNew"),
    MESSAGE_EXPUNGE("MessageExpunge"),
    FLAG_CHANGE("FlagChange"),
    MAILBOX_NAME("MailboxName"),
    SUBSCRIPTION_CHANGE("SubscriptionChange"),
    MAILBOX_METADATA_CHANGE("MailboxMetadataChange"),
    SERVER_METADATA_CHANGE("ServerMetadataChange");

    private final String name;

    NotifyEvent(String name) {
        this.name = name;
    }

    static Optional<NotifyEvent> of(String name) {
        return Stream.of(values()).filter(event -> event.name.toUpperCase(Locale.ROOT).equals(name)).findFirst();
    }

    /** True for what happens to messages: the only events of the selected mailbox. */
    public boolean isOfMessages() {
        return this == MESSAGE_NEW || this == MESSAGE_EXPUNGE || this == FLAG_CHANGE;
    }

    /** As the RFC spells it. */
    @Override
    public String toString() {
        return name;
    }
}
