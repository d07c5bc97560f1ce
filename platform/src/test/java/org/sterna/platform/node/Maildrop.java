package org.sterna.platform.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sterna.protocols.message.HeaderField;
import org.sterna.protocols.message.HeaderFields;

/** Reads an INBOX as a mail program does that knows UTF-8: POP3 by TLS (RFC 1939, RFC 6856, RFC 8314). Messages are strings of octets. */
final class Maildrop {
    private Maildrop() {
    }

    static List<String> read(NodeProcess node, String account) throws IOException {
        try (LineClient pop3 = new LineClient(node.port("pop3s"))) {
            pop3.secure();
            assertThat(pop3.line()).startsWith("+OK");
            assertThat(pop3.askLine("UTF8")).startsWith("+OK");          // RFC 6856 section 2: header fields as they are
            assertThat(pop3.askLine("USER " + account)).startsWith("+OK");
            assertThat(pop3.askLine("PASS " + NodeProcess.PASSWORD)).startsWith("+OK");
            String[] status = pop3.askLine("STAT").split(" ");
            int count = Integer.parseInt(status[1]);
            List<String> messages = new ArrayList<>(count);
            for (int number = 1; number <= count; number++) {
                assertThat(pop3.askLine("RETR " + number)).startsWith("+OK");
                messages.add(content(pop3));
            }
            assertThat(pop3.askLine("QUIT")).startsWith("+OK");
            return messages;
        }
    }

    private static String content(LineClient pop3) throws IOException {
        StringBuilder content = new StringBuilder();
        for (String line = pop3.line(); !line.equals("."); line = pop3.line()) {
            content.append(line, line.startsWith(".") ? 1 : 0, line.length()).append("\r\n");
        }
        return content.toString();
    }

    /** Those with this text in them. */
    static List<String> read(NodeProcess node, String account, String text) throws IOException {
        return read(node, account).stream().filter(message -> message.contains(text)).toList();
    }

    /** That a message is these octets behind trace fields (RFC 5321 section 4.4) and nothing else. */
    static void assertOctets(String message, byte[] octets) {
        String sent = new String(octets, ISO_8859_1);
        assertThat(message).endsWith(sent);
        String trace = message.substring(0, message.length() - sent.length());
        assertThat(trace).startsWith("Return-Path: <").endsWith("\r\n");
        assertThat(HeaderFields.parse(trace).fields()).extracting(HeaderField::name)
                .allMatch(name -> name.equals("Return-Path") || name.equals("Received"));
    }
}
