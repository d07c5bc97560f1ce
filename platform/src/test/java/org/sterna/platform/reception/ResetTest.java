package org.sterna.platform.reception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.platform.reception.ReceptionNode.await;
import static org.sterna.platform.reception.ReceptionNode.dated;
import static org.sterna.platform.reception.ReceptionNode.lines;

import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sterna.config.Service;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.platform.connection.Listener;

/** A client resets its connection in every moment of a transaction: nothing of it is left, and the next one is served. */
@ExtendWith(CassandraExtension.class)
@Timeout(300)
class ResetTest {
    private static final String ALICE = "alice@example.org";
    private static final String LARGE = lines(400_000);
    private static ReceptionNode node;
    private static Listener listener;

    private enum Moment {
        BEFORE_THE_GREETING(""),
        AFTER_THE_GREETING(""),
        AFTER_EHLO(SmtpClient.EHLO),
        WITHIN_A_COMMAND(SmtpClient.EHLO + "MAIL FR"),
        AFTER_MAIL(SmtpClient.EHLO + "MAIL FROM:<>\r\n"),
        AFTER_RCPT(SmtpClient.EHLO + "MAIL FROM:<>\r\nRCPT TO:<" + ALICE + ">\r\n"),
        AFTER_DATA(SmtpClient.EHLO + "MAIL FROM:<>\r\nRCPT TO:<" + ALICE + ">\r\nDATA\r\n"),
        WITHIN_CONTENT(SmtpClient.EHLO + "MAIL FROM:<>\r\nRCPT TO:<" + ALICE + ">\r\nDATA\r\n" + LARGE),
        WITHIN_A_CHUNK(SmtpClient.EHLO + "MAIL FROM:<>\r\nRCPT TO:<" + ALICE + ">\r\nBDAT 500000\r\n" + LARGE),
        BETWEEN_CHUNKS(SmtpClient.EHLO + "MAIL FROM:<>\r\nRCPT TO:<" + ALICE + ">\r\nBDAT " + LARGE.length() + "\r\n" + LARGE),
        WITHIN_AN_UNWANTED_CHUNK(SmtpClient.EHLO + "BDAT 500000\r\n" + LARGE),
        BEHIND_THE_FINAL_DOT(SmtpClient.EHLO + "MAIL FROM:<>\r\nRCPT TO:<" + ALICE + ">\r\nDATA\r\n" + dated() + ".\r\n"),
        AFTER_STARTTLS(SmtpClient.EHLO + "STARTTLS\r\n");

        private final String said;

        Moment(String said) {
            this.said = said;
        }
    }

    @BeforeAll
    static void start() {
        node = ReceptionNode.start(ALICE);
        listener = node.listen(Service.SMTP, "sterna.limits.network.concurrent-connections=reject 1");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /** Command by command, with a look at each reply; content goes with the command before it. */
    private static void say(SmtpClient client, String said) throws IOException {
        int content = said.indexOf(LARGE) < 0 ? said.length() : said.indexOf(LARGE);
        for (String command : said.substring(0, content).split("(?<=\r\n)")) {
            client.send(command);
            if (command.matches("(?s)(EHLO|MAIL|RCPT|DATA|STARTTLS).*\r\n")) {
                assertThat(client.reply()).matches("(220|250|354) .*");
            }
        }
        client.send(said.substring(content));
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void theNodeStaysHealthy(Moment moment) throws IOException {
        Set<String> before = node.blobs();
        SmtpClient client = moment == Moment.BEFORE_THE_GREETING ? SmtpClient.connect(listener) : welcome();
        say(client, moment.said);
        client.reset();
        await("the client is no longer counted", () -> DefenceTest.isWelcome(listener));
        await("no blob is left", () -> before.containsAll(node.blobs()));
        try (SmtpClient next = welcome()) {
            assertThat(next.ask(SmtpClient.EHLO)).startsWith("250 ");
            String header = dated();
            assertThat(node.delivered(next.envelope("", ALICE).data(header))).endsWith("\r\n" + header);
        }
    }

    /** Behind the greeting; the one before may not have been forgotten yet. */
    private static SmtpClient welcome() throws IOException {
        SmtpClient client = SmtpClient.connect(listener);
        while (!client.reply().startsWith("220 ")) {
            client.close();
            client = SmtpClient.connect(listener);
        }
        return client;
    }
}
