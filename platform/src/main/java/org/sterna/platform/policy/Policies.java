package org.sterna.platform.policy;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.config.PolicySettings;
import org.sterna.config.RuleAction;
import org.sterna.config.SternaSettings;
import org.sterna.protocols.smtp.Reply;

/**
 * Asks policies in their order: the first refusal ends it, and so does an exemption. When no policy needs to wait, the answer is a stage
 * that is completed already, and the same one each time if nothing is to be said:
 * {@code ask(question).toCompletableFuture()} then allocates nothing, {@code isDone()} holds, and {@code join()} answers at once.
 */
public final class Policies {
    private static final Logger LOG = LoggerFactory.getLogger(Policies.class);
    private static final CompletableFuture<Judgement> PASS = CompletableFuture.completedFuture(Judgement.PASS);

    private final List<Policy> policies;
    private final Duration timeout;
    private final PolicySettings.Failure failure;
    private final Optional<Duration> greetingDelay;

    /**
     * @param policies      in the order in which they are asked
     * @param timeout       how long one of them may take
     * @param failure       what counts when it takes longer, or fails
     * @param greetingDelay how long a client is watched before it is greeted; empty if it is not
     */
    Policies(List<Policy> policies, Duration timeout, PolicySettings.Failure failure, Optional<Duration> greetingDelay) {
        this.policies = List.copyOf(policies);
        this.timeout = timeout;
        this.failure = failure;
        this.greetingDelay = greetingDelay;
    }

    /**
     * Those that the settings ask for: allow lists, deny lists, early talkers, limits, in this order. A list without entries and a rule
     * that is off are not there at all.
     *
     * @param limits the node's counters, which the sessions tell what happens
     * @param files  reads list files that have changed; may block
     * @throws org.sterna.config.SettingsException when a list file cannot be read
     */
    public static Policies from(SternaSettings settings, ClientLimits limits, Clock clock, Executor files) {
        PolicySettings policy = settings.policy();
        List<Policy> policies = new ArrayList<>();
        AllowLists.from(policy.allow(), clock, files).ifPresent(policies::add);
        DenyLists.from(policy.deny(), clock, files).ifPresent(policies::add);
        boolean watching = policy.earlyTalker().action() != RuleAction.OFF;
        if (watching) {
            policies.add(new EarlyTalkers(policy.earlyTalker().action()));
        }
        if (settings.limits().enabled()) {
            policies.add(limits);
        }
        return new Policies(policies, policy.timeout(), policy.failure(),
                watching ? Optional.of(policy.earlyTalker().delay()) : Optional.empty());
    }

    /**
     * How long to look for octets of a client before it is greeted. If some come, {@link Question.SpokeEarly} is to be asked; zero looks
     * only at what is there already, empty does not look.
     */
    public Optional<Duration> greetingDelay(Client client) {
        return client.trusted() ? Optional.empty() : greetingDelay;
    }

    /** Never fails. Completed already unless a policy needs to wait. */
    public CompletionStage<Judgement> ask(Question question) {
        return ask(question, 0, List.of());
    }

    private CompletableFuture<Judgement> ask(Question question, int first, List<Verdict.Tag> before) {
        List<Verdict.Tag> tags = before;
        for (int number = first; number < policies.size(); number++) {
            Policy policy = policies.get(number);
            CompletableFuture<Verdict> answer = answer(policy, question);
            if (!answer.isDone()) {
                return wait(policy, question, answer, number + 1, tags);
            }
            Verdict verdict = answer.isCompletedExceptionally() ? onFailure(policy, question, reason(answer)) : answer.join();
            if (verdict instanceof Verdict.Refuse || verdict instanceof Verdict.Exempt) {
                return end(verdict, tags);
            }
            tags = with(verdict, tags);
        }
        return tags.isEmpty() ? PASS : CompletableFuture.completedFuture(new Judgement(Optional.empty(), tags));
    }

    private static CompletableFuture<Verdict> answer(Policy policy, Question question) {
        try {
            return policy.ask(question).toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Judgement> wait(
            Policy policy, Question question, CompletableFuture<Verdict> answer, int next, List<Verdict.Tag> tags) {
        return answer.copy().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)       // a copy: the policy's own stage stays its own
                .handle((verdict, failed) -> failed == null ? verdict : onFailure(policy, question, failed))
                .thenCompose(verdict -> verdict instanceof Verdict.Refuse || verdict instanceof Verdict.Exempt
                        ? end(verdict, tags) : ask(question, next, with(verdict, tags)));
    }

    private static CompletableFuture<Judgement> end(Verdict verdict, List<Verdict.Tag> tags) {
        if (verdict instanceof Verdict.Refuse refusal) {
            return CompletableFuture.completedFuture(new Judgement(Optional.of(refusal), tags));
        }
        return tags.isEmpty() ? PASS : CompletableFuture.completedFuture(new Judgement(Optional.empty(), tags));
    }

    private static List<Verdict.Tag> with(Verdict verdict, List<Verdict.Tag> tags) {
        if (!(verdict instanceof Verdict.Tag tag)) {
            return tags;
        }
        List<Verdict.Tag> more = new ArrayList<>(tags);
        more.add(tag);
        return more;
    }

    private Verdict onFailure(Policy policy, Question question, Throwable failed) {
        LOG.warn("{}: policy {} gave no answer to {}, which counts as {}: {}", question.client().session(), policy.name(),
                question.getClass().getSimpleName(), failure, failed.toString());
        return failure == PolicySettings.Failure.PASS ? new Verdict.Pass()
                : new Verdict.Refuse(policy.name(), Reply.of(451, "4.3.0", "No answer from policy " + policy.name() + ", try again later"), false);
    }

    private static Throwable reason(CompletableFuture<?> failed) {
        return failed.handle((value, reason) -> reason).join();
    }
}
