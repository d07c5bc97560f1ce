package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node that ends, planned or not, and starts again. */
class RestartIT {
    /** Loose, because machines are busy; what is seen is printed. */
    private static final Duration LONGEST_START = Duration.ofSeconds(280);
    private static final byte[] MESSAGE = "Subject: before\r\n\r\nHello.\r\n".getBytes(StandardCharsets.US_ASCII);

    @Test
    @Timeout(1500)
    void aNodeKeepsItsMailAndAdoptsItsCassandra() throws IOException {
        try (NodeProcess node = NodeProcess.start("restart")) {
            String account = node.accounts("user").get(0);
            try (SmtpClient client = SmtpClient.hello(node.port("smtp"))) {
                client.expect("250", client.transaction("a@example.net", account, MESSAGE));
            }
            node.awaitEmptyQueue(LONGEST_START);

            assertThat(node.stop()).isZero();
            assertThat(node.cassandras()).as("Cassandra ends with the node that is stopped").isEmpty();
            Duration planned = node.start();
            assertMailIsThere(node, account);

            long cassandra = node.cassandraPid();
            node.kill9();
            Duration adopting = node.start();
            assertThat(node.cassandraPid()).as("the Cassandra that the killed node left").isEqualTo(cassandra);
            assertThat(node.cassandras()).hasSize(1);
            assertMailIsThere(node, account);

            System.out.println("all ports open " + planned.toMillis() + " ms after a planned stop, " + adopting.toMillis() + " ms after kill -9");
            assertThat(planned).isLessThan(LONGEST_START);
            assertThat(adopting).isLessThan(LONGEST_START);
        }
    }

    private static void assertMailIsThere(NodeProcess node, String account) throws IOException {
        assertThat(Maildrop.read(node, account)).hasSize(1).allSatisfy(message -> Maildrop.assertOctets(message, MESSAGE));
    }
}
