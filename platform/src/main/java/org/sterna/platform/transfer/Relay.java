package org.sterna.platform.transfer;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.sterna.persistence.directory.pekko.DirectoryCopy;
import org.sterna.platform.dns.MailResolver;
import org.sterna.platform.tls.OpportunisticTls;

/** Takes jobs to other hosts, a bounded number at one time. Thread-safe. */
public final class Relay {
    private record Waiting(RelayJob job, CompletableFuture<RelayResult> result) { }

    private final ActorSystem<?> system;
    private final RelayAttempt.RelayTools tools;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private int running;

    public Relay(ActorSystem<?> system, RelaySettings settings, MailResolver resolver, DirectoryCopy directory, OpportunisticTls tls) {
        this(system, settings, resolver, directory, tls, VerifiedTls.ofThisMachine());
    }

    /** @param verified for messages that require TLS */
    public Relay(ActorSystem<?> system, RelaySettings settings, MailResolver resolver, DirectoryCopy directory, OpportunisticTls tls,
            VerifiedTls verified) {
        this.system = system;
        this.tools = new RelayAttempt.RelayTools(settings, resolver, directory, tls, verified);
    }

    /** Makes one attempt; the stage never fails: an outage is a deferral. */
    public CompletionStage<RelayResult> attempt(RelayJob job) {
        Waiting next = new Waiting(job, new CompletableFuture<>());
        synchronized (this) {
            if (running >= tools.settings().maxConnections()) {
                waiting.add(next);
                return next.result();
            }
            running++;
        }
        start(next);
        return next.result();
    }

    private void start(Waiting next) {
        next.result().whenComplete((result, failure) -> {
            Waiting following;
            synchronized (this) {
                following = waiting.poll();
                if (following == null) {
                    running--;
                    return;
                }
            }
            start(following);
        });
        system.systemActorOf(RelayAttempt.create(tools, next.job(), next.result()), "relay-" + UUID.randomUUID(), Props.empty());
    }
}
