package org.sterna.protocols.smtp;

import java.util.List;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/**
 * One transaction of a client: one message to some recipients.
 *
 * @param recipients at least one, no duplicates
 * @param contentOctets size of the content before dots are added
 * @param parameters what the message came with: it is said again where the host offers it, and what is demanded is demanded. The time
 *     of BY is what remains of it now; SMTPUTF8 is there only if the header section needs it. The declared size and the time of release
 *     are not looked at (RFC 4865 section 4 is for submission alone)
 * @param lenient REQUIRETLS is a wish, not a demand: for reports that would be lost otherwise (RFC 8689 section 5)
 */
public record ClientPlan(
        ReversePath reversePath,
        List<Recipient> recipients,
        long contentOctets,
        MailParameters parameters,
        Purpose purpose,
        boolean lenient) {
    /** One recipient with what its RCPT came with. */
    public record Recipient(ForwardPath forwardPath, RcptParameters parameters) {}

    /** What the transaction is for. */
    public enum Purpose {
        /** The content is sent. */
        SEND,
        /** Only asks whether the recipients would be taken, and ends without content. */
        ASK
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

    /** One that demands what the message demands. */
    public ClientPlan(ReversePath reversePath, List<Recipient> recipients, long contentOctets, MailParameters parameters, Purpose purpose) {
        this(reversePath, recipients, contentOctets, parameters, purpose, false);
    }

    /** What the recipients get from a connection that cannot be used: RFC 8689 section 4.2.1 makes missing TLS a failure where a message demands it. */
    public Outcome outcomeOf(ClientAction.Unusable unusable) {
        return demandsTls() && unusable.outcome() instanceof Outcome.Deferred deferred && deferred.status().equals(Outcome.ENCRYPTION_NEEDED)
                ? new Outcome.Failed(Outcome.NO_ENCRYPTION, deferred.reason(), deferred.reply()) : unusable.outcome();
    }

    /** The recipients without their parameters. */
    List<ForwardPath> forwardPaths() {
        return recipients.stream().map(Recipient::forwardPath).toList();
    }

    boolean needsUtf8() {
        return parameters.utf8() || reversePath.needsUtf8() || recipients.stream().anyMatch(each -> each.forwardPath().needsUtf8());
    }

    boolean demandsTls() {
        return parameters.requireTls() && !lenient;
    }

    ClientPlan withRecipients(List<Recipient> others) {
        return new ClientPlan(reversePath, others, contentOctets, parameters, purpose, lenient);
    }
}
