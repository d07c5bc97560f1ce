package org.sterna.persistence.blob;

import java.util.Optional;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;

/** Who holds a blob. As long as there is one, its octets stay. */
public sealed interface BlobHolder {
    /** A message of a mailbox, also after it was expunged, until it is swept. */
    record Message(MailboxId mailbox, long uid) implements BlobHolder {
        @Override
        public String text() {
            return "m/" + mailbox.value() + "/" + uid;
        }
    }

    /**
     * A message that is being added to a mailbox; it has no UID yet.
     *
     * @param token names the operation that adds it
     */
    record Announced(MailboxId mailbox, String token) implements BlobHolder {
        @Override
        public String text() {
            return "a/" + mailbox.value() + "/" + token;
        }
    }

    /** A message in the queue. */
    record Queued(QueueId id) implements BlobHolder {
        @Override
        public String text() {
            return "q/" + id;
        }
    }

    /** As it is stored. */
    String text();

    /** Empty if the text is that of no holder. */
    static Optional<BlobHolder> parse(String text) {
        String[] parts = text.split("/", 3);
        if (parts.length == 2 && parts[0].equals("q")) {
            return Optional.of(new Queued(QueueId.of(parts[1])));
        }
        if (parts.length == 3 && parts[0].equals("m")) {
            return Optional.of(new Message(new MailboxId(parts[1]), Long.parseLong(parts[2])));
        }
        return parts.length == 3 && parts[0].equals("a") ? Optional.of(new Announced(new MailboxId(parts[1]), parts[2])) : Optional.empty();
    }
}
