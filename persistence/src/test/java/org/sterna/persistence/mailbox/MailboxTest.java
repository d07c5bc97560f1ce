package org.sterna.persistence.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.mailbox.MailboxCommand.FlagMode;
import org.sterna.persistence.mailbox.MailboxEvent.Origin;

class MailboxTest {
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
    private static final By BY = By.nobody(NOW);
    private static final MailboxId ID = new MailboxId("m1");
    private static final MailboxId OTHER = new MailboxId("m2");

    private Mailbox mailbox = after(Mailbox.EMPTY, new MailboxCommand.Create(ID, "jones@example.org", 77, BY));

    @Test
    void nothingCanBeAskedOfAMailboxThatIsNotThere() {
        for (MailboxCommand command : oneOfEach()) {
            if (!(command instanceof MailboxCommand.Create)) {
                assertThat(Mailbox.EMPTY.decide(command)).isEqualTo(new Verdict.Refused(Verdict.Reason.NO_MAILBOX));
            }
        }
    }

    @Test
    void everyCommandIsDecided() {
        Set<Class<?>> asked = new HashSet<>();
        for (MailboxCommand command : oneOfEach()) {
            asked.add(command.getClass());
            assertThat(mailbox.decide(command)).isNotNull();
        }
        assertThat(asked).containsExactlyInAnyOrder(MailboxCommand.class.getPermittedSubclasses());
    }

    @Test
    void creatingAgainIsTheSame() {
        assertThat(mailbox.decide(new MailboxCommand.Create(ID, "jones@example.org", 77, BY)))
                .isEqualTo(new Verdict.Accepted(List.of(), new Verdict.Created(77)));
        assertThat(mailbox.decide(new MailboxCommand.Create(ID, "jones@example.org", 78, BY)))
                .isEqualTo(new Verdict.Refused(Verdict.Reason.EXISTS));
    }

    @Test
    void uidsRiseAndModSeqIsTheNumberOfTheEvent() {
        add(message(), message());
        add(message());
        assertThat(mailbox.messages().uids()).containsExactly(1, 2, 3);
        assertThat(mailbox.events()).isEqualTo(4);
        assertThat(mailbox.messages().entries()).extracting(MessageEntry::modSeq).containsExactly(2L, 3L, 4L);
        assertThat(mailbox.messages().entries()).extracting(MessageEntry::added).containsExactly(2L, 3L, 4L);
    }

    @Test
    void uidsAreNotReusedAfterTheLastWasExpunged() {                             // RFC 9051 section 2.3.1.1
        add(message(), message());
        apply(new MailboxCommand.Expunge(UidSet.of(2), false, BY));
        assertThat(add(message())).containsExactly(3L);
        apply(new MailboxCommand.Expunge(UidSet.of(LongStream.of(1, 3)), false, BY));
        assertThat(mailbox.messages().size()).isZero();
        assertThat(add(message())).containsExactly(4L);
        assertThat(mailbox.uidNext()).isEqualTo(5);
    }

    @Test
    void lastUidIsGivenAndThenNoneIsLeft() {
        Mailbox full = new Mailbox(Optional.of(ID), "a", 1, 0xFFFF_FFFFL, 9, List.of(), MessagePages.EMPTY, Unconfirmed.NONE, false, Past.NOTHING);
        Mailbox after = after(full, new MailboxCommand.AddMessages(List.of(message()), List.of()));
        assertThat(after.messages().uids()).containsExactly(0xFFFF_FFFFL);
        assertThat(after.decide(new MailboxCommand.AddMessages(List.of(message()), List.of())))
                .isEqualTo(new Verdict.Refused(Verdict.Reason.UIDS_EXHAUSTED));
    }

    @Test
    void deliveryIsIdempotentUntilItIsConfirmed() {
        QueueId first = queueId(1);
        QueueId second = queueId(2);
        assertThat(add(delivery(first))).containsExactly(1L);
        assertThat(accepted(new MailboxCommand.AddMessages(List.of(delivery(first)), List.of())).events()).isEmpty();
        apply(new MailboxCommand.Expunge(UidSet.of(1), false, BY));
        assertThat(add(delivery(first))).containsExactly(1L);                    // expunged since, delivered all the same
        assertThat(mailbox.messages().size()).isZero();
        apply(new MailboxCommand.AddMessages(List.of(delivery(second)), List.of(first)));
        assertThat(mailbox.unconfirmed().deliveries()).containsOnlyKeys(second);
        assertThat(add(delivery(second), message())).containsExactly(2L, 3L);
    }

