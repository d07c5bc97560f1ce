package org.sterna.protocols.smtp;

import java.util.List;

/**
 * The client's side of one message to one host. RFC 5321 section 3.
 *
 * <pre>
 * AwaitingGreeting -220-> AwaitingHello -250-> AwaitingMail -250-> AwaitingRcpt -250 each-> AwaitingStartInput
 *     -354-> SendingContent -sent-> AwaitingFinalReply -250-> Quitting -221-> Finished
 * AwaitingHello -250 with STARTTLS-> AwaitingTlsReply -220-> UpgradingTls -established-> AwaitingHello
 * </pre>
 *
 * A value, and total: after the end every input is taken and changes nothing.
 */
public sealed interface SmtpClientSession permits ClientState {
    /** The next session and what to do now. */
    record Step(SmtpClientSession session, List<ClientAction> actions) {
        /** Copies the list. */
        public Step {
            actions = List.copyOf(actions);
        }
    }

    /** A session on a connection that is just made; the server speaks first. */
    static SmtpClientSession open(ClientPlan plan) {
        return new AwaitingGreeting(plan);
    }

    /** Takes one input. */
    Step on(ClientInput input);

    /** What it waits for, with the time limit. */
    ClientPhase phase();
}
