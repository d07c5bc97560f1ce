package org.sterna.protocols.smtp;

import java.util.List;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;

/**
 * What a client's session is to do: one message to some recipients through one host.
 *
 * @param clientName said with EHLO
 * @param recipients at least one, no duplicates
 * @param contentOctets size of the content before dots are added
 * @param content whether it holds octets above 127
 */
public record ClientPlan(
        String clientName,
        ReversePath reversePath,
        List<ForwardPath> recipients,
        long contentOctets,
        MailParameters.BodyType content,
        TlsLevel tlsLevel) {
    /** How much TLS is wanted. */
    public enum TlsLevel {
        /** Never: for hosts whose handshake has failed, and for tests. */
        NONE,
        /** Where offered, with any certificate (RFC 7435); in the clear otherwise. */
        MAY
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
}
