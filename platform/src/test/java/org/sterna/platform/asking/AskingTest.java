package org.sterna.platform.asking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.sharding.typed.testkit.javadsl.TestEntityRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AskingTest {
    private record Question(String text, ActorRef<String> replyTo, boolean again) { }

    private static final Asking QUICK = new Asking(Duration.ofMillis(20), Duration.ofSeconds(60));
    private final ActorTestKit kit = ActorTestKit.create(ConfigFactory.parseString("pekko.actor.testkit.typed.single-expect-default = 60s").withFallback(ConfigFactory.load()));
    private final TestProbe<Question> entity = kit.createTestProbe();
    private final EntityRef<Question> ref = TestEntityRef.of(EntityTypeKey.create(Question.class, "kind"), "id", entity.getRef());

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    private CompletableFuture<String> ask(Asking asking) {
        return asking.<Question, String>askAgain(ref, (replyTo, again) -> new Question("what", replyTo, again)).toCompletableFuture();
    }

    private static String answer(CompletableFuture<String> answer) throws ExecutionException, InterruptedException, TimeoutException {
        return answer.get(60, TimeUnit.SECONDS);
    }

    @Test
    void isAskedAgainUntilItAnswers() throws Exception {
        CompletableFuture<String> answer = ask(QUICK);
        assertThat(entity.receiveMessage().again()).isFalse();
        assertThat(entity.receiveMessage().again()).isTrue();
        Question third = entity.receiveMessage();
        assertThat(third.again()).isTrue();
        third.replyTo().tell("this");
        assertThat(answer(answer)).isEqualTo("this");
    }

    @Test
    void aLateAnswerToTheFirstQuestionCounts() throws Exception {
        CompletableFuture<String> answer = ask(QUICK);
        Question first = entity.receiveMessage();
        entity.receiveMessage();
        first.replyTo().tell("late");
        assertThat(answer(answer)).isEqualTo("late");
    }

    @Test
    void isNotAskedAgainBehindTheAnswer() throws Exception {
        CompletableFuture<String> answer = ask(new Asking(Duration.ofMillis(200), Duration.ofSeconds(60)));
        entity.receiveMessage().replyTo().tell("at once");
        assertThat(answer(answer)).isEqualTo("at once");
        entity.expectNoMessage(Duration.ofMillis(400));
    }

    @Test
    void isAskedAgainWhenEntitiesHaveMovedAndNotWhenItIsAnswered() throws Exception {
        CompletableFuture<String> answer = ask(new Asking(Duration.ofSeconds(50), Duration.ofSeconds(60)));
        assertThat(entity.receiveMessage().again()).isFalse();
        Asking.entitiesMoved();
        Question second = entity.receiveMessage();
        assertThat(second.again()).isTrue();
        second.replyTo().tell("moved");
        assertThat(answer(answer)).isEqualTo("moved");
        Asking.entitiesMoved();
        entity.expectNoMessage(Duration.ofMillis(200));
    }

    @Test
    void isGivenUpInTime() {
        CompletableFuture<String> answer = ask(QUICK.within(Duration.ofMillis(300)));
        assertThatThrownBy(() -> answer(answer)).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(TimeoutException.class);
    }
}
