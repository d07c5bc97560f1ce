package org.sterna.platform.transfer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.sterna.persistence.directory.pekko.DirectoryCopy;
import org.sterna.platform.dns.MailResolver;
import org.sterna.platform.tls.OpportunisticTls;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.smtp.EnhancedStatus;
import org.sterna.protocols.smtp.Outcome;

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
        return attempt(new Waiting(job, new CompletableFuture<>()));
    }

    /** As {@link #attempt(RelayJob)} for a question; one without an answer within the limit is given up, and its connection cut off. */
    CompletionStage<RelayResult> ask(RelayJob job, Duration limit) {
        Map<ForwardPath, Outcome> unanswered = new HashMap<>();
        job.forwardPaths().forEach(each -> unanswered.put(each, new Outcome.Deferred(new EnhancedStatus(4, 4, 1),
                "no answer within " + limit.toMillis() + " ms", Optional.empty())));
        return attempt(new Waiting(job, new CompletableFuture<RelayResult>()
                .completeOnTimeout(new RelayResult("", unanswered), limit.toMillis(), TimeUnit.MILLISECONDS)));
    }

    private CompletionStage<RelayResult> attempt(Waiting next) {
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
                do {
                    following = waiting.poll();
                } while (following != null && following.result().isDone());         // given up before its turn came
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
