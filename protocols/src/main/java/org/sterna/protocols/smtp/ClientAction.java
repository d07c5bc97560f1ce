package org.sterna.protocols.smtp;

import java.util.List;
import org.sterna.protocols.address.ForwardPath;

/** What a client's session asks its caller to do, in the order given. */
public sealed interface ClientAction {
    /** @param line a command line, or several, each with its CRLF; ASCII */
    record Send(String line) implements ClientAction {}

    /** Start the handshake as client, throw away what came in the clear, answer with TlsEstablished or TlsFailed. */
    record UpgradeTls() implements ClientAction {}

    /** Send the content through a {@link DotStuffer} and answer with {@link ClientInput.ContentSent}. */
    record SendContent(List<ForwardPath> accepted) implements ClientAction {}

    /** The fate of one recipient; said exactly once for each, unless the action is {@link RetryInClear}. */
    record RecipientOutcome(ForwardPath forwardPath, Outcome outcome) implements ClientAction {}

    /** Connect anew to the same host with {@link ClientPlan.TlsLevel#NONE}: the handshake failed. RFC 7435. */
    record RetryInClear(String reason) implements ClientAction {}

    /** Close the connection. */
    record Close() implements ClientAction {}
}
