package org.sterna.protocols.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The sample messages under {@code src/test/resources/mime}; each folder's ORIGIN.md says where they come from. */
final class MimeCorpus {
    /** @param name path below the corpus, with a mark if its line ends were made CRLF */
    record Sample(String name, byte[] content) {
        @Override
        public String toString() {
            return name;
        }
    }

    private MimeCorpus() {
    }

    /** Every message twice: as it is, and with CRLF line ends as it would come over the wire. */
    static List<Sample> samples() {
        try (Stream<Path> files = Files.walk(root())) {
            return files.filter(Files::isRegularFile).filter(MimeCorpus::isMessage).sorted()
                    .flatMap(MimeCorpus::variants).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        try {
            return Path.of(MimeCorpus.class.getResource("/mime").toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isMessage(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".msg") || name.endsWith(".eml") || name.startsWith("msg_") && name.endsWith(".txt");
    }

    private static Stream<Sample> variants(Path file) {
        try {
            byte[] octets = Files.readAllBytes(file);
            String name = root().relativize(file).toString();
            return Stream.of(new Sample(name, octets), new Sample(name + " (CRLF)", crlf(octets)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] crlf(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1).replace("\r\n", "\n").replace("\n", "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
