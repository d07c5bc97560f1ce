package org.sterna.platform.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A real Postfix relays the MIME corpus, a thousand messages of it, by TLS. Each goes to a mailbox of Postfix, too: what Postfix makes of
 * broken messages before it sends them on is seen there.
 */
class CorpusIT {
    private static final int MESSAGES = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Pattern NUMBER = Pattern.compile("^X-Corpus-Number: (\\d+)\r\n", Pattern.MULTILINE);
    private static final Set<String> TRACE = Set.of("Return-Path", "Received", "X-Original-To", "Delivered-To");

    private static NodeProcess node;
    private static PostfixInstance postfix;
    private static List<String> users;

    @BeforeAll
    static void start() throws IOException {
        assertThat(PostfixInstance.isUsable()).as("Postfix is installed (apt-get install postfix) and this runs as root").isTrue();
        node = NodeProcess.start("corpus");
        node.admin("domain", "add", "example.org");
        users = node.accounts("box", 4);
        postfix = new PostfixInstance("out.test", "jones", "example.org", node.port("smtp"));
        postfix.start();
    }

    @AfterAll
    static void end() throws IOException {
        if (postfix != null) {
            postfix.close();
        }
        if (node != null) {
            node.close();
        }
    }

    /** The corpus as SMTP can carry it: CR LF for every line end, no NUL, a line end behind the last line. */
    private static List<String> corpus() throws IOException {
        Path folder = Path.of(System.getProperty("sterna.home"), "protocols/src/test/resources/mime");
        List<String> messages = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(each -> each.toString().matches(".*\\.(eml|txt|msg)")).sorted().toList()) {
                String text = Files.readString(file, ISO_8859_1).replace("\0", "").replaceAll("\r\n|\r|\n", "\r\n");
                messages.add(text.endsWith("\r\n") ? text : text + "\r\n");
            }
        }
        return messages;
    }

    @Test
    @Timeout(1800)
    void aThousandMessagesArriveOctetForOctet() throws IOException {
        List<String> corpus = corpus();
        assertThat(corpus).hasSizeGreaterThan(150);
        List<String> sent = new ArrayList<>();
        try (SmtpClient client = SmtpClient.hello(postfix.port())) {
            for (int number = 0; number < MESSAGES; number++) {
                String message = "X-Corpus-Number: " + number + "\r\n" + corpus.get(number % corpus.size());
                sent.add(message);
                client.expect("250", client.ask("MAIL FROM:<sender@out.test>"));
                client.expect("250", client.ask("RCPT TO:<jones@out.test>"));
                client.expect("250", client.ask("RCPT TO:<" + users.get(number % users.size()) + ">"));
                client.expect("354", client.ask("DATA"));
                client.sendContent(message.getBytes(ISO_8859_1));
                client.expect("250", client.reply());
            }
            client.ask("QUIT");
        }
        awaitPostfix();
        node.awaitEmptyQueue(PATIENCE);

        Map<Integer, String> atPostfix = byNumber(postfix.mailbox());
        Map<Integer, String> here = new HashMap<>();
        for (String user : users) {
            List<String> messages = Maildrop.read(node, user);
            assertThat(messages).allSatisfy(message -> assertThat(message)
                    .containsPattern("(?s)\\AReturn-Path: <sender@out\\.test>\r\nReceived: from mx\\.out\\.test [^;]*with ESMTPS\r\n\t\\(TLSv1\\.[23] "));
            here.putAll(byNumber(messages));
        }
        assertThat(here).hasSize(MESSAGES);
        assertThat(atPostfix).hasSize(MESSAGES);
        int unchanged = 0;
        for (int number = 0; number < MESSAGES; number++) {
            String received = here.get(number);
            assertThat(received).as("message %d", number).isEqualTo(atPostfix.get(number));
            unchanged += received.equals(sent.get(number)) ? 1 : 0;
        }
        assertThat(unchanged).as("messages that Postfix itself does not mend").isGreaterThan(MESSAGES * 3 / 4);
        assertThat(postfix.log()).doesNotContain("status=bounced").doesNotContain("status=deferred");
    }

    private static void awaitPostfix() throws IOException {
        try {
            Await.until("Postfix has sent all", PATIENCE, () -> postfix.queue().isEmpty());
        } catch (AssertionError late) {
            List<String> log = postfix.log().lines().filter(line -> line.contains("status=") && !line.contains("status=sent")
                    || line.contains("warning") || line.contains("fatal")).toList();
            throw new AssertionError(postfix.queue().size() + " wait; the last words of Postfix:\n"
                    + String.join("\n", log.subList(Math.max(0, log.size() - 20), log.size())), late);
        }
    }

    /** Without the trace fields in front, by the number that each was given. */
    private static Map<Integer, String> byNumber(List<String> messages) {
        Map<Integer, String> all = new HashMap<>();
        for (String message : messages) {
            String text = withoutTrace(message);
            Matcher number = NUMBER.matcher(text);
            assertThat(number.find()).as("a number in %.200s", text).isTrue();
            assertThat(all.put(Integer.valueOf(number.group(1)), text)).as("number %s once", number.group(1)).isNull();
        }
        return all;
    }

    private static String withoutTrace(String message) {
        int at = 0;
        while (TRACE.contains(message.substring(at, Math.max(at, message.indexOf(':', at))))) {
            do {
                at = message.indexOf("\r\n", at) + 2;
            } while (message.charAt(at) == ' ' || message.charAt(at) == '\t');
        }
        return message.substring(at);
    }
}
