package org.sterna.protocols.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.protocols.dkim.DkimResult.Status;
import org.sterna.protocols.dns.DnsLookup.Answer;

/** Messages that others signed: the data of two other projects (see ORIGIN.md beside it). */
class ForeignMessagesTest {
    private static final Path CASES = Path.of("src/test/resources/dkim-cases");
    private static final Path MESSAGES = Path.of("src/test/resources/dkim-messages");
    /** What that project's own test takes for the time. */
    private static final Instant NOW = Instant.ofEpochSecond(1667843664);
    /** Signed with SHA-1, which RFC 8301 section 3.1 forbids, or as a draft of DKIM had it, without v=1 (RFC 6376 section 6.1.1): most of the files are so old. */
    private static final List<String> STILL_GOOD = List.of("goodkey_ed25519.txt");

    /** 001 holds the example of RFC 8463 appendix A.3, 002 a key that is a bare RSAPublicKey. */
    @ParameterizedTest
    @ValueSource(strings = {"001", "002", "003", "004", "005", "006"})
    void theLastSignatureVerifies(String name) throws IOException {
        String text = Files.readString(CASES.resolve(name + ".txt"), StandardCharsets.ISO_8859_1);
        int split = text.indexOf("\n\n");
        KeyZone zone = new KeyZone();
        text.substring(0, split).lines().map(line -> line.split("\\s+", 2)).forEach(record -> zone.with(record[0], record[1]));

        List<DkimResult> results = zone.verify(crlf(text.substring(split + 2)), NOW).results();

        assertThat(results.get(results.size() - 1).status()).isEqualTo(Status.PASS);
        assertThat(results.size() < 2 || !name.equals("001") || results.stream().allMatch(DkimResult::isPass)).isTrue();
    }

    static Stream<String> messages() throws IOException {
        try (Stream<Path> files = Files.list(MESSAGES.resolve("messages"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void whatIsBadOrTooOldDoesNotVerify(String name) throws IOException {
        List<DkimResult> results = results(name);

        assertThat(results.stream().anyMatch(DkimResult::isPass)).isEqualTo(STILL_GOOD.contains(name));
        if (name.contains("dk_")) {
            assertThat(results).as("DomainKeys is not DKIM").isEmpty();
        } else if (!STILL_GOOD.contains(name) && (name.startsWith("good") || name.startsWith("mine"))) {
            assertThat(results).allMatch(result -> result.claim().algorithm().equals("rsa-sha1") || result.reason().equals("signature lacks v="));
        }
    }

    @Test
    void eachKindOfBadKeyHasItsReason() throws IOException {
        assertThat(results("badkey1_ed25519.txt").get(0).reason()).isEqualTo("key unreadable");              // SubjectPublicKeyInfo, not 32 octets
        assertThat(results("badkey2_ed25519.txt").get(0).reason()).isEqualTo("signature did not verify");
        assertThat(results("badkey3_ed25519.txt").get(0).reason()).isEqualTo("body hash did not verify");
        assertThat(results("badkey4_ed25519.txt").get(0).reason()).isEqualTo("no key for signature");
        assertThat(results("badkey5_ed25519.txt").get(0).reason()).isEqualTo("no usable key record");
        assertThat(results("multiple_2.txt")).extracting(DkimResult::reason)
                .containsExactly("unknown canonicalization", "rsa-sha1 is not accepted", "rsa-sha1 is not accepted", "signature syntax error");
    }

    private static List<DkimResult> results(String name) throws IOException {
        String text = Files.readString(MESSAGES.resolve("messages").resolve(name), StandardCharsets.ISO_8859_1);
        return zone().verify(crlf(text), NOW).results();
    }

    private static KeyZone zone() {
        KeyZone zone = new KeyZone();
        try {
            for (String line : Files.readAllLines(MESSAGES.resolve("FAKE_DNS.dat"))) {
                String[] record = line.split("\\s+", 2);
                if (record.length < 2 || line.startsWith("#") || record[1].startsWith("NXDOMAIN")) {
                    continue;
                }
                if (record[1].startsWith("~~")) {
                    zone.with(record[0], new Answer.Outage(record[1], false));
                } else {
                    zone.with(record[0], record[1].strip());
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return zone;
    }

    static String crlf(String text) {
        return text.replace("\r\n", "\n").replace("\n", "\r\n");
    }
}
