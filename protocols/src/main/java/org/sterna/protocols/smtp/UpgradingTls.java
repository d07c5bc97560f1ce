package org.sterna.protocols.smtp;

import java.util.List;
import org.sterna.protocols.address.ForwardPath;

/** The handshake runs. Before: {@link AwaitingTlsReply}; next: {@link AwaitingHello}. RFC 3207 section 4.2. */
record UpgradingTls(ClientPlan plan) implements ClientState {
    @Override
    public List<ForwardPath> undecided() {
        return plan.forwardPaths();
    }

    @Override
    public ClientPhase phase() {
        return ClientPhase.TLS;
    }

    @Override
    public Step on(ClientInput input) {
        // Servers with a broken TLS often just hang up.
        return input instanceof ClientInput.ConnectionLost gone && !plan.demandsTls()
                ? retryInClear(gone.reason())
                : ClientState.super.on(input);
    }

    @Override
    public Step onReply(Reply reply) {
        return confused(reply);
    }

    @Override
    public Step onOther(ClientInput input) {
        if (input instanceof ClientInput.TlsEstablished) {
            return AwaitingHello.ehlo(plan, true); // what was said in the clear is forgotten
        }
        if (input instanceof ClientInput.TlsFailed failed) {
            // RFC 8689 section 4.2.1: such a host does not get the message; another one may.
            return plan.demandsTls()
                    ? close(forwardPath -> Outcome.unsuited(Outcome.NO_ENCRYPTION, "the message requires TLS, and the handshake failed: " + failed.reason()))
                    : retryInClear(failed.reason());
        }
        return ClientState.super.onOther(input);
    }

    private static Step retryInClear(String reason) {
        return new Step(new Finished(), List.of(new ClientAction.Close(), new ClientAction.RetryInClear(reason)));
    }
}