    @Test
    void deliveryThatIsNeverConfirmedIsForgottenAfterTenDays() {
        add(delivery(queueId(1)));
        add(saved(delivery(queueId(2)), Duration.ofDays(9)));
        add(saved(delivery(queueId(3)), Duration.ofDays(11)));
        assertThat(mailbox.unconfirmed().deliveries()).containsOnlyKeys(queueId(1), queueId(2), queueId(3));
        add(saved(message(), Duration.ofDays(12)));
        assertThat(mailbox.unconfirmed().deliveries()).containsOnlyKeys(queueId(2), queueId(3));
        assertThat(add(delivery(queueId(3)))).containsExactly(3L);
    }

    @Test
    void outageIsNoAge() {
        add(delivery(queueId(1)));
        add(saved(delivery(queueId(2)), Duration.ofDays(400)));
        add(saved(delivery(queueId(3)), Duration.ofDays(401).minusMillis(1)));
        assertThat(add(saved(delivery(queueId(1)), Duration.ofDays(401).minusMillis(1)))).as("repeated by who adopted it").containsExactly(1L);
        add(saved(delivery(queueId(4)), Duration.ofDays(401)));
        assertThat(mailbox.unconfirmed().deliveries()).containsOnlyKeys(queueId(2), queueId(3), queueId(4));
    }

    private static MailboxCommand.NewMessage saved(MailboxCommand.NewMessage message, Duration later) {
        return new MailboxCommand.NewMessage(message.size(), message.internalDate(), message.flags(), message.origin(), message.ids(), NOW.plus(later),
                message.octets(), message.summary(), message.inline());
    }

    @Test
    void oneQueueIdTwiceInACommandIsOneMessage() {
        assertThat(add(delivery(queueId(1)), delivery(queueId(1)))).containsExactly(1L, 1L);
        assertThat(mailbox.messages().size()).isEqualTo(1);
    }

    @Test
    void flagsAreReplacedAddedAndRemoved() {                                     // RFC 9051 section 6.4.6
        add(message("\\Seen"), message(), message("$Label1"));
        UidSet all = UidSet.of(LongStream.rangeClosed(1, 3));
        assertThat(store(all, FlagMode.ADD, "\\SEEN")).isEqualTo(new Verdict.Changed(UidSet.of(LongStream.of(2, 3)), UidSet.EMPTY, 5));
        assertThat(flags()).containsExactly(List.of("\\Seen"), List.of("\\Seen"), List.of("\\Seen", "$Label1"));
        store(all, FlagMode.REMOVE, "\\Seen", "unknown");
        assertThat(flags()).containsExactly(List.of(), List.of(), List.of("$Label1"));
        store(UidSet.of(1), FlagMode.REPLACE, "\\Deleted", "work");
        assertThat(flags()).containsExactly(List.of("\\Deleted", "work"), List.of(), List.of("$Label1"));
        assertThat(mailbox.keywords()).containsExactly("$Label1", "work");
        store(UidSet.of(1), FlagMode.REPLACE);
        assertThat(flags().get(0)).isEmpty();
    }

    @Test
    void keywordsHaveNoCaseAndKeepTheirFirstSpelling() {
        add(message("Work"));
        store(UidSet.of(1), FlagMode.ADD, "WORK", "work");
        assertThat(mailbox.keywords()).containsExactly("Work");
        assertThat(mailbox.events()).isEqualTo(2);
    }

    @Test
    void storeThatChangesNothingIsNoEvent() {
        add(message("\\Seen"));
        Verdict.Accepted verdict = accepted(new MailboxCommand.StoreFlags(UidSet.of(LongStream.of(1, 9)), FlagMode.ADD,
                Set.of("\\Seen"), Optional.empty(), BY));
        assertThat(verdict.events()).isEmpty();
        assertThat(verdict.answer()).isEqualTo(new Verdict.Changed(UidSet.EMPTY, UidSet.EMPTY, 2));
    }

