package org.sterna.platform.transfer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.NullReversePath;
import org.sterna.protocols.smtp.Outcome;
import org.sterna.protocols.smtp.Reply;

/**
 * Asks the next hop of a domain whether it would take mail for a recipient: EHLO, MAIL with the null reverse-path, RCPT, QUIT, and no
 * content. The answers are for a cache; every question makes a connection. Thread-safe.
 */
public final class RecipientProbe {
    private final Relay relay;
    private final Duration limit;

    /**
     * @param relay makes the connections, and bounds their number
     * @param limit how long an answer may take in all
     */
    public RecipientProbe(Relay relay, Duration limit) {
        this.relay = relay;
        this.limit = limit;
    }

    /**
     * Asks; the stage never fails.
     *
     * @param nextHop as {@code Target.Relay} has it; without it the domain's route or MX is asked
     */
    public CompletionStage<ProbeResult> probe(String domain, Optional<String> nextHop, Address recipient) {
        Transport transport = relay.transports().transport(recipient, domain, nextHop, Optional.empty(), NullReversePath.NULL);
        if (transport instanceof Transport.Host host) {
            return relay.ask(RelayJob.question(recipient, host), limit).thenApply(result -> read(result, recipient))
                    .exceptionally(failure -> new ProbeResult.Unavailable(failure.toString()));
        }
        return CompletableFuture.completedFuture(transport instanceof Transport.Refuse refuse ? refused(refuse) : new ProbeResult.Accepted());
    }

    private static ProbeResult refused(Transport.Refuse refuse) {
        return refuse.status().kind() == 5 ? new ProbeResult.Refused(new Reply(550, Optional.of(refuse.status()), List.of(refuse.text().replaceAll("[^ -~]", "?"))))
                : new ProbeResult.Unavailable(refuse.text());
    }

    private static ProbeResult read(RelayResult result, Address recipient) {
        Outcome outcome = result.outcomes().get(recipient);
        if (outcome instanceof Outcome.Welcome) {
            return new ProbeResult.Accepted();
        }
        if (outcome instanceof Outcome.Failed failed && failed.reply().isPresent()) {
            return new ProbeResult.Refused(failed.reply().get());
        }
        if (outcome instanceof Outcome.Failed failed) {
            return new ProbeResult.Unavailable(failed.reason());
        }
        if (outcome instanceof Outcome.Deferred deferred) {
            return new ProbeResult.Unavailable(deferred.reason());
        }
        throw new AssertionError(result);
    }
}
