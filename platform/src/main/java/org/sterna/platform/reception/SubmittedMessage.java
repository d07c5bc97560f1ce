package org.sterna.platform.reception;

import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.config.SubmissionSettings;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.message.HeaderFields;
import org.sterna.protocols.smtp.Envelope;
import org.sterna.protocols.smtp.Reply;
import org.sterna.protocols.submission.Author;
import org.sterna.protocols.submission.Fix;
import org.sterna.protocols.submission.FixedMessage;
import org.sterna.protocols.submission.HeaderReading;
import org.sterna.protocols.submission.SubmittedHeader;
import org.sterna.protocols.submission.Submitter;

/** A message that a user submitted: who wrote it is checked, and what a submission server mends is mended (RFC 6409 sections 6 and 8). */
final class SubmittedMessage {
    /** Each is looked up; nobody has so many names. */
    private static final int MOST_AUTHORS = 100;
    private static final Reply TOO_MANY_AUTHORS = Reply.of(554, "5.6.0", "From and Sender name more than " + MOST_AUTHORS + " addresses");

    /**
     * What is to be put in front and taken out, or why the message is refused.
     *
     * @param messageId the one that was added
     */
    record Mending(byte[] prefix, List<QueueEvent.OctetRange> removed, Optional<String> messageId, Optional<Reply> refusal) {
        static final Mending NONE = new Mending(new byte[0], List.of(), Optional.empty(), Optional.empty());

        private static Mending refused(Reply reply) {
            return new Mending(new byte[0], List.of(), Optional.empty(), Optional.of(reply));
        }
    }

    private final ReceptionServices services;
    private final ReceptionSettings settings;
    private final Submission rights;
    private final Address account;

    SubmittedMessage(ReceptionServices services, ReceptionSettings settings, Submission rights, Address account) {
        this.services = services;
        this.settings = settings;
        this.rights = rights;
        this.account = account;
    }

    CompletionStage<Mending> mend(IncomingContent.Complete received, Envelope envelope) {
        boolean whole = received.place().size() == received.head().length;
        HeaderReading reading = SubmittedHeader.read(received.head(), received.head().length, whole);
        if (reading instanceof HeaderReading.Unreadable unreadable) {
            return CompletableFuture.completedFuture(Mending.refused(Reply.of(554, "5.6.0", unreadable.reason())));
        }
        SubmittedHeader header = (SubmittedHeader) reading;
        List<Author> authors = header.authors(account.domain());
        if (settings.submission().from() != SubmissionSettings.Allowed.ANY && authors.stream().anyMatch(each -> each.address().isEmpty())) {
            return CompletableFuture.completedFuture(Mending.refused(Reply.of(550, "5.7.1", "From or Sender holds no address that can be read")));
        }
        List<Address> addresses = authors.stream().flatMap(each -> each.address().stream()).distinct().toList();
        if (addresses.size() > MOST_AUTHORS) {
            return CompletableFuture.completedFuture(Mending.refused(TOO_MANY_AUTHORS));
        }
        return rights.from(addresses).thenCompose(refusal -> refusal.isPresent() ? CompletableFuture.completedFuture(Mending.refused(refusal.get()))
                : owned(addresses).thenApply(own -> fixed(header, envelope, own)));
    }

    /** Which of them are the account's; asked only if Sender may have to be added. */
    private CompletionStage<Set<Address>> owned(List<Address> addresses) {
        return settings.submission().addSender() ? rights.owned(addresses) : CompletableFuture.completedFuture(Set.of());
    }

    private Mending fixed(SubmittedHeader header, Envelope envelope, Set<Address> own) {
        String token = Long.toUnsignedString(services.random().nextLong(), 36) + Long.toUnsignedString(services.random().nextLong(), 36);
        FixedMessage fixed = header.fix(new Submitter(account, own::contains, token + "@" + settings.rules().hostName(),
                services.clock().instant().atZone(ZoneId.systemDefault()), envelope.parameters().utf8()), wanted());
        return new Mending(fixed.prefix(), fixed.removed().stream().map(range -> new QueueEvent.OctetRange(range.start(), range.end())).toList(),
                HeaderFields.parse(fixed.prefix()).messageId(), Optional.empty());
    }

    private Set<Fix> wanted() {
        SubmissionSettings submission = settings.submission();
        Set<Fix> wanted = EnumSet.of(Fix.ADD_FROM);
        add(wanted, Fix.ADD_DATE, submission.addDate());
        add(wanted, Fix.ADD_MESSAGE_ID, submission.addMessageId());
        add(wanted, Fix.QUALIFY_ADDRESSES, submission.completeAddresses());
        add(wanted, Fix.ADD_SENDER, submission.addSender());
        add(wanted, Fix.STRIP_BCC, submission.removeBcc());
        return wanted;
    }

    private static void add(Set<Fix> wanted, Fix fix, boolean on) {
        if (on) {
            wanted.add(fix);
        }
    }
}
