package org.sterna.protocols.smtp;

import java.util.List;
import org.sterna.protocols.address.ForwardPath;

/** The handshake runs. Before: {@link AwaitingTlsReply}; next: {@link AwaitingHello}. RFC 3207 section 4.2. */
record UpgradingTls(ClientPlan plan) implements ClientState {
    @Override
    public List<ForwardPath> undecided() {
        return plan.recipients();
    }

    @Override
    public ClientPhase phase() {
        return ClientPhase.TLS;
    }

    @Override
    public Step on(ClientInput input) {
        // Servers with a broken TLS often just hang up.
        return input instanceof ClientInput.ConnectionLost gone
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
            return retryInClear(failed.reason());
        }
        return ClientState.super.onOther(input);
    }

    private static Step retryInClear(String reason) {
        return new Step(new Finished(), List.of(new ClientAction.Close(), new ClientAction.RetryInClear(reason)));
    }
}
