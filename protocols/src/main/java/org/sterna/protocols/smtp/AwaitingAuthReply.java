package org.sterna.protocols.smtp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.sterna.protocols.sasl.ClientExchange;
import org.sterna.protocols.sasl.ClientMechanism;
import org.sterna.protocols.sasl.ClientStep;

/**
 * Third, where we log in: AUTH or a response is sent. Before: {@link AwaitingHello}; next: {@link AwaitingTransaction}. RFC 4954 section 4.
 * A host that does not let us in gets no message, for it was to be sent under our name; whoever runs us may correct that, so it is
 * never a failure of the message.
 *
 * @param aborted why we sent {@code *}; empty as long as all goes well
 */
record AwaitingAuthReply(ClientConnection connection, ClientExchange exchange, Optional<String> aborted) implements BetweenTransactions {
    /** RFC 5248 has X.7.8 for credentials that are not valid. */
    private static final EnhancedStatus NO_LOGIN = new EnhancedStatus(4, 7, 8);
    private static final EnhancedStatus NO_MECHANISM = new EnhancedStatus(4, 7, 4);
    /** With CRLF: RFC 5321 section 4.5.3.1.4. */
    private static final int MAX_COMMAND_OCTETS = 512;

    static Step begin(ClientConnection connection, ClientCredentials credentials) {
        if (!connection.secured() && !credentials.allowClear()) {
            return ClientConnection.refuse(Outcome.deferred(Outcome.ENCRYPTION_NEEDED, "logging in needs TLS, which the next host does not offer"));
        }
        Optional<ClientMechanism> best = credentials.bestOf(connection.offer().mechanisms());
        if (best.isEmpty()) {
            return ClientConnection.refuse(Outcome.deferred(NO_MECHANISM, "the next host offers none of the mechanisms to log in with: " + credentials.mechanisms()));
        }
        String command = "AUTH " + best.get().wireName();
        ClientExchange exchange = ClientExchange.start(best.get(), credentials.user(), credentials.secret(), connection.nonce());
        if (!best.get().clientFirst()) {
            return ClientState.send(new AwaitingAuthReply(connection, exchange, Optional.empty()), command + "\r\n");
        }
        ClientStep first = exchange.on("");
        if (first instanceof ClientStep.Abort abort) {
            return ClientConnection.refuse(Outcome.deferred(NO_LOGIN, abort.reason()));
        }
        ClientStep.Respond response = (ClientStep.Respond) first;
        String line = command + " " + response.base64() + "\r\n";
        // RFC 4954 section 4: a longer one waits for the empty challenge.
        return line.getBytes(StandardCharsets.UTF_8).length > MAX_COMMAND_OCTETS
                ? ClientState.send(new AwaitingAuthReply(connection, exchange, Optional.empty()), command + "\r\n")
                : new AwaitingAuthReply(connection, response.next(), Optional.empty()).say(line);
    }

    @Override
    public ClientPhase phase() {
        return ClientPhase.HELLO;
    }

    @Override
    public Step onReply(Reply reply) {
        if (aborted.isPresent() && !reply.isIntermediate()) {
            return ClientConnection.refuse(Outcome.deferred(NO_LOGIN, "the login was cancelled: " + aborted.get()));
        }
        if (reply.code() == 334 && aborted.isEmpty()) {
            return respond(exchange.on(reply.text()));
        }
        if (reply.code() == 235) {
            // RFC 5802 section 5: a host that has not proven that it knows the password is not the one we meant.
            return exchange.mayEnd() ? connection.loggedIn().ready(List.of())
                    : ClientConnection.refuse(Outcome.deferred(NO_LOGIN, "the next host ended the login too early: " + reply));
        }
        if (reply.isPositive() || reply.isIntermediate()) {
            return confused(reply);
        }
        return ClientConnection.refuse(reply.isTransient() ? Outcome.deferred(reply) : new Outcome.Deferred(NO_LOGIN, reply.toString(), Optional.of(reply)));
    }

    private Step respond(ClientStep step) {
        if (step instanceof ClientStep.Respond respond) {
            return new AwaitingAuthReply(connection, respond.next(), Optional.empty()).say(respond.base64() + "\r\n");
        }
        if (step instanceof ClientStep.Abort abort) {
            return ClientState.send(new AwaitingAuthReply(connection, exchange, Optional.of(abort.reason())), "*\r\n");
        }
        throw new AssertionError(step);
    }

    private Step say(String line) {
        return new Step(this, List.of(new ClientAction.Send(line, ClientAction.Privacy.SECRET)));
    }
}
