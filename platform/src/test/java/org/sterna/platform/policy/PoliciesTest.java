package org.sterna.platform.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sterna.platform.policy.Example.client;
import static org.sterna.platform.policy.Example.connected;
import static org.sterna.platform.policy.Example.helo;
import static org.sterna.platform.policy.Example.mail;
import static org.sterna.platform.policy.Example.rcpt;
import static org.sterna.platform.policy.Example.trusted;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.sterna.config.PolicySettings;
import org.sterna.config.SternaSettings;
import org.sterna.platform.SteppedClock;
import org.sterna.protocols.message.HeaderFields;
import org.sterna.protocols.smtp.Reply;

class PoliciesTest {
    private static final Verdict TAG = new Verdict.Tag("one", "seen");
    private static final Verdict.Refuse REFUSE = new Verdict.Refuse("two", Reply.of(550, "5.7.1", "No"), false);
    private static final Question QUESTION = connected(client("192.0.2.1"));

    private final List<String> asked = new ArrayList<>();

    private record Fixed(String name, Function<Question, CompletionStage<Verdict>> answers) implements Policy {
        @Override
        public CompletionStage<Verdict> ask(Question question) {
            return answers.apply(question);
        }
    }

    @Test
    void nothingToSayCostsNothing() {
        Policies policies = policies(says("a", new Verdict.Pass()), says("b", new Verdict.Pass()));
        assertThat(Example.now(policies, QUESTION)).isSameAs(Judgement.PASS);
        assertThat(policies.ask(QUESTION)).isSameAs(policies.ask(QUESTION)).isSameAs(policies().ask(QUESTION));
    }

    @Test
    void theFirstRefusalWinsAndTagsAreKept() {
        Policies policies = policies(says("a", TAG), says("b", REFUSE), says("c", new Verdict.Refuse("three", Reply.of(421, "4.7.0", "No"), true)));
        assertThat(Example.now(policies, QUESTION)).isEqualTo(new Judgement(Optional.of(REFUSE), List.of((Verdict.Tag) TAG)));
        assertThat(asked).containsExactly("a", "b");
    }

    @Test
    void anExemptionEndsTheQuestions() {
        Policies policies = policies(says("a", TAG), says("b", new Verdict.Exempt()), says("c", REFUSE));
        assertThat(Example.now(policies, QUESTION)).isEqualTo(new Judgement(Optional.empty(), List.of((Verdict.Tag) TAG)));
        assertThat(asked).containsExactly("a", "b");
    }

    @Test
    void laterAnswersAreWaitedForInTheirOrder() {
        CompletableFuture<Verdict> first = new CompletableFuture<>();
        CompletableFuture<Verdict> second = new CompletableFuture<>();
        Policies policies = policies(later("a", first), later("b", second), says("c", REFUSE));
        CompletableFuture<Judgement> answer = policies.ask(QUESTION).toCompletableFuture();
        assertThat(asked).containsExactly("a");
        first.complete(TAG);
        assertThat(asked).containsExactly("a", "b");
        assertThat(answer).isNotDone();
        second.complete(new Verdict.Pass());
        assertThat(answer).isCompletedWithValue(new Judgement(Optional.of(REFUSE), List.of((Verdict.Tag) TAG)));
    }

    @Test
    void aLaterRefusalEndsIt() {
        CompletableFuture<Verdict> first = new CompletableFuture<>();
        Policies policies = policies(later("a", first), says("b", TAG));
        CompletableFuture<Judgement> answer = policies.ask(QUESTION).toCompletableFuture();
        first.complete(REFUSE);
        assertThat(answer).isCompletedWithValue(new Judgement(Optional.of(REFUSE), List.of()));
        assertThat(asked).containsExactly("a");
    }

    @Test
    void failuresCountAsTheSettingsSay() {
        CompletableFuture<Verdict> broken = new CompletableFuture<>();
        Policy throwing = new Fixed("throwing", question -> {
            throw new IllegalStateException("crash as asked");
        });
        Policy failed = new Fixed("failed", question -> CompletableFuture.failedFuture(new IllegalStateException("no as asked")));
        Policies passing = policies(throwing, failed, later("later", broken), says("last", TAG));
        CompletableFuture<Judgement> answer = passing.ask(QUESTION).toCompletableFuture();
        broken.completeExceptionally(new IllegalStateException("later as asked"));
        assertThat(answer).isCompletedWithValue(new Judgement(Optional.empty(), List.of((Verdict.Tag) TAG)));
        Policies deferring = new Policies(List.of(failed), Duration.ofSeconds(10), PolicySettings.Failure.DEFER, Optional.empty());
        assertThat(Example.now(deferring, QUESTION).refusal()).hasValueSatisfying(refusal -> {
            assertThat(refusal.reply()).hasToString("451 4.3.0 No answer from policy failed, try again later");
            assertThat(refusal.rule()).isEqualTo("failed");
            assertThat(refusal.closeConnection()).isFalse();
        });
    }

