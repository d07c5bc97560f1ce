package org.sterna.protocols.smtp;

import java.util.List;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/**
 * What a client's session is to do: one message to some recipients through one host.
 *
 * @param clientName said with EHLO
 * @param recipients at least one, no duplicates
 * @param contentOctets size of the content before dots are added
 * @param parameters what the message came with: it is said again where the host offers it, and what is demanded is demanded. The time
 *     of BY is what remains of it now; SMTPUTF8 is there only if the header section needs it. The declared size and the time of release
 *     are not looked at (RFC 4865 section 4 is for submission alone)
 */
public record ClientPlan(
        String clientName,
        ReversePath reversePath,
        List<Recipient> recipients,
        long contentOctets,
        MailParameters parameters,
        Level level) {
    /** One recipient with what its RCPT came with. */
    public record Recipient(ForwardPath forwardPath, RcptParameters parameters) {}

    /** How far the session goes, and how much TLS it needs on the way. */
    public record Level(TlsLevel tls, Purpose purpose) {
        /** The usual one. */
        public static final Level SEND = new Level(TlsLevel.MAY, Purpose.SEND);
    }

    /** What the session is for. */
    public enum Purpose {
        /** The content is sent. */
        SEND,
        /** Only asks whether the recipients would be taken, and leaves without content. */
        ASK
    }

    /** How much TLS is wanted. */
    public enum TlsLevel {
        /** Never: for hosts whose handshake has failed, and for tests. */
        NONE,
        /** Where offered, with any certificate (RFC 7435); in the clear otherwise. */
        MAY,
        /** With a certificate the caller's handshake checks, and to a host that offers REQUIRETLS (RFC 8689 section 4.2.1); or not at all. */
        REQUIRED
    }

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException when there is no recipient
     */
    public ClientPlan {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a plan needs a recipient");
        }
    }

    /** The recipients without their parameters. */
    List<ForwardPath> forwardPaths() {
        return recipients.stream().map(Recipient::forwardPath).toList();
    }

    boolean needsUtf8() {
        return parameters.utf8() || reversePath.needsUtf8() || recipients.stream().anyMatch(each -> each.forwardPath().needsUtf8());
    }

    boolean demandsTls() {
        return level.tls() == TlsLevel.REQUIRED;
    }

    ClientPlan withRecipients(List<Recipient> others) {
        return new ClientPlan(clientName, reversePath, others, contentOctets, parameters, level);
    }
}