    @Test
    void oneStoreOnAThousandMessagesIsOneEvent() {
        add(IntStream.range(0, 1000).mapToObj(i -> i % 2 == 0 ? message() : message("\\Flagged")).toArray(MailboxCommand.NewMessage[]::new));
        long before = mailbox.events();
        Verdict.Accepted verdict = accepted(new MailboxCommand.StoreFlags(UidSet.of(LongStream.rangeClosed(1, 1000)), FlagMode.ADD,
                Set.of("\\Seen"), Optional.empty(), BY));
        assertThat(verdict.events()).singleElement().isInstanceOfSatisfying(MailboxEvent.FlagsChanged.class,
                event -> assertThat(event.changes()).extracting(MailboxEvent.Change::after)
                        .containsExactly(Flags.SEEN, Flags.FLAGGED | Flags.SEEN));
        mailbox = mailbox.evolve(verdict.events().get(0));
        assertThat(mailbox.messages().entries()).allMatch(entry -> entry.modSeq() == before + 1);
        assertThat(mailbox.messages().count(Flags.SEEN)).isEqualTo(1000);
        assertThat(mailbox.messages().count(Flags.FLAGGED)).isEqualTo(500);
    }

    @Test
    void unchangedSinceLeavesNewerMessagesAlone() {                              // RFC 7162 section 3.1.3
        add(message(), message());                                               // MODSEQ 2 and 3
        assertThat(apply(new MailboxCommand.StoreFlags(UidSet.of(LongStream.of(1, 2)), FlagMode.ADD, Set.of("\\Seen"), Optional.of(2L), BY)))
                .isEqualTo(new Verdict.Changed(UidSet.of(1), UidSet.of(2), 4));
        assertThat(mailbox.messages().find(1).orElseThrow().modSeq()).isEqualTo(4);
        assertThat(mailbox.messages().find(2).orElseThrow().modSeq()).isEqualTo(3);
        assertThat(apply(new MailboxCommand.StoreFlags(UidSet.of(1), FlagMode.ADD, Set.of("\\Seen"), Optional.of(0L), BY)))
                .isEqualTo(new Verdict.Changed(UidSet.EMPTY, UidSet.of(1), 4));
    }

    @Test
    void keywordsHaveALimit() {
        String[] all = IntStream.range(0, Flags.MAX_KEYWORDS).mapToObj(i -> "k" + i).toArray(String[]::new);
        add(message(all));
        assertThat(new HashSet<>(flags().get(0))).isEqualTo(Set.of(all));
        assertThat(mailbox.decide(new MailboxCommand.AddMessages(List.of(message("one-more")), List.of())))
                .isEqualTo(new Verdict.Refused(Verdict.Reason.TOO_MANY_KEYWORDS));
        assertThat(mailbox.decide(new MailboxCommand.StoreFlags(UidSet.of(1), FlagMode.ADD, Set.of("one-more"), Optional.empty(), BY)))
                .isEqualTo(new Verdict.Refused(Verdict.Reason.TOO_MANY_KEYWORDS));
        assertThat(accepted(new MailboxCommand.StoreFlags(UidSet.of(1), FlagMode.REMOVE, Set.of("one-more"), Optional.empty(), BY)).events()).isEmpty();
        store(UidSet.of(1), FlagMode.REMOVE, all[Flags.MAX_KEYWORDS - 1]);
        assertThat(flags().get(0)).hasSize(Flags.MAX_KEYWORDS - 1);
    }

    @Test
    void expungeTakesDeletedOnesOnly() {
        add(message("\\Deleted"), message(), message("\\Deleted"));
        assertThat(apply(new MailboxCommand.Expunge(UidSet.of(LongStream.rangeClosed(1, 2)), true, BY))).isEqualTo(new Verdict.Expunged(UidSet.of(1), 5));
        assertThat(apply(new MailboxCommand.Expunge(UidSet.of(2), true, BY))).isEqualTo(new Verdict.Expunged(UidSet.EMPTY, 5));
        assertThat(mailbox.messages().uids()).containsExactly(2, 3);
        assertThat(mailbox.events()).isEqualTo(5);
    }