    @Test
    void silenceCountsAsTheSettingsSay() throws Exception {
        CompletableFuture<Verdict> never = new CompletableFuture<>();
        Policies policies = new Policies(List.of(later("silent", never)), Duration.ofMillis(20), PolicySettings.Failure.DEFER, Optional.empty());
        Judgement judgement = policies.ask(QUESTION).toCompletableFuture().get(20, TimeUnit.SECONDS);
        assertThat(judgement.refusal().orElseThrow().reply()).hasToString("451 4.3.0 No answer from policy silent, try again later");
        assertThat(never).as("the policy's own").isNotDone();
    }

    @Test
    void aRefusalIsAReplyThatRefuses() {
        assertThatThrownBy(() -> new Verdict.Refuse("x", Reply.of(250, "2.0.0", "OK"), false)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void earlyTalkersAreRefusedByDefault() {
        Policies policies = from();
        assertThat(policies.greetingDelay(client("192.0.2.1"))).contains(Duration.ZERO);
        assertThat(Example.now(policies, new Question.SpokeEarly(client("192.0.2.1"))).refusal()).hasValueSatisfying(refusal -> {
            assertThat(refusal.reply()).hasToString("554 5.5.1 You talked before the greeting (early-talker)");
            assertThat(refusal.closeConnection()).isTrue();
        });
        assertThat(policies.greetingDelay(trusted("192.0.2.1"))).as("nobody watches them").isEmpty();
    }

    @Test
    void earlyTalkersMayBeTaggedOrLeftAlone() {
        Policies tagging = from("sterna.policy.early-talker.action=tag", "sterna.policy.early-talker.delay=2 s");
        assertThat(tagging.greetingDelay(client("192.0.2.1"))).contains(Duration.ofSeconds(2));
        assertThat(Example.now(tagging, new Question.SpokeEarly(client("192.0.2.1"))).tags()).extracting(Verdict.Tag::rule).containsExactly("early-talker");
        Policies off = from("sterna.policy.early-talker.action=off");
        assertThat(off.greetingDelay(client("192.0.2.1"))).isEmpty();
        assertThat(Example.now(off, new Question.SpokeEarly(client("192.0.2.1")))).isSameAs(Judgement.PASS);
    }

    @Test
    void whoIsAllowedIsNeitherDeniedNorLimitedNorRefusedForTalking() {
        SternaSettings settings = Example.settings("sterna.policy.lists.allow.networks=[192.0.2.0/25]", "sterna.policy.lists.deny.networks=[192.0.2.0/24]",
                "sterna.limits.network.messages=reject 1 in 1 h");
        SteppedClock clock = new SteppedClock();
        ClientLimits limits = new ClientLimits(settings.limits(), clock);
        Policies policies = Policies.from(settings, limits, clock, Runnable::run);
        Client allowed = client("192.0.2.1");
        Client denied = client("192.0.2.129");
        limits.messageAccepted(allowed, List.of());
        limits.messageAccepted(denied, List.of());
        assertThat(List.of(connected(allowed), new Question.SpokeEarly(allowed), mail(allowed)))
                .allSatisfy(question -> assertThat(Example.now(policies, question)).isSameAs(Judgement.PASS));
        assertThat(List.of(connected(denied), new Question.SpokeEarly(denied), mail(denied)))
                .extracting(question -> Example.now(policies, question).refusal().orElseThrow().rule())
                .containsExactly("deny.networks", "early-talker", "limits.network.messages");
    }

    @Test
    void theDefaultsHaveNothingAgainstAnyMomentOfASession() {
        Policies policies = from();
        Client client = helo("192.0.2.1", "client.example.net");
        var path = Example.from("smith@example.net");
        var to = List.of(Example.to("jones@example.org"));
        List<Question> session = List.of(connected(client), new Question.Greeted(client, "client.example.net"),
                Example.auth(client, "jones@example.org"), mail(client), rcpt(client, "jones@example.org"),
                new Question.DataAnnounced(client, path, to), new Question.ContentComplete(client, path, to, 100, HeaderFields.NONE));
        assertThat(session).allSatisfy(question -> assertThat(Example.now(policies, question)).isSameAs(Judgement.PASS));
    }

    private static Policies from(String... sets) {
        SternaSettings settings = Example.settings(sets);
        SteppedClock clock = new SteppedClock();
        return Policies.from(settings, new ClientLimits(settings.limits(), clock), clock, Runnable::run);
    }

    private static Policies policies(Policy... policies) {
        return new Policies(List.of(policies), Duration.ofSeconds(10), PolicySettings.Failure.PASS, Optional.empty());
    }

    private Policy says(String name, Verdict verdict) {
        return later(name, CompletableFuture.completedFuture(verdict));
    }

    private Policy later(String name, CompletionStage<Verdict> answer) {
        return new Fixed(name, question -> {
            asked.add(name);
            return answer;
        });
    }
}
