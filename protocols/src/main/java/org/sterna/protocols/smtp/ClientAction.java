package org.sterna.protocols.smtp;

import java.util.List;
import org.sterna.protocols.address.ForwardPath;

/** What a client's session asks its caller to do, in the order given. */
public sealed interface ClientAction {
    /** @param line a command line, or several, each with its CRLF; Unicode text, sent as UTF-8 */
    record Send(String line) implements ClientAction {}

    /** Start the handshake as client, throw away what came in the clear, answer with TlsEstablished or TlsFailed. */
    record UpgradeTls() implements ClientAction {}

    /** How the content is sent. */
    enum Framing {
        /** Through a {@link DotStuffer}, answered with {@link ClientInput.ContentSent}. RFC 5321 section 4.1.1.4. */
        DATA,
        /**
         * Each chunk behind its command {@link #bdat}, as many octets as that says, and nothing between them; each but the last is
         * answered with {@link ClientInput.ChunkSent}, the last with {@link ClientInput.ContentSent}. RFC 3030 section 2.
         */
        BDAT;

        /** The command of one chunk, with its CRLF. */
        public static String bdat(int octets, boolean last) {
            return "BDAT " + octets + (last ? " LAST" : "") + "\r\n";
        }
    }

    /** Send the content. */
    record SendContent(List<ForwardPath> accepted, Framing framing) implements ClientAction {}

    /**
     * The fate of one recipient; said exactly once for each, unless {@link RecipientLeft} is said of it or the action is
     * {@link RetryInClear}.
     */
    record RecipientOutcome(ForwardPath forwardPath, Outcome outcome) implements ClientAction {}

    /** The host takes no more recipients at a time: this one is for another session with it. RFC 9422 section 4. */
    record RecipientLeft(ForwardPath forwardPath) implements ClientAction {}

    /** Connect anew to the same host with {@link ClientPlan.TlsLevel#NONE}: the handshake failed. RFC 7435. */
    record RetryInClear(String reason) implements ClientAction {}

    /** Close the connection. */
    record Close() implements ClientAction {}
}
