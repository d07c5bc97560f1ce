package org.sterna.platform.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.platform.dns.TestDnsServer;

/** A whole node that asks a DNS server of its own: what it found out is there when an operator asks. */
class CheckedMailIT {
    private static final Pattern SESSION = Pattern.compile("session (\\S+):");
    private static final String POLICY = "_dmarc.example.net. TXT \"v=DMARC1; p=reject\"";

    private static String send(NodeProcess node, String from, String to, String id) throws IOException {
        byte[] message = ("From: <bob@example.net>\r\nDate: Sun, 1 Mar 2026 12:00:00 +0000\r\nMessage-ID: <" + id + "@example.net>\r\n\r\ntext\r\n").getBytes(ISO_8859_1);
        try (SmtpClient client = SmtpClient.hello(node.port("smtp"))) {
            String reply = client.transaction(from, to, message);
            client.ask("QUIT");
            return reply;
        }
    }

    @Test
    @Timeout(600)
    void theOperatorSeesWhatWasFoundOut() throws IOException {
        try (TestDnsServer dns = TestDnsServer.start().add("example.net. TXT \"v=spf1 ip4:127.0.0.1 -all\"", POLICY);
                NodeProcess node = NodeProcess.start("checked", "sterna.dns.servers=[\"" + dns.address() + "\"]", "sterna.trust.exempt-networks=[]")) {
            String user = node.accounts("smith").get(0);
            assertThat(send(node, "bob@example.net", user, "good")).startsWith("250 ");
            String trace = node.admin("trace", "<good@example.net>");
            assertThat(trace).contains("Authentication-Results: " + NodeProcess.HOST_NAME
                    + "; spf=pass smtp.mailfrom=example.net; spf=none smtp.helo=client.example.net; dmarc=pass header.from=example.net");
            Matcher session = SESSION.matcher(trace);
            assertThat(session.find()).isTrue();
            assertThat(node.admin("session", "show", session.group(1))).contains("checked  spf pass smtp.mailfrom=example.net", "checked  dmarc pass header.from=example.net");
            assertThat(send(node, "bob@example.com", user, "bad")).startsWith("550 5.7.1 The domain example.net of the From field");
        }
    }
}
