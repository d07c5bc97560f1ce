package org.sterna.protocols.smtp;

import java.util.List;
import java.util.Optional;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/**
 * What a mail transaction has gathered. RFC 5321 section 2.3.1.
 *
 * @param client the name given with EHLO, HELO or LHLO
 * @param account who is authenticated; empty when nobody is
 */
public record Envelope(
        String client,
        ReversePath reversePath,
        List<Recipient> recipients,
        MailParameters parameters,
        Optional<String> account) {
    /** One accepted forward-path. */
    public record Recipient(ForwardPath forwardPath, RcptParameters parameters, RecipientTarget target) {}

    /** Copies the list. */
    public Envelope {
        recipients = RecipientList.copyOf(recipients);
    }

    Envelope with(Recipient recipient) {
        return new Envelope(client, reversePath, RecipientList.copyOf(recipients).and(recipient), parameters, account);
    }
}
