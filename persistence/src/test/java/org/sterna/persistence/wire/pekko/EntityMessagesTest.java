package org.sterna.persistence.wire.pekko;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sterna.persistence.account.pekko.AccountEntity;
import org.sterna.persistence.codec.UnreadableRecordException;
import org.sterna.persistence.destination.pekko.DestinationEntity;
import org.sterna.persistence.destination.pekko.FrozenDestinations;
import org.sterna.persistence.directory.pekko.DirectoryEntity;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;
import org.sterna.persistence.queue.pekko.QueueSliceEntity;
import org.sterna.persistence.wire.WireMessages;
import org.sterna.persistence.wire.WireWriter;

/** Every message that entities are sent, or answer, goes to another node and comes there as it was. */
class EntityMessagesTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final ActorRef<Object> ACTOR = KIT.<Object>createTestProbe().getRef();
    private static final WireMessages MESSAGES = EntityMessages.of(ActorRefResolver.get(KIT.system()));
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    static Stream<Class<?>> types() {
        return MESSAGES.types().stream();
    }

    private static byte[] write(Object message) {
        WireWriter out = WireWriter.growing();
        MESSAGES.write(out, message);
        return out.toOctets();
    }

    private static Object back(Object message) {
        return MESSAGES.read(MESSAGES.name(message), ByteBuffer.wrap(write(message)));
    }

    /** What does not travel with it. */
    private static Object expected(Object message) {
        return message instanceof Verdict.Accepted accepted ? new Verdict.Accepted(List.of(), accepted.answer()) : message;
    }

    @ParameterizedTest
    @MethodSource("types")
    void comesAsItWas(Class<?> type) {
        AnyMessage any = new AnyMessage(new Random(type.getName().hashCode()), ACTOR);
        for (int i = 0; i < 30; i++) {
            Object message = any.of(type);
            Object back = back(message);
            assertThat(back).usingRecursiveComparison().withEqualsForType(ActorRef::equals, ActorRef.class).isEqualTo(expected(message));
            assertThat(write(back)).hasSameSizeAs(write(expected(message)));
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void whatIsCutShortOrDamagedIsUnreadableOrAnotherMessage(Class<?> type) {
        Random random = new Random(type.getName().hashCode());
        Object message = new AnyMessage(random, ACTOR).of(type);
        byte[] octets = write(message);
        String name = MESSAGES.name(message);
        for (int length = 0; length < octets.length; length += octets.length < 500 ? 1 : 97) {
            ByteBuffer cut = ByteBuffer.wrap(octets, 0, length);
            assertThatThrownBy(() -> MESSAGES.read(name, cut)).isInstanceOf(UnreadableRecordException.class);
        }
        for (int i = 0; i < 50; i++) {
            byte[] damaged = octets.clone();
            for (int bit = random.nextInt(1, 4); bit > 0; bit--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                assertThat(MESSAGES.read(name, ByteBuffer.wrap(damaged))).isInstanceOf(type);
            } catch (UnreadableRecordException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void onlyStatesThatShareTheirPagesAndWhatAnActorTellsItselfStay() {
        Set<Class<?>> missing = Stream.of(MailboxEntity.Message.class, MailboxEntity.Update.class, AccountEntity.Message.class, AccountEntity.Update.class,
                        DirectoryEntity.Message.class, DirectoryEntity.Update.class, QueueSliceEntity.Message.class, DestinationEntity.Message.class,
                        DestinationEntity.Told.class, FrozenDestinations.Message.class, Verdict.class)
                .flatMap(each -> Arrays.stream(each.getPermittedSubclasses())).filter(each -> !MESSAGES.types().contains(each)).collect(Collectors.toSet());
        assertThat(missing).containsAll(EntityMessages.LOCAL);
        missing.removeAll(EntityMessages.LOCAL);
        assertThat(missing).allSatisfy(each -> assertThat(Modifier.isPublic(each.getModifiers())).as(each.getName()).isFalse());
        assertThat(missing.stream().map(Class::getSimpleName).distinct().sorted().toList()).containsExactly(
                "Died", "Due", "Ended", "Flush", "Idle", "MailboxStopped", "MaildropOwnerStopped", "MoveFound", "Opened", "Recalled", "Remind", "ResumeMove", "TotalsCame", "Viewed",
                "WatcherStopped");
        assertThatThrownBy(() -> MESSAGES.name(new MailboxEntity.Snapshot(Mailbox.EMPTY, 1))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MailboxEntity$Snapshot");
    }

    @Test
    void anActorIsFoundAgain() {
        TestProbe<Verdict> probe = KIT.createTestProbe();
        MailboxEntity.Request request = new MailboxEntity.Request(new MailboxCommand.Delete(By.nobody(AT)), probe.getRef());
        MailboxEntity.Request there = (MailboxEntity.Request) back(request);
        there.replyTo().tell(new Verdict.Refused(Verdict.Reason.NO_MAILBOX));
        assertThat(probe.receiveMessage()).isEqualTo(new Verdict.Refused(Verdict.Reason.NO_MAILBOX));
    }

    @Test
    void unknownNamesAreNamed() {
        assertThatThrownBy(() -> MESSAGES.read("mailbox:explode", ByteBuffer.allocate(1))).isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("mailbox:explode");
        assertThatThrownBy(() -> MESSAGES.read(MailboxEntity.Confirm.class.getName(), ByteBuffer.allocate(1))).isInstanceOf(UnreadableRecordException.class);
    }

    /** A stored sample: what nodes of this version write. Another form needs another name, or components at the end. */
    @Test
    void formsStayAsTheyAre() {
        MailboxEntity.Request request = (MailboxEntity.Request) MESSAGES.read("mailbox:request", ByteBuffer.wrap(HexFormat.of().parseHex(SAMPLE)));
        MailboxCommand.Expunge command = (MailboxCommand.Expunge) request.command();
        assertThat(command).isEqualTo(new MailboxCommand.Expunge(UidSet.of(Stream.of(1L, 2L, 3L, 9L).mapToLong(each -> each)),
                true, By.nobody(AT)));
    }

    private static final String SAMPLE = "be80800007657870756e67650e020102060001070080a9a19a0d00"
            + "2670656b6b6f3a2f2f456e746974794d65737361676573546573742f646561644c657474657273";

    @Test
    void octetsOfAMessageAreNotMuchLongerThanTheyAre() {
        byte[] octets = new byte[64 << 10];
        MailboxCommand.NewMessage message = new MailboxCommand.NewMessage(octets.length, AT, Set.of("\\Seen"), MailboxEvent.Origin.NONE,
                new MailboxEvent.ObjectIds("M1", "T1"), AT, new OctetsPlace.Inline(octets.length), new byte[600], octets);
        byte[] written = write(new MailboxEntity.Request(new MailboxCommand.AddMessages(List.of(message), List.of()), KIT.<Verdict>createTestProbe().getRef()));
        assertThat(written.length).isLessThan(octets.length + 600 + 300);
        MailboxCommand.Create create = new MailboxCommand.Create(new MailboxId("m"), "jones@example.org", 1, new By(Optional.empty(), AT));
        assertThat(write(new MailboxEntity.Request(create, KIT.<Verdict>createTestProbe().getRef())).length).isLessThan(180);
    }
}
