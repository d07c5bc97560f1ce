package org.sterna.protocols.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The RFCs' own examples are read. */
class RfcCommandsTest {
    static Stream<String> commands() throws IOException {
        try (InputStream file = RfcCommandsTest.class.getResourceAsStream("/imap/rfc-commands.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.ISO_8859_1).lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith("[")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void isRead(String line) {
        ParsedCommand parsed = ImapParser.parse(CommandText.of(line));
        assertThat(parsed).isInstanceOf(ParsedCommand.Command.class);
        assertThat(parsed.tag()).isEqualTo(line.substring(0, line.indexOf(' ')));
    }
}