    @Test
    void movedMessagesStayUntilTheMoveIsFinished() {                             // RFC 6851 section 3.3
        add(message(), message());
        assertThat(apply(new MailboxCommand.StartMove(OTHER, UidSet.of(1), BY))).isEqualTo(new Verdict.MoveStarted(4, UidSet.of(1)));
        assertThat(mailbox.messages().uids()).containsExactly(1, 2);
        assertThat(mailbox.past().moves()).containsOnlyKeys(4L);
        assertThat(apply(new MailboxCommand.FinishMove(4, UidSet.of(LongStream.of(1, 2)), BY))).isEqualTo(new Verdict.Expunged(UidSet.of(1), 5));
        assertThat(mailbox.messages().uids()).containsExactly(2);
        assertThat(mailbox.past().moves()).isEmpty();
        Verdict.Accepted again = accepted(new MailboxCommand.FinishMove(4, UidSet.of(1), BY));
        assertThat(again.events()).isEmpty();
        assertThat(again.answer()).isEqualTo(new Verdict.Expunged(UidSet.of(1), 5));
    }

    @Test
    void aMessageIsMovedByOneMoveAtATime() {
        add(message(), message());
        apply(new MailboxCommand.StartMove(OTHER, UidSet.of(1), BY));
        By later = By.nobody(BY.at().plusMillis(1));
        refused(new MailboxCommand.StartMove(OTHER, UidSet.ALL, later));
        assertThat(apply(new MailboxCommand.StartMove(OTHER, UidSet.of(2), later))).isEqualTo(new Verdict.MoveStarted(5, UidSet.of(2)));
        assertThat(accepted(new MailboxCommand.StartMove(OTHER, UidSet.of(1), BY)).answer()).as("asked again").isEqualTo(new Verdict.MoveStarted(4, UidSet.of(1)));
        apply(new MailboxCommand.FinishMove(4, UidSet.EMPTY, BY));
        assertThat(apply(new MailboxCommand.StartMove(OTHER, UidSet.of(1), later))).isEqualTo(new Verdict.MoveStarted(7, UidSet.of(1)));
    }

    @Test
    void whatIsBeingMovedIsNotChanged() {
        add(message("\\Deleted"), message("\\Deleted"), message("\\Deleted"));
        apply(new MailboxCommand.StartMove(OTHER, UidSet.of(2), BY));                // 5
        assertThat(mailbox.beingMoved(UidSet.ALL)).isEqualTo(UidSet.of(2));
        refused(new MailboxCommand.StoreFlags(UidSet.ALL, FlagMode.ADD, Set.of("new"), Optional.empty(), BY));
        refused(new MailboxCommand.StoreFlags(UidSet.of(2), FlagMode.REPLACE, Set.of(), Optional.empty(), BY));
        refused(new MailboxCommand.Replace(2, message(), BY));
        assertThat(apply(new MailboxCommand.StoreFlags(UidSet.ALL, FlagMode.ADD, Set.of("\\Deleted"), Optional.empty(), BY)))
                .as("nothing would change").isEqualTo(new Verdict.Changed(UidSet.EMPTY, UidSet.EMPTY, 5));
        assertThat(apply(new MailboxCommand.StoreFlags(UidSet.ALL, FlagMode.ADD, Set.of("\\Seen"), Optional.of(2L), BY)))
                .as("left alone by RFC 7162 section 3.1.3").isEqualTo(new Verdict.Changed(UidSet.of(1), UidSet.of(LongStream.of(2, 3)), 6));
        assertThat(apply(new MailboxCommand.MarkSeen(UidSet.ALL, BY))).isEqualTo(new Verdict.Changed(UidSet.of(3), UidSet.EMPTY, 7));
        assertThat(accepted(new MailboxCommand.MarkSeen(UidSet.of(2), BY)).events()).isEmpty();
        assertThat(apply(new MailboxCommand.Expunge(UidSet.ALL, true, BY))).isEqualTo(new Verdict.Expunged(UidSet.of(LongStream.of(1, 3)), 8));
        assertThat(accepted(new MailboxCommand.Expunge(UidSet.ALL, false, BY)).events()).isEmpty();
        apply(new MailboxCommand.FinishMove(5, UidSet.EMPTY, BY));
        store(UidSet.of(2), FlagMode.ADD, "\\Seen");
        assertThat(apply(new MailboxCommand.Expunge(UidSet.ALL, true, BY))).isEqualTo(new Verdict.Expunged(UidSet.of(2), 11));
    }

