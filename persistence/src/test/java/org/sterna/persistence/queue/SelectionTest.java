package org.sterna.persistence.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.persistence.queue.WaitingMessages.NOW;
import static org.sterna.persistence.queue.WaitingMessages.id;
import static org.sterna.persistence.queue.WaitingMessages.waiting;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sterna.persistence.queue.WaitingMessage.State;

class SelectionTest {
    @ParameterizedTest
    @CsvSource({"*,'',true", "'','',true", "'',a,false", "a,a,true", "A,a,true", "a*,abc,true", "*c,abc,true", "a*c,abc,true", "a*c,abcd,false", "*b*,abc,true",
        "*@example.org,Jones@Example.ORG,true", "*@example.org,jones@example.org.uk,false", "a**c,ac,true", "*a*b*a*,aabbaa,true", "*a*b*c*,acb,false",
        "jones,jones@example.org,false", "a.c,abc,false"})
    void starsStandForAnything(String pattern, String text, boolean matches) {
        assertThat(Selection.glob(pattern, text)).isEqualTo(matches);
    }

    @Test
    void emptySelectsEverything() {
        assertThat(Selection.ALL.matches(waiting(1).message())).isTrue();
    }

    @Test
    void everythingGivenMustApply() {
        WaitingMessage message = waiting(1).from("smith@example.com").to("a@one.example", "Jones@sub.example.org").in(State.DEFERRED)
                .because("451 4.7.1 Try Later").message();
        assertThat(Selection.of(id(1)).matches(message)).isTrue();
        assertThat(Selection.of(id(2)).matches(message)).isFalse();
        assertThat(Selection.ALL.withSender("smith@*").matches(message)).isTrue();
        assertThat(Selection.ALL.withSender("<>").matches(message)).isFalse();
        assertThat(Selection.ALL.withSender("<>").matches(waiting(1).from("").message())).isTrue();
        assertThat(Selection.ALL.withSender("*").matches(waiting(1).from("").message())).isTrue();
        assertThat(Selection.ALL.withRecipient("jones@*").matches(message)).isTrue();
        assertThat(Selection.ALL.withRecipient("smith@*").matches(message)).isFalse();
        assertThat(Selection.ALL.withRecipientDomain("*.example.org").matches(message)).isTrue();
        assertThat(Selection.ALL.withRecipientDomain("example.org").matches(message)).isFalse();
        assertThat(Selection.ALL.withDestination("EXAMPLE.org").matches(message)).isTrue();
        assertThat(Selection.ALL.withDestination("example.net").matches(message)).isFalse();
        assertThat(Selection.ALL.withStates(Set.of(State.DEFERRED, State.HELD)).matches(message)).isTrue();
        assertThat(Selection.ALL.withStates(Set.of(State.READY)).matches(message)).isFalse();
        assertThat(Selection.ALL.withReason("try later").matches(message)).isTrue();
        assertThat(Selection.ALL.withReason("4.7.*").matches(message)).isFalse();
        assertThat(Selection.ALL.withSender("smith@*").withReason("no").matches(message)).isFalse();
    }

    @Test
    void timesOfAcceptanceAreAnInterval() {
        WaitingMessage message = waiting(1).accepted(NOW).message();
        assertThat(Selection.ALL.withAcceptedBefore(NOW).matches(message)).isFalse();
        assertThat(Selection.ALL.withAcceptedBefore(NOW.plusMillis(1)).matches(message)).isTrue();
        assertThat(Selection.ALL.withAcceptedAfter(NOW).matches(message)).isTrue();
        assertThat(Selection.ALL.withAcceptedAfter(NOW.plusMillis(1)).matches(message)).isFalse();
    }
}
