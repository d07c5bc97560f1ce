package org.sterna.platform.policy;

import java.util.List;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.message.HeaderFields;
import org.sterna.protocols.smtp.parameter.MailParameters;

/** A moment of an SMTP session at which policies are asked, in the order of a session. */
public sealed interface Question {

    Client client();

    /** A question within a transaction, or that begins one. */
    sealed interface InTransaction extends Question {
        ReversePath reversePath();
    }

    /** The connection stands; with implicit TLS the handshake is done. Nothing was said yet. */
    record Connected(Client client) implements Question { }

    /** The client sent octets before it was greeted. */
    record SpokeEarly(Client client) implements Question { }

    /** @param helo the name in HELO or EHLO, not yet in {@code client} */
    record Greeted(Client client, String helo) implements Question { }

    /**
     * Credentials came by AUTH and are about to be checked.
     *
     * @param user the name in them
     */
    record AuthenticationAsked(Client client, String user) implements Question { }

    /** MAIL. */
    record SenderNamed(Client client, ReversePath reversePath, MailParameters parameters) implements InTransaction { }

    /** RCPT. */
    record RecipientNamed(Client client, ReversePath reversePath, ForwardPath forwardPath) implements InTransaction { }

    /**
     * DATA, or the first BDAT.
     *
     * @param forwardPaths accepted so far, that is all
     */
    record DataAnnounced(Client client, ReversePath reversePath, List<ForwardPath> forwardPaths) implements InTransaction {
        public DataAnnounced {
            forwardPaths = List.copyOf(forwardPaths);
        }
    }

    /**
     * The content is here and not acknowledged yet.
     *
     * @param octets of the content
     * @param header its header section
     */
    record ContentComplete(Client client, ReversePath reversePath, List<ForwardPath> forwardPaths, long octets, HeaderFields header)
            implements InTransaction {
        public ContentComplete {
            forwardPaths = List.copyOf(forwardPaths);
        }
    }
}
