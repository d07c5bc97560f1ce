package org.sterna.protocols.smtp;

import java.util.List;
import org.sterna.protocols.address.ForwardPath;

/** What a client's session asks its caller to do, in the order given. */
public sealed interface ClientAction {
    /**
     * @param line a command line, or several, each with its CRLF; Unicode text, sent as UTF-8, in one piece (RFC 2920 section 3.1)
     * @param privacy whether it may be logged
     */
    record Send(String line, Privacy privacy) implements ClientAction {
        /** A line that holds no secret. */
        Send(String line) {
            this(line, Privacy.NONE);
        }

        @Override
        public String toString() {
            return "Send[" + (privacy == Privacy.SECRET ? "***" : line) + "]";
        }
    }

    /** What a line may hold. */
    enum Privacy {
        /** Nothing that may not be logged. */
        NONE,
        /** A password, a token, or what they can be found from: never to be logged. */
        SECRET
    }

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

    /** Greeting, TLS and login are done, or the transaction before is over: a transaction may begin. Always the last action of its step. */
    record Ready(ServerOffer offer) implements ClientAction {}

    /**
     * The connection takes no message, and no {@link Ready} comes any more; said at most once, and never while a transaction runs.
     *
     * @param outcome what recipients for whom it was made get with this host: see {@link ClientPlan#outcomeOf}. It says nothing of
     *     other hosts of the same domain, also where it is a failure
     */
    record Unusable(Outcome outcome) implements ClientAction {}

    /**
     * The fate of each recipient of the transaction has been told.
     *
     * @param reusable {@link Ready} follows, in this step or a later one, or else {@link Unusable}; when not, the session takes leave
     */
    record TransactionEnded(boolean reusable) implements ClientAction {}

    /** Send the content. */
    record SendContent(List<ForwardPath> accepted, Framing framing) implements ClientAction {}

    /** The fate of one recipient; said exactly once for each of a transaction, unless {@link RecipientLeft} is said of it. */
    record RecipientOutcome(ForwardPath forwardPath, Outcome outcome) implements ClientAction {}

    /**
     * The host takes no more recipients at a time: this one is for another transaction with it, on the same connection where that is
     * reusable. RFC 5321 section 4.5.3.1.10, RFC 9422 section 4.
     */
    record RecipientLeft(ForwardPath forwardPath) implements ClientAction {}

    /** Connect anew to the same host with {@link ClientRules.TlsLevel#NONE}: the handshake failed. Said before any {@link Ready}. RFC 7435. */
    record RetryInClear(String reason) implements ClientAction {}

    /** Close the connection. */
    record Close() implements ClientAction {}
}
