package org.sterna.persistence.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.DeliverBy;
import org.sterna.protocols.smtp.parameter.Demand;
import org.sterna.protocols.smtp.parameter.DsnRequest;
import org.sterna.protocols.smtp.parameter.FutureRelease;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.Notify;
import org.sterna.protocols.smtp.parameter.OriginalRecipient;
import org.sterna.protocols.smtp.parameter.RcptParameters;
import org.sterna.protocols.smtp.parameter.ReturnContent;

/** Whatever MAIL and RCPT asked for is read back as it was written. */
class QueueCodecTest {
    private static final List<String> TEXTS = List.of("", "a", "smith@example.com", "d\u00f6rte@example.org", "\ud83d\ude00", "x".repeat(500));

    @Property(tries = 2000)
    void acceptanceIsReadBack(@ForAll Random random) {
        QueueEvent.MessageAccepted accepted = new QueueEvent.MessageAccepted(instant(random), Optional.empty(), maybe(random, text(random)), text(random),
                List.of(addressee(random), addressee(random)), parameters(random), maybe(random, Fingerprint.of(octets(random, 32))), maybe(random, text(random)),
                random.nextBoolean() ? new OctetsPlace.Inline(random.nextInt(70_000)) : new OctetsPlace.InBlob(BlobId.random(random), random.nextInt()
                & 0x7fffffffL), octets(random, random.nextInt(300)), List.of(new QueueEvent.OctetRange(random.nextInt(9), 9 + random.nextInt(1 << 30))),
                maybe(random, new QueueId(new Incarnation("a"), random.nextInt(1 << 20), random.nextInt(1 << 10))));
        assertThat(QueueCodec.EVENTS.read(QueueCodec.EVENTS.write(accepted))).usingRecursiveComparison().isEqualTo(accepted);
    }

    private static MailParameters parameters(Random random) {
        return new MailParameters(random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextLong() >>> 1), any(random, BodyType.values()),
                some(random, Demand.class), new DsnRequest(maybe(random, any(random, ReturnContent.values())), maybe(random, text(random))),
                maybe(random, deliverBy(random)), maybe(random, release(random)),
                random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(19) - 9));
    }

    private static DeliverBy deliverBy(Random random) {
        DeliverBy.Mode mode = any(random, DeliverBy.Mode.values());
        long seconds = any(random, 1L, 60L, DeliverBy.MAX_SECONDS);
        return new DeliverBy(Duration.ofSeconds(mode == DeliverBy.Mode.NOTIFY ? any(random, seconds, 0L, -seconds) : seconds), mode, random.nextBoolean());
    }

    private static FutureRelease release(Random random) {
        return random.nextBoolean() ? new FutureRelease.HoldFor(Duration.ofSeconds(1 + random.nextInt(999_999_999)))
                : new FutureRelease.HoldUntil(instant(random));
    }

    private static QueueEvent.Addressee addressee(Random random) {
        Target target = random.nextBoolean() ? new Target.LocalMailbox(text(random), new MailboxId("m" + random.nextInt(9)))
                : new Target.Relay(text(random), maybe(random, text(random)), random.nextBoolean());
        Set<Notify> notifications = some(random, Notify.class);
        return new QueueEvent.Addressee(text(random), target, new RcptParameters(notifications.contains(Notify.NEVER) ? Set.of(Notify.NEVER) : notifications,
                maybe(random, new OriginalRecipient(text(random), text(random)))));
    }

    private static Instant instant(Random random) {
        return Instant.ofEpochMilli(any(random, 0L, -1L, 1L, 1_770_000_000_123L, Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli()));
    }

    private static String text(Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private static byte[] octets(Random random, int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return octets;
    }

    private static <E extends Enum<E>> Set<E> some(Random random, Class<E> kind) {
        Set<E> some = EnumSet.noneOf(kind);
        for (E each : kind.getEnumConstants()) {
            if (random.nextBoolean()) {
                some.add(each);
            }
        }
        return some;
    }

    private static <T> Optional<T> maybe(Random random, T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }

    @SafeVarargs
    private static <T> T any(Random random, T... values) {
        return values[random.nextInt(values.length)];
    }
}
