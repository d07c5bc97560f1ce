package org.sterna.protocols.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples are those of the specification, with addresses for documentation. */
class ProxyHeaderReaderTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final byte[] BEHIND = "EHLO client.example.net\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final ProxyProgress UNANNOUNCED = new ProxyProgress.Complete(new ProxyHeader.Unannounced());

    static Stream<Arguments> headers() {
        String four = "c0000201c6336401dc040019";
        String six = "20010db8000000000000000000000001" + "20010db8000000000000000000000002" + "dc040019";
        return Stream.of(
                Arguments.of(line("PROXY TCP4 192.0.2.1 198.51.100.1 56324 25\r\n"), announced("192.0.2.1", "198.51.100.1")),
                Arguments.of(line("PROXY TCP6 2001:db8::1 2001:db8::2 56324 25\r\n"), announced("2001:db8::1", "2001:db8::2")),
                Arguments.of(line("PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 56324 25\r\n"),
                        announced("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")),
                Arguments.of(line("PROXY UNKNOWN\r\n"), UNANNOUNCED),
                Arguments.of(line("PROXY UNKNOWN ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n"),
                        UNANNOUNCED),
                Arguments.of(block("2111000c" + four), announced("192.0.2.1", "198.51.100.1")),
                Arguments.of(block("21210024" + six), announced("2001:db8::1", "2001:db8::2")),
                Arguments.of(block("21110013" + four + "0400040a0b0c0d"), announced("192.0.2.1", "198.51.100.1")),
                Arguments.of(block("21210424" + six + "04".repeat(1024)), announced("2001:db8::1", "2001:db8::2")),
                Arguments.of(block("20000000"), UNANNOUNCED),
                Arguments.of(block("2011000c" + four), UNANNOUNCED),
                Arguments.of(block("20ff000101"), UNANNOUNCED),
                Arguments.of(block("21000000"), UNANNOUNCED),
                Arguments.of(block("213100d8" + "2f".repeat(216)), UNANNOUNCED));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void cuttingAtAnyOctetChangesNothingAndNoOctetBehindIsTaken(byte[] header, ProxyProgress expected) {
        byte[] octets = join(header, BEHIND);
        for (int cut = 0; cut <= octets.length; cut++) {
            ProxyHeaderReader reader = new ProxyHeaderReader();
            int used = reader.feed(octets, 0, cut);
            assertThat(used).isEqualTo(Math.min(cut, header.length));
            assertThat(reader.progress()).as("cut at %d", cut).isEqualTo(cut < header.length ? new ProxyProgress.Incomplete() : expected);
            used += reader.feed(octets, cut, octets.length - cut);
            assertThat(used).as("cut at %d", cut).isEqualTo(header.length);
            assertThat(reader.progress()).as("cut at %d", cut).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "PROXY TCP4 192.0.2.1 198.51.100.1 56324\r\n", "PROXY TCP4 192.0.2.1 198.51.100.1 56324 25 \r\n",
        "PROXY TCP4  192.0.2.1 198.51.100.1 56324 25\r\n", "PROXY TCP4 192.0.2.256 198.51.100.1 56324 25\r\n",
        "PROXY TCP4 2001:db8::1 2001:db8::2 56324 25\r\n", "PROXY TCP6 192.0.2.1 198.51.100.1 56324 25\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.1 65536 25\r\n", "PROXY TCP4 192.0.2.1 198.51.100.1 -1 25\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.1 025 25\r\n", "PROXY TCP4 mx.example.org 198.51.100.1 25 25\r\n",
        "PROXY tcp4 192.0.2.1 198.51.100.1 56324 25\r\n", "PROXY UDP4 192.0.2.1 198.51.100.1 56324 25\r\n",
        "PROXY \r\n", "PROXY UNKNOWN\n", "PROXY UNKNOWN\rx\r\n", "PROXY UNKNOWN \0\r\n", "PROXY UNKNOWN é\r\n",
        "EHLO client.example.net\r\n", "proxy UNKNOWN\r\n", "PROXY\tUNKNOWN\r\n", "\r\nPROXY UNKNOWN\r\n", "\u0016\u0003\u0001"})
    void wrongLinesAreMalformed(String text) {
        assertThat(read(line(text))).isInstanceOf(ProxyProgress.Malformed.class);
    }

    @Test
    void anHonestClientIsNotWaitedFor() {
        assertThat(read(line("E"))).isInstanceOf(ProxyProgress.Malformed.class);
        assertThat(read(line("PROXE"))).isInstanceOf(ProxyProgress.Malformed.class);
    }

    @Test
    void aLineHasAtMost107Octets() {
        assertThat(read(line("PROXY UNKNOWN " + "x".repeat(91) + "\r\n"))).isEqualTo(UNANNOUNCED);
        assertThat(read(line("PROXY UNKNOWN " + "x".repeat(92) + "\r\n"))).isInstanceOf(ProxyProgress.Malformed.class);
        assertThat(read(line("PROXY UNKNOWN " + "x".repeat(93)))).isInstanceOf(ProxyProgress.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"11", "31", "2f", "22", "01", "2111000b", "21210023", "2111ffff", "21111209", "2112000c", "2122", "2141", "21010000", "2110"})
    void wrongBlocksAreMalformed(String hex) {
        byte[] start = block(hex);
        assertThat(read(join(start, new byte[70_000]))).isInstanceOf(ProxyProgress.Malformed.class);
    }

    @Test
    void theLongestBlockIsRead() {
        assertThat(read(join(block("21111208"), new byte[ProxyHeaderReader.MAX_OCTETS - 16]))).isInstanceOf(ProxyProgress.Complete.class);
    }

    @Property
    void anyOctetsEndInABoundedHeader(@ForAll @Size(max = 200) byte[] octets, @ForAll @IntRange(max = 2) int kind) {
        byte[] start = kind == 0 ? new byte[0] : kind == 1 ? line("PROXY TCP") : block("21");
        byte[] all = join(join(start, octets), new byte[ProxyHeaderReader.MAX_OCTETS]);
        ProxyHeaderReader reader = new ProxyHeaderReader();
        int used = reader.feed(all, 0, all.length);
        assertThat(used).isLessThanOrEqualTo(ProxyHeaderReader.MAX_OCTETS);
        assertThat(reader.progress()).isNotInstanceOf(ProxyProgress.Incomplete.class);
        ProxyHeaderReader byOctet = new ProxyHeaderReader();
        for (int at = 0; at < all.length; at++) {
            byOctet.feed(all, at, 1);
        }
        assertThat(byOctet.progress()).isEqualTo(reader.progress());
    }

    private static ProxyProgress read(byte[] octets) {
        ProxyHeaderReader reader = new ProxyHeaderReader();
        reader.feed(octets, 0, octets.length);
        return reader.progress();
    }

    private static ProxyProgress announced(String source, String destination) {
        return new ProxyProgress.Complete(new ProxyHeader.Announced(
                new InetSocketAddress(source, 56_324), new InetSocketAddress(destination, 25)));
    }

    private static byte[] line(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] block(String hex) {
        return HexFormat.of().parseHex(SIGNATURE + hex);
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(first);
        all.writeBytes(second);
        return all.toByteArray();
    }
}
