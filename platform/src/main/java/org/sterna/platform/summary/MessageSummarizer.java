package org.sterna.platform.summary;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.protocols.message.HeaderFields;
import org.sterna.protocols.message.MessageSummary;
import org.sterna.protocols.message.MessageSummaryCodec;
import org.sterna.protocols.message.MimeScanner;
import org.sterna.protocols.message.SelectedFields;

/**
 * Makes the summary and the object ids of one message from its content, which is fed in pieces of any size: first the
 * prefix that a client will read in front of the message, then the message. For one thread and one message.
 */
public final class MessageSummarizer {
    private static final int ID_OCTETS = 12;

    /**
     * @param summary   as {@link MessageSummaryCodec} writes it; the caller owns it
     * @param ids       RFC 8474 sections 5.1 and 5.2; messages of one thread have the same THREADID wherever they are
     * @param messageId with its angle brackets
     */
    public record Summarized(byte[] summary, MailboxEvent.ObjectIds ids, Optional<String> messageId) { }

    private final MimeScanner scanner = new MimeScanner();
    private final RandomGenerator random;

    /** @param random for the EMAILID, and for the THREADID of a message that names no other and not itself */
    public MessageSummarizer(RandomGenerator random) {
        this.random = random;
    }

    /** Takes the next octets; they are not kept. */
    public void feed(byte[] octets, int offset, int length) {
        scanner.feed(octets, offset, length);
    }

    public void feed(byte[] octets) {
        scanner.feed(octets);
    }

    /** Ends the message. Call it once. */
    public Summarized finish() {
        MessageSummary summary = scanner.finish();
        String emailId = "e" + randomHex();
        Optional<String> messageId = messageId(summary.selected());
        String threadId = "t" + threadRoot(summary.selected()).or(() -> messageId).map(MessageSummarizer::digest).orElseGet(this::randomHex);
        return new Summarized(MessageSummaryCodec.encode(summary), new MailboxEvent.ObjectIds(emailId, threadId), messageId);
    }

    /** The first message of the conversation, as far as this message tells: RFC 5322 section 3.6.4. */
    private static Optional<String> threadRoot(SelectedFields selected) {
        if (selected instanceof SelectedFields.Complete complete) {
            return complete.fields().references().stream().findFirst();
        }
        return selected.envelope().inReplyTo().flatMap(text -> HeaderFields.parse("References: " + text + "\r\n").references().stream().findFirst());
    }

    private static Optional<String> messageId(SelectedFields selected) {
        return selected instanceof SelectedFields.Complete complete ? complete.fields().messageId()
                : selected.envelope().messageId().flatMap(text -> HeaderFields.parse("Message-ID: " + text + "\r\n").messageId());
    }

    private String randomHex() {
        byte[] octets = new byte[ID_OCTETS];
        random.nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }

    private static String digest(String id) {
        byte[] digest = Fingerprint.sha256().digest(id.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(Arrays.copyOf(digest, ID_OCTETS));
    }
}
