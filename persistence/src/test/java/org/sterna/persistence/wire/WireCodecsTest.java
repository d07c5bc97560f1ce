package org.sterna.persistence.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.persistence.codec.UnreadableRecordException;

class WireCodecsTest {
    record Old(String name, long number) { }

    record New(String name, long number, Optional<String> more, List<String> list, Map<String, Integer> map, boolean flag, int count) { }

    record Strict(String name, long number, String more) { }

    record Holder(Old old, String behind) { }

    record NewHolder(New old, String behind) { }

    sealed interface Shape { }

    record Circle(double radius) implements Shape { }

    record NamedShape(Shape shape, Colour colour) implements Shape { }

    enum Colour { DARK_RED, BLUE }

    sealed interface FewerShapes { }

    record Square(long side) implements FewerShapes { }

    record Times(Instant instant, Duration duration, OptionalLong maybe, Set<Long> numbers, SortedMap<String, byte[]> octets) { }

    record Lambda(Runnable run) { }

    record Checked(int positive) {
        Checked {
            if (positive < 1) {
                throw new IllegalArgumentException("not positive: " + positive);
            }
        }
    }

    record Unchecked(int positive) { }

    private static byte[] write(Class<?> type, Object value) {
        WireWriter out = WireWriter.growing();
        new WireCodecs().of(type).write(out, value);
        return out.toOctets();
    }

    private static <T> T read(Class<T> type, byte[] octets) {
        return type.cast(new WireCodecs().of(type).read(new WireReader(ByteBuffer.wrap(octets))));
    }

    @Test
    void aComponentTheReaderDoesNotKnowIsSkipped() {
        New old = new New("one", -5, Optional.of("more"), List.of("a", "b"), Map.of("x", 1), true, 7);
        assertThat(read(Old.class, write(New.class, old))).isEqualTo(new Old("one", -5));
        assertThat(read(Holder.class, write(NewHolder.class, new NewHolder(old, "behind")))).isEqualTo(new Holder(new Old("one", -5), "behind"));
    }

    @Test
    void aComponentTheWriterDidNotKnowIsEmptyZeroOrFalse() {
        New expected = new New("one", 5, Optional.empty(), List.of(), Map.of(), false, 0);
        assertThat(read(New.class, write(Old.class, new Old("one", 5)))).isEqualTo(expected);
        assertThat(read(NewHolder.class, write(Holder.class, new Holder(new Old("one", 5), "behind")))).isEqualTo(new NewHolder(expected, "behind"));
    }

    @Test
    void aMissingComponentWithoutADefaultIsAnError() {
        assertThatThrownBy(() -> read(Strict.class, write(Old.class, new Old("one", 5)))).isInstanceOf(UnreadableRecordException.class);
    }

    @Test
    void subtypesAndConstantsHaveWrittenNames() {
        byte[] octets = write(Shape.class, new NamedShape(new NamedShape(new Circle(1.5), Colour.BLUE), Colour.DARK_RED));
        assertThat(new String(octets, java.nio.charset.StandardCharsets.ISO_8859_1)).contains("named-shape", "circle", "blue", "dark-red").doesNotContain("Wire");
        assertThat(read(Shape.class, octets)).isEqualTo(new NamedShape(new NamedShape(new Circle(1.5), Colour.BLUE), Colour.DARK_RED));
        assertThatThrownBy(() -> read(Shape.class, write(FewerShapes.class, new Square(1)))).isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("shape square");
    }

    @Test
    void timesAreExactAndSmallRecordsAreSmall() {
        SortedMap<String, byte[]> octets = new TreeMap<>(Map.of("k", new byte[] {1, 2, 3}));
        Times times = new Times(Instant.parse("1960-01-02T03:04:05.123456789Z"), Duration.ofNanos(-1), OptionalLong.of(Long.MIN_VALUE),
                Set.of(Long.MAX_VALUE, 0L, -1L), octets);
        Times back = read(Times.class, write(Times.class, times));
        assertThat(back).usingRecursiveComparison().isEqualTo(times);
        assertThat(write(Old.class, new Old("abc", -3))).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 126, 127, 128, 129, 16_381, 16_384, 70_000, 3_000_000})
    void lengthsOfAllSizes(int length) {
        byte[] content = new byte[length];
        Arrays.fill(content, (byte) 'x');
        Holder holder = new Holder(new Old(new String(content, java.nio.charset.StandardCharsets.US_ASCII), length), "behind");
        byte[] octets = write(Holder.class, holder);
        assertThat(read(Holder.class, octets)).isEqualTo(holder);
        ByteBuffer exact = ByteBuffer.allocateDirect(octets.length);
        new WireCodecs().of(Holder.class).write(WireWriter.into(exact), holder);
        assertThat(exact.flip()).isEqualTo(ByteBuffer.wrap(octets));
        assertThatThrownBy(() -> new WireCodecs().of(Holder.class).write(WireWriter.into(ByteBuffer.allocate(octets.length - 1)), holder))
                .isInstanceOfAny(BufferOverflowException.class, IllegalArgumentException.class, IndexOutOfBoundsException.class);
    }

    @Test
    void whatCannotTravelIsRefusedBeforeItIsSent() {
        assertThatThrownBy(() -> new WireCodecs().of(Lambda.class)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("Runnable");
    }

    @Test
    void aValueTheRecordRefusesIsUnreadable() {
        assertThatThrownBy(() -> read(Checked.class, write(Unchecked.class, new Unchecked(0)))).isInstanceOf(UnreadableRecordException.class);
    }

    @Test
    void aLengthThatIsLongerThanTheRestTakesNoMemory() {
        byte[] octets = {10, 2, 'a', 'b', 0, 1, 1, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0x7F};
        assertThatThrownBy(() -> read(New.class, octets)).isInstanceOf(UnreadableRecordException.class);
    }
}
