package org.sterna.protocols.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;

/**
 * What a mail transaction has gathered. RFC 5321 section 2.3.1.
 *
 * @param client the name given with EHLO or HELO
 * @param account who is authenticated; empty when nobody is
 */
public record Envelope(
        String client,
        ReversePath reversePath,
        List<Recipient> recipients,
        MailParameters parameters,
        Optional<String> account) {
    /** One accepted forward-path. */
    public record Recipient(ForwardPath forwardPath, RecipientTarget target) {}

    /** Copies the list. */
    public Envelope {
        recipients = List.copyOf(recipients);
    }

    Envelope with(Recipient recipient) {
        List<Recipient> more = new ArrayList<>(recipients);
        more.add(recipient);
        return new Envelope(client, reversePath, more, parameters, account);
    }
}