    private void refused(MailboxCommand command) {
        assertThat(mailbox.decide(command)).isEqualTo(new Verdict.Refused(Verdict.Reason.BEING_MOVED));
    }

    @Test
    void moveOfNothingIsNoEventAndAnAbandonedOneLeavesTheMessages() {
        add(message());
        Verdict.Accepted nothing = accepted(new MailboxCommand.StartMove(OTHER, UidSet.of(9), BY));
        assertThat(nothing.events()).isEmpty();
        assertThat(((Verdict.MoveStarted) nothing.answer()).uids().isEmpty()).isTrue();
        apply(new MailboxCommand.StartMove(OTHER, UidSet.of(1), BY));
        assertThat(apply(new MailboxCommand.FinishMove(3, UidSet.EMPTY, BY))).isEqualTo(new Verdict.Expunged(UidSet.EMPTY, 4));
        assertThat(mailbox.messages().uids()).containsExactly(1);
        assertThat(mailbox.past().moves()).isEmpty();
    }

    @Test
    void copyOfTheSameRunIsFoundAndOfAnotherRunIsAnotherMessage() {
        assertThat(add(copy(5, 70), copy(6, 70))).containsExactly(1L, 2L);
        assertThat(add(copy(5, 70), copy(6, 70), copy(7, 70))).containsExactly(1L, 2L, 3L);
        assertThat(add(copy(5, -70))).containsExactly(4L);
        apply(new MailboxCommand.Expunge(UidSet.of(2), false, BY));
        assertThat(mailbox.copied(OTHER, 70, UidSet.of(LongStream.rangeClosed(4, 9)))).isEqualTo(UidSet.of(LongStream.of(5, 7)));
        assertThat(mailbox.copied(ID, 70, UidSet.of(5)).isEmpty()).isTrue();
        assertThat(add(copy(6, 70))).containsExactly(2L);                        // expunged since, copied all the same
    }

    @Test
    void replacedMessageIsThereFromTheFirstEventOnAndTheOldOneLeavesWithTheSecond() {      // RFC 8508 section 3.4
        add(message("\\Draft"));
        Verdict.Accepted verdict = accepted(new MailboxCommand.Replace(1, message("\\Seen"), BY));
        assertThat(verdict.events()).hasSize(2);
        assertThat(verdict.answer()).isEqualTo(new Verdict.Added(77, List.of(2L)));
        assertThat(mailbox.evolve(verdict.events().get(0)).messages().uids()).containsExactly(1, 2);
        assertThat(mailbox.evolve(verdict.events().get(0)).evolve(verdict.events().get(1)).messages().uids()).containsExactly(2);
        assertThat(mailbox.decide(new MailboxCommand.Replace(9, message(), BY))).isEqualTo(new Verdict.Refused(Verdict.Reason.NO_MESSAGE));
    }

    @Test
    void deliveriesThatWouldBeMuchInTwoPartitionsAreBetterParted() {
        MailboxCommand.NewMessage[] before = new MailboxCommand.NewMessage[250];
        Arrays.fill(before, message());
        add(before);                                                             // the mailbox was made by the first event
        List<MailboxCommand.NewMessage> many = LongStream.range(0, 8).mapToObj(number -> large(delivery(queueId((int) number)))).toList();
        assertThat(mailbox.events()).isEqualTo(251);
        assertThat(mailbox.decide(new MailboxCommand.AddMessages(many, List.of()))).isEqualTo(new Verdict.Refused(Verdict.Reason.TOO_LARGE));
        assertThat(add(many.subList(0, 4).toArray(MailboxCommand.NewMessage[]::new))).hasSize(4);       // up to the border
        assertThat(add(many.toArray(MailboxCommand.NewMessage[]::new))).hasSize(8);                     // behind it, four of them being here
        assertThat(mailbox.events()).isEqualTo(259);
    }

