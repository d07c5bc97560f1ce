package org.sterna.platform.node;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.sterna.platform.admin.AdminClient;

/** A planned stop: ports close, what is under way ends, everybody is told, nothing is lost. */
@Timeout(1500)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DrainIT {
    private static final String BYE = "421 4.3.2 Service is shutting down";
    private static final String IMAP_BYE = "* BYE Server is shutting down, connect again";
    private static final String POP3_BYE = "-ERR [SYS/TEMP] Service is shutting down";

    private static NodeProcess node;
    private static String account;

    @BeforeAll
    static void start() throws IOException {
        node = NodeProcess.start("drain", "sterna.drain.timeout=60s");
        account = node.accounts("user").get(0);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static String message(String subject) {
        return "Subject: " + subject + "\r\n\r\nHello.\r\n";
    }

    private static LineClient imap(String service) throws IOException {
        LineClient client = new LineClient(node.port(service));
        client.secure();
        assertThat(client.line()).startsWith("* OK");
        assertThat(client.askLine("a LOGIN " + account + " \"" + NodeProcess.PASSWORD + "\"")).startsWith("a OK");
        return client;
    }

    private static void assertToldAndClosed(LineClient client, String farewell) throws IOException {
        assertThat(client.line()).isEqualTo(farewell);
        assertThat(client.remainder()).isEmpty();
        client.close();
    }

    private static List<String> subjects() throws IOException {
        return Maildrop.read(node, account).stream().map(each -> each.substring(each.indexOf("Subject: ")).lines().findFirst().orElseThrow().substring(9))
                .sorted().toList();
    }

    @Test
    @Order(1)
    void whatIsUnderWayEndsAndEverybodyIsTold() throws IOException {
        try (SmtpClient client = SmtpClient.hello(node.port("smtp"))) {
            client.expect("250", client.transaction("a@example.net", account, message("there before").getBytes(US_ASCII)));
        }
        node.awaitEmptyQueue(Duration.ofSeconds(120));
        try (SmtpClient idle = SmtpClient.hello(node.port("smtp")); SmtpClient data = SmtpClient.hello(node.port("smtp"));
                SmtpClient chunks = SmtpClient.hello(node.port("smtp")); SmtpClient secured = SmtpClient.submission(node.port("submission"), account,
                NodeProcess.PASSWORD); LineClient idling = imap("imaps"); LineClient appending = imap("imaps");
                LineClient pop3 = new LineClient(node.port("pop3s"))) {
            data.envelope("a@example.net", account);
            data.send("Subject: by DATA\r\n\r\nHel");
            chunks.expect("250", chunks.ask("MAIL FROM:<a@example.net>"));
            chunks.expect("250", chunks.ask("RCPT TO:<" + account + ">"));
            chunks.send("BDAT 16\r\nSubject: by");
            assertThat(idling.askLine("b SELECT INBOX")).startsWith("* ");
            for (String line = idling.line(); !line.startsWith("b OK"); line = idling.line()) {
                assertThat(line).startsWith("* ");
            }
            assertThat(idling.askLine("c IDLE")).startsWith("+ ");
            String appended = message("by APPEND");
            assertThat(appending.askLine("b APPEND INBOX {" + appended.length() + "}")).startsWith("+ ");
            appending.send(appended.substring(0, 20));
            pop3.secure();
            assertThat(pop3.line()).startsWith("+OK");
            assertThat(pop3.askLine("USER " + account)).startsWith("+OK");
            assertThat(pop3.askLine("PASS " + NodeProcess.PASSWORD)).startsWith("+OK");
            assertThat(pop3.askLine("DELE 1")).startsWith("+OK");

            long begun = System.nanoTime();
            node.admin("stop");
            assertToldAndClosed(idle, BYE);
            assertToldAndClosed(secured, BYE);
            assertToldAndClosed(idling, IMAP_BYE);
            assertToldAndClosed(pop3, POP3_BYE);
            assertThatThrownBy(() -> new LineClient(node.port("smtp")).close()).isInstanceOf(ConnectException.class);
            assertThat(AdminClient.call(node.data(), List.of("status"), "").status()).as("not ready any more").isNotZero();
            node.admin("stop");                                          // a second one changes nothing

            data.send("lo.\r\n.\r\nMAIL FROM:<b@example.net>\r\nRCPT TO:<" + account + ">\r\n");
            data.expect("250 2.0.0", data.reply());
            assertToldAndClosed(data, BYE);
            chunks.send(" BDAT");
            chunks.expect("250 2.0.0 16 octets", chunks.reply());
            chunks.send("BDAT 12 LAST\r\n\r\n\r\nHello.\r\n");
            chunks.expect("250 2.0.0 OK", chunks.reply());
            assertToldAndClosed(chunks, BYE);
            assertThat(appending.askLine(appended.substring(20))).startsWith("b OK");
            assertToldAndClosed(appending, IMAP_BYE);
            assertThat(node.awaitEnd()).isZero();
            System.out.println("stopped " + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms after it was asked to");
        }
        node.use("sterna.drain.timeout=2s", "sterna.drain.notice=30s");
        node.start();
        node.awaitEmptyQueue(Duration.ofSeconds(120));
        assertThat(subjects()).containsExactly("by APPEND", "by BDAT", "by DATA", "there before");
    }

    @Test
    @Order(2)
    void whatDoesNotEndInTimeIsBrokenOffAndNotAccepted() throws IOException {
        try (SmtpClient idle = SmtpClient.hello(node.port("smtp")); SmtpClient slow = SmtpClient.hello(node.port("smtp"))) {
            slow.envelope("a@example.net", account);
            slow.send("Subject: too slow\r\n\r\nHel");
            node.terminate();
            Await.until("it is not ready any more", Duration.ofSeconds(60), () -> AdminClient.call(node.data(), List.of("status"), "").status() != 0);
            node.terminate();                                            // a second one changes nothing
            try (SmtpClient late = SmtpClient.hello(node.port("smtp"))) {        // it has given notice, the ports are still open
                assertToldAndClosed(late, BYE);
            }
            assertToldAndClosed(idle, BYE);
            assertToldAndClosed(slow, BYE);
        }
        assertThat(node.awaitEnd()).isEqualTo(143);
        node.start();
        node.awaitEmptyQueue(Duration.ofSeconds(120));
        assertThat(subjects()).containsExactly("by APPEND", "by BDAT", "by DATA", "there before");
    }
}
