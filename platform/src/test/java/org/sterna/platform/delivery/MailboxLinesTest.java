package org.sterna.platform.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.MailboxCommand.AddMessages;
import org.sterna.persistence.mailbox.MailboxCommand.NewMessage;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.Verdict;

/** With a mailbox that answers when the test wants it to; a real one is behind the deliveries of {@link MessageQueueTest} and others. */
class MailboxLinesTest {
    private static final MailboxId MAILBOX = new MailboxId("one");
    private static final MailboxId OTHER = new MailboxId("other");

    private record Asked(MailboxId mailbox, List<Long> sizes, CompletableFuture<Verdict> answer) {
        void added(Long... uids) {
            answer.complete(new Verdict.Accepted(List.of(), new Verdict.Added(7, List.of(uids))));
        }
    }

    private final List<Asked> asked = new ArrayList<>();
    private final MailboxLines lines = new MailboxLines(this::ask);

    private CompletionStage<Verdict> ask(MailboxId mailbox, AddMessages add) {
        asked.add(new Asked(mailbox, add.messages().stream().map(NewMessage::size).toList(), new CompletableFuture<>()));
        return asked.get(asked.size() - 1).answer();
    }

    /** A message whose size is its number. */
    private static NewMessage message(long number, int fingerprint, int octets) {
        byte[] print = new byte[32];
        print[0] = (byte) fingerprint;
        return new NewMessage(number, Instant.EPOCH, Set.of(), new MailboxEvent.Origin(Optional.empty(), Optional.of(Fingerprint.of(print)), Optional.empty(),
                Optional.empty()), new MailboxEvent.ObjectIds("e", "t"), Instant.EPOCH, new OctetsPlace.Inline(octets), new byte[0], new byte[octets]);
    }

    private CompletableFuture<Verdict> add(long number) {
        return lines.add(MAILBOX, message(number, (int) number, 10)).toCompletableFuture();
    }

    private static List<Long> uids(CompletableFuture<Verdict> answer) {
        return ((Verdict.Added) ((Verdict.Accepted) answer.join()).answer()).uids();
    }

    @Test
    void whatComesMeanwhileGoesTogether() {
        CompletableFuture<Verdict> first = add(1);
        CompletableFuture<Verdict> second = add(2);
        CompletableFuture<Verdict> third = add(3);
        CompletableFuture<Verdict> elsewhere = lines.add(OTHER, message(4, 4, 10)).toCompletableFuture();
        assertThat(asked).extracting(Asked::sizes).containsExactly(List.of(1L), List.of(4L));
        asked.get(0).added(11L);
        assertThat(uids(first)).containsExactly(11L);
        assertThat(asked).hasSize(3).last().extracting(Asked::mailbox, Asked::sizes).containsExactly(MAILBOX, List.of(2L, 3L));
        asked.get(2).added(12L, 13L);
        assertThat(uids(second)).containsExactly(12L);
        assertThat(uids(third)).containsExactly(13L);
        asked.get(1).added(21L);
        assertThat(uids(elsewhere)).containsExactly(21L);
        add(5);
        assertThat(asked).hasSize(4);
    }

    @Test
    void noMoreThanSoManyMessagesAndOctetsGoTogether() {
        add(0);
        for (int number = 1; number <= MailboxLines.MOST + 1; number++) {
            add(number);
        }
        lines.add(MAILBOX, message(1000, 100, (int) MailboxLines.MOST_OCTETS));
        asked.get(0).added(1L);
        assertThat(asked.get(1).sizes()).hasSize(MailboxLines.MOST);
        asked.get(1).added(asked.get(1).sizes().toArray(Long[]::new));
        assertThat(asked.get(2).sizes()).containsExactly(MailboxLines.MOST + 1L);
        asked.get(2).added(100L);
        assertThat(asked.get(3).sizes()).containsExactly(1000L);
    }

    @Test
    void whatMayBeOneTransactionDoesNotGoTogether() {
        add(1);
        lines.add(MAILBOX, message(2, 50, 10));
        lines.add(MAILBOX, message(3, 50, 10));
        asked.get(0).added(1L);
        assertThat(asked.get(1).sizes()).containsExactly(2L);
        asked.get(1).added(2L);
        assertThat(asked.get(2).sizes()).containsExactly(3L);
    }

    @Test
    void whatIsSaidOfOneOfManyIsAskedForInHalves() {
        add(1);
        CompletableFuture<Verdict> second = add(2);
        CompletableFuture<Verdict> third = add(3);
        CompletableFuture<Verdict> fourth = add(4);
        CompletableFuture<Verdict> fifth = add(5);
        asked.get(0).added(1L);
        asked.get(1).answer().complete(new Verdict.Refused(Verdict.Reason.TOO_LARGE));
        asked.get(2).added(2L, 3L);
        assertThat(uids(second)).containsExactly(2L);
        assertThat(uids(third)).containsExactly(3L);
        CompletableFuture<Verdict> sixth = add(6);
        asked.get(3).answer().complete(new Verdict.Refused(Verdict.Reason.TOO_LARGE));
        asked.get(4).answer().complete(new Verdict.Refused(Verdict.Reason.UIDS_EXHAUSTED));
        assertThat(fourth.join()).isEqualTo(new Verdict.Refused(Verdict.Reason.UIDS_EXHAUSTED));
        asked.get(5).added(5L);
        assertThat(uids(fifth)).containsExactly(5L);
        asked.get(6).added(6L);
        assertThat(uids(sixth)).containsExactly(6L);
        assertThat(asked).extracting(Asked::sizes).containsExactly(List.of(1L), List.of(2L, 3L, 4L, 5L), List.of(2L, 3L), List.of(4L, 5L), List.of(4L),
                List.of(5L), List.of(6L));
    }

    @Test
    void aMailboxThatDoesNotAnswerKeepsNobodyWaitingTwice() {
        CompletableFuture<Verdict> first = add(1);
        CompletableFuture<Verdict> second = add(2);
        asked.get(0).answer().completeExceptionally(new TimeoutException("no answer"));
        assertThatThrownBy(first::join).hasCauseInstanceOf(TimeoutException.class);
        assertThatThrownBy(second::join).hasCauseInstanceOf(TimeoutException.class);
        add(3);
        assertThat(asked).extracting(Asked::sizes).containsExactly(List.of(1L), List.of(3L));
    }
}
