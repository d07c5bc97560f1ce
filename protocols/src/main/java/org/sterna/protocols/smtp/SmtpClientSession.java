package org.sterna.protocols.smtp;

import java.util.List;
import org.sterna.protocols.sasl.ClientExchange;

/**
 * The client's side of one connection to one host, over which any number of messages go, one transaction after the other. RFC 5321
 * section 3, RFC 2033.
 *
 * <pre>
 * AwaitingGreeting -220-> AwaitingHello -250-> [AwaitingAuthReply -235->] AwaitingTransaction
 * AwaitingHello -250 with STARTTLS-> AwaitingTlsReply -220-> UpgradingTls -established-> AwaitingHello
 * AwaitingTransaction -plan-> AwaitingMail -250-> AwaitingRcpt -250 each-> AwaitingStartInput -354-> SendingContent -sent->
 *     AwaitingFinalReply -250-> AwaitingTransaction
 * AwaitingRcpt -250 each, binary content-> SendingChunks -sent-> AwaitingFinalReply
 * what is refused -> [Abandoning -reply to DATA->] Resetting -250-> AwaitingTransaction
 * AwaitingTransaction -leave-> Quitting -221-> Finished
 * </pre>
 *
 * A value, and total: every input is taken in every state, and after the end changes nothing. Where the host offers PIPELINING, MAIL,
 * all RCPT and DATA leave in one piece (RFC 2920).
 */
public sealed interface SmtpClientSession permits ClientState {
    /** The next session and what to do now. */
    record Step(SmtpClientSession session, List<ClientAction> actions) {
        /** Copies the list. */
        public Step {
            actions = List.copyOf(actions);
        }
    }

    /** A session on a connection that is just made, with its TLS if that is implicit; the server speaks first. */
    static SmtpClientSession open(ClientRules rules) {
        return new AwaitingGreeting(ClientConnection.made(rules, rules.credentials().isPresent() ? ClientExchange.nonce() : ""));
    }

    /** Takes one input. */
    Step on(ClientInput input);

    /** What it waits for, with the time limit. */
    ClientPhase phase();
}
