package org.sterna.protocols.smtp;

import java.util.List;

/** The handshake runs. Before: {@link AwaitingTlsReply}; next: {@link AwaitingHello}. RFC 3207 section 4.2. */
record UpgradingTls(ClientConnection connection) implements BetweenTransactions {
    @Override
    public ClientPhase phase() {
        return ClientPhase.TLS;
    }

    /** Servers with a broken TLS often just hang up, or say nothing. */
    @Override
    public Step on(ClientInput input) {
        if (input instanceof ClientInput.ConnectionLost gone && isOptional()) {
            return retryInClear(gone.reason());
        }
        return input instanceof ClientInput.TimedOut && isOptional()
                ? retryInClear("no handshake within " + phase().timeout().toSeconds() + " seconds")
                : BetweenTransactions.super.on(input);
    }

    @Override
    public Step onReply(Reply reply) {
        return confused(reply);
    }

    @Override
    public Step onOther(ClientInput input) {
        if (input instanceof ClientInput.TlsEstablished) {
            return AwaitingHello.begin(connection.underTls());
        }
        if (input instanceof ClientInput.TlsFailed failed) {
            return isOptional() ? retryInClear(failed.reason())
                    : close(Outcome.deferred(Outcome.ENCRYPTION_NEEDED, "TLS is demanded, and the handshake failed: " + failed.reason()));
        }
        return BetweenTransactions.super.onOther(input);
    }

    private boolean isOptional() {
        return !connection.rules().tls().isDemanded();
    }

    private static Step retryInClear(String reason) {
        return new Step(new Finished(), List.of(new ClientAction.Close(), new ClientAction.RetryInClear(reason)));
    }
}
