package org.sterna.persistence.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventCodecTest {
    static Stream<EventFamily<?>> families() {
        return EventFamily.all().stream();
    }

    @ParameterizedTest
    @MethodSource("families")
    <E> void everyEventHasAnExample(EventFamily<E> family) {
        Set<Class<?>> events = Arrays.stream(family.type().getPermittedSubclasses()).collect(Collectors.toSet());
        assertThat(family.examples().stream().map(example -> example.event().getClass()).collect(Collectors.<Class<?>>toSet())).isEqualTo(events);
        assertThat(family.examples()).extracting(example -> example.name().replaceFirst("-\\d+$", "")).containsAll(family.codec().names());
    }

    @ParameterizedTest
    @MethodSource("families")
    <E> void everyEventIsReadBack(EventFamily<E> family) {
        for (EventFamily.Example<? extends E> example : family.examples()) {
            ByteBuffer record = family.codec().write(example.event());
            assertThat(family.codec().read(record)).usingRecursiveComparison().isEqualTo(example.event());
            assertThat(record.position()).isZero();
        }
    }

    /** What was ever written stays readable. New samples come from {@link SampleWriter}. */
    @ParameterizedTest
    @MethodSource("families")
    <E> void everySampleIsRead(EventFamily<E> family) throws IOException {
        for (EventFamily.Example<? extends E> example : family.examples()) {
            assertThat(family.codec().read(ByteBuffer.wrap(sample(family.name(), example.name())))).describedAs(example.name())
                    .usingRecursiveComparison().isEqualTo(example.event());
        }
    }

    private static byte[] sample(String family, String name) throws IOException {
        try (InputStream in = EventCodecTest.class.getResourceAsStream("/samples/" + family + "/" + name + ".bin")) {
            assertThat(in).describedAs("no sample of " + name).isNotNull();
            return HexFormat.of().parseHex(new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", ""));
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    <E> void truncatedRecordsAreUnreadable(EventFamily<E> family) {
        for (EventFamily.Example<? extends E> example : family.examples()) {
            byte[] record = octets(family.codec().write(example.event()));
            for (int length = 0; length < record.length; length++) {
                ByteBuffer part = ByteBuffer.wrap(record, 0, length);
                assertThatThrownBy(() -> family.codec().read(part)).describedAs(example.name() + " " + length)
                        .isInstanceOf(UnreadableRecordException.class);
            }
            ByteBuffer longer = ByteBuffer.wrap(Arrays.copyOf(record, record.length + 1));
            assertThatThrownBy(() -> family.codec().read(longer)).isInstanceOf(UnreadableRecordException.class).hasMessageContaining("behind its last field");
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    <E> void damagedRecordsAreReadOrUnreadable(EventFamily<E> family) {
        Random random = new Random(4);
        for (EventFamily.Example<? extends E> example : family.examples()) {
            byte[] record = octets(family.codec().write(example.event()));
            for (int at = 0; at < record.length; at++) {
                for (int value : List.of(0, 1, 0x7F, 0x80, 0xFF, random.nextInt(256))) {
                    byte[] damaged = record.clone();
                    damaged[at] = (byte) value;
                    readOrUnreadable(family, damaged);
                }
            }
            for (int i = 0; i < 200; i++) {
                byte[] damaged = record.clone();
                for (int n = 0; n < 4; n++) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                }
                readOrUnreadable(family, damaged);
            }
        }
    }

    private static void readOrUnreadable(EventFamily<?> family, byte[] record) {
        try {
            assertThat(family.codec().read(ByteBuffer.wrap(record))).isInstanceOf(family.type());
        } catch (UnreadableRecordException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    private static byte[] octets(ByteBuffer record) {
        byte[] octets = new byte[record.remaining()];
        record.get(octets);
        return octets;
    }

    private record Known(String text) { }

    private static final EventCodec<Known> TWO_VERSIONS = EventCodec.<Known>builder()
            .event(Known.class, "known", 1, (event, out) -> out.number(Long.parseLong(event.text())), in -> new Known(Long.toString(in.number())))
            .event(Known.class, "known", 2, (event, out) -> out.text(event.text()), in -> new Known(in.text())).build();

    @Test
    void oldVersionsStayReadableAndTheNewestIsWritten() {
        ByteBuffer old = new FieldWriter().octet(1).text("known").number(1).number(42).toBuffer();
        assertThat(TWO_VERSIONS.read(old)).isEqualTo(new Known("42"));
        ByteBuffer written = TWO_VERSIONS.write(new Known("x"));
        assertThat(octets(written)).isEqualTo(new FieldWriter().octet(1).text("known").number(2).text("x").toOctets());
    }

    @Test
    void whatIsNotKnownIsNamed() {
        assertThatThrownBy(() -> TWO_VERSIONS.read(new FieldWriter().octet(1).text("known").number(3).toBuffer()))
                .isInstanceOf(UnreadableRecordException.class).hasMessageContaining("known version 3");
        assertThatThrownBy(() -> TWO_VERSIONS.read(new FieldWriter().octet(1).text("other").number(1).toBuffer()))
                .isInstanceOf(UnreadableRecordException.class).hasMessageContaining("other version 1");
        assertThatThrownBy(() -> TWO_VERSIONS.read(new FieldWriter().octet(9).toBuffer()))
                .isInstanceOf(UnreadableRecordException.class).hasMessageContaining("format 9");
        assertThatIllegalArgumentException().isThrownBy(() -> EventCodec.<Object>builder().build().write("x")).withMessageContaining("String");
        assertThatIllegalArgumentException().isThrownBy(() -> EventCodec.<Known>builder()
                .event(Known.class, "a", 1, (event, out) -> { }, in -> new Known("")).event(Known.class, "a", 1, (event, out) -> { }, in -> new Known("")));
    }

    @Test
    void numbersKeepTheirValue() {
        long[] numbers = {0, 1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, Long.MAX_VALUE, -1, Long.MIN_VALUE};
        FieldWriter out = new FieldWriter();
        for (long number : numbers) {
            out.number(number);
        }
        FieldReader in = new FieldReader(out.toBuffer());
        for (long number : numbers) {
            assertThat(in.number()).isEqualTo(number);
        }
        assertThat(in.atEnd()).isTrue();
        assertThatThrownBy(() -> new FieldReader(new FieldWriter().number(-5).toBuffer()).count()).isInstanceOf(UnreadableRecordException.class);
        assertThatThrownBy(() -> new FieldReader(new FieldWriter().number(1 << 30).toBuffer()).numbers()).isInstanceOf(UnreadableRecordException.class);
        assertThatThrownBy(() -> new FieldReader(new FieldWriter().number(1 << 30).toBuffer()).octets()).isInstanceOf(UnreadableRecordException.class);
    }
}