    @Test
    void copiesAreOneWriteWhereverTheyAre() {
        MailboxCommand.NewMessage[] before = new MailboxCommand.NewMessage[250];
        Arrays.fill(before, message());
        add(before);
        assertThat(add(LongStream.range(0, 8).mapToObj(number -> large(copy(number + 1, 5))).toArray(MailboxCommand.NewMessage[]::new))).hasSize(8);
    }

    private static MailboxCommand.NewMessage large(MailboxCommand.NewMessage message) {
        return new MailboxCommand.NewMessage(message.size(), message.internalDate(), message.flags(), message.origin(), message.ids(), message.saveDate(),
                message.octets(), message.summary(), new byte[10_000]);
    }

    @Test
    void whatIsTooMuchForOneWriteIsRefusedWhole() {
        MailboxCommand.NewMessage[] many = new MailboxCommand.NewMessage[MailboxCommand.AddMessages.MAX_MESSAGES + 1];
        Arrays.fill(many, message());
        assertThat(mailbox.decide(new MailboxCommand.AddMessages(List.of(many), List.of()))).isEqualTo(new Verdict.Refused(Verdict.Reason.TOO_LARGE));
        assertThat(add(Arrays.copyOf(many, many.length - 1))).hasSize(many.length - 1);
    }

    @Test
    void whatVanishedIsKnownBackToTheFirstEvent() {                              // RFC 7162 section 3.2.6
        add(message(), message(), message(), message());                         // 2 to 5
        apply(new MailboxCommand.Expunge(UidSet.of(2), false, BY));              // 6
        apply(new MailboxCommand.StartMove(OTHER, UidSet.of(4), BY));            // 7
        apply(new MailboxCommand.FinishMove(7, UidSet.of(4), BY));               // 8
        assertThat(mailbox.vanishedSince(1, UidSet.ALL)).isEqualTo(UidSet.of(LongStream.of(2, 4)));
        assertThat(mailbox.vanishedSince(6, UidSet.ALL)).isEqualTo(UidSet.of(4));
        assertThat(mailbox.vanishedSince(8, UidSet.ALL).isEmpty()).isTrue();
        assertThat(mailbox.vanishedSince(1, UidSet.of(2))).isEqualTo(UidSet.of(2));
        assertThat(mailbox.highestModSeq()).isEqualTo(8);
    }

    @Test
    void sweeperIsToldOfWhatWasExpungedMeanwhile() {
        By early = By.nobody(NOW.minusSeconds(100));
        add(message(), message());
        assertThat(mailbox.sweep().oldest()).isEmpty();
        apply(new MailboxCommand.Expunge(UidSet.of(1), false, early));           // 4
        assertThat(mailbox.totals().unswept()).contains(early.at());
        apply(new MailboxCommand.Expunge(UidSet.of(2), false, BY));              // 5
        apply(new MailboxCommand.MarkSwept(new Swept(4, 0, Optional.empty()), BY));
        assertThat(mailbox.sweep().swept()).isEqualTo(new Swept(4, 0, Optional.of(NOW)));
        apply(new MailboxCommand.MarkSwept(new Swept(6, 0, Optional.empty()), BY));
        assertThat(mailbox.sweep().oldest()).isEmpty();
        assertThat(accepted(new MailboxCommand.MarkSwept(new Swept(4, 0, Optional.empty()), BY)).events()).isEmpty();
        apply(new MailboxCommand.Delete(BY));
        assertThat(mailbox.sweep().oldest()).contains(NOW);
        apply(new MailboxCommand.MarkSwept(new Swept(mailbox.events(), 0, Optional.empty()), BY));
        assertThat(mailbox.sweep().oldest()).isEmpty();
    }

    @Test
    void expungeTellsWhichEventsAddedTheMessages() {
        add(message(), message());                                               // 2 and 3
        store(UidSet.of(1), FlagMode.ADD, "\\Seen");                              // 4
        add(message());                                                          // 5
        MailboxEvent.MessagesExpunged event = (MailboxEvent.MessagesExpunged) accepted(
                new MailboxCommand.Expunge(UidSet.of(LongStream.rangeClosed(1, 3)), false, BY)).events().get(0);
        List<String> told = new ArrayList<>();
        event.added().forEach(event.uids(), (uid, added) -> told.add(uid + " " + added));
        assertThat(told).containsExactly("1 2", "2 3", "3 5");
    }

    @Test
    void deletedMailboxTakesNothing() {
        add(message());
        apply(new MailboxCommand.Delete(BY));
        assertThat(mailbox.messages().size()).isZero();
        for (MailboxCommand command : oneOfEach()) {
            if (!(command instanceof MailboxCommand.MarkSwept || command instanceof MailboxCommand.Delete)) {
                assertThat(mailbox.decide(command)).isInstanceOf(Verdict.Refused.class);
            }
        }
    }

    @Test
    void flagNamesAreThoseOfTheRfc() {
        assertThat(Flags.names(31, List.of())).containsExactly("\\Answered", "\\Flagged", "\\Deleted", "\\Seen", "\\Draft");
        assertThat(Flags.system("\\DRAFT")).isEqualTo(Flags.DRAFT);
        assertThat(Flags.system("\\Recent")).isZero();
        assertThat(Flags.keyword("x", List.of("y", "X"))).isEqualTo(1L << Flags.FIRST_KEYWORD + 1);
    }

    private static List<MailboxCommand> oneOfEach() {
        UidSet one = UidSet.of(1);
        return List.of(new MailboxCommand.Create(ID, "jones@example.org", 78, BY),
                new MailboxCommand.AddMessages(List.of(message()), List.of()),
                new MailboxCommand.StoreFlags(one, FlagMode.ADD, Set.of("\\Seen"), Optional.empty(), BY),
                new MailboxCommand.MarkSeen(one, BY), new MailboxCommand.Expunge(one, false, BY), new MailboxCommand.Replace(1, message(), BY),
                new MailboxCommand.StartMove(OTHER, one, BY), new MailboxCommand.FinishMove(1, one, BY),
                new MailboxCommand.MarkSwept(new Swept(1, 0, Optional.empty()), BY),
                new MailboxCommand.Delete(BY));
    }

    private static MailboxCommand.NewMessage message(String... flags) {
        return message(Origin.NONE, flags);
    }

    private static MailboxCommand.NewMessage copy(long uid, long run) {
        return message(new Origin(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(new MailboxEvent.Source(OTHER, uid, run))));
    }

    private static MailboxCommand.NewMessage delivery(QueueId id) {
        return message(new Origin(Optional.of(id), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static MailboxCommand.NewMessage message(Origin origin, String... flags) {
        return new MailboxCommand.NewMessage(100, NOW, new LinkedHashSet<>(Arrays.asList(flags)), origin,
                new MailboxEvent.ObjectIds("e", "t"), NOW, new OctetsPlace.Inline(0), new byte[0], new byte[0]);
    }

    private static QueueId queueId(int message) {
        return new QueueId(new Incarnation("a"), 1, message);
    }

    private Verdict.Accepted accepted(MailboxCommand command) {
        return (Verdict.Accepted) mailbox.decide(command);
    }

    private Verdict.Answer apply(MailboxCommand command) {
        Verdict.Accepted verdict = accepted(command);
        for (MailboxEvent event : verdict.events()) {
            mailbox = mailbox.evolve(event);
        }
        return verdict.answer();
    }

    private List<Long> add(MailboxCommand.NewMessage... messages) {
        return ((Verdict.Added) apply(new MailboxCommand.AddMessages(List.of(messages), List.of()))).uids();
    }

    private Verdict.Answer store(UidSet uids, FlagMode mode, String... flags) {
        return apply(new MailboxCommand.StoreFlags(uids, mode, Set.of(flags), Optional.empty(), BY));
    }

    private List<List<String>> flags() {
        return mailbox.messages().entries().stream().map(entry -> Flags.names(entry.flags(), mailbox.keywords())).toList();
    }

    private static Mailbox after(Mailbox before, MailboxCommand command) {
        Mailbox state = before;
        for (MailboxEvent event : ((Verdict.Accepted) before.decide(command)).events()) {
            state = state.evolve(event);
        }
        return state;
    }
}
