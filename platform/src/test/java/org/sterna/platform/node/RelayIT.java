package org.sterna.platform.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.platform.dns.TestDnsServer;
import org.sterna.protocols.message.HeaderField;
import org.sterna.protocols.message.HeaderFields;

/** Mail between a node and a real Postfix, both ways; who takes mail for out.test is found by MX. */
class RelayIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static TestDnsServer dns;
    private static PostfixInstance postfix;
    private static NodeProcess node;
    private static String user;

    @BeforeAll
    static void start() throws IOException {
        assertThat(PostfixInstance.isUsable()).as("Postfix is installed (apt-get install postfix) and this runs as root").isTrue();
        dns = TestDnsServer.start().add("out.test. 60 IN MX 10 mx.out.test.", "mx.out.test. 60 IN A 127.0.0.1");
        node = NodeProcess.prepare("relay");
        postfix = new PostfixInstance("out.test", "jones", "example.org", node.port("smtp"));
        node.use("sterna.dns.servers=[\"" + dns.address() + "\"]", "sterna.relay.smtp-port=" + postfix.port(),
                "sterna.queue.first-retry=500ms", "sterna.queue.longest-retry=1s");
        node.start();
        node.admin("domain", "add", "example.org");
        user = node.accounts("smith").get(0);
        postfix.start();
    }

    @AfterAll
    static void end() throws IOException {
        if (node != null) {
            node.close();
        }
        if (postfix != null) {
            postfix.close();
        }
        if (dns != null) {
            dns.close();
        }
    }

    /** Lines that begin with dots, octets above 127, an empty line at the end. */
    private static byte[] message(String subject, String to) {
        return ("From: <" + user + ">\r\nTo: <" + to + ">\r\nSubject: " + subject + "\r\nDate: Sun, 1 Mar 2026 12:00:00 +0000\r\nMessage-ID: <"
                + subject + "@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
                + ".\r\n..\r\n.a line\r\n" + "\u00c3\u00a4 ".repeat(300) + "\r\nlast\r\n\r\n").getBytes(ISO_8859_1);
    }

    private static String submit(String to, byte[] message) throws IOException {
        try (SmtpClient client = SmtpClient.submission(node.port("submission"), user, NodeProcess.PASSWORD)) {
            String reply = client.transaction(user, to, message);
            client.expect("250", reply);
            client.ask("QUIT");
            return reply;
        }
    }

    private static boolean logged(String text) {
        try {
            return postfix.log().contains(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> inPostfix(String subject) {
        return postfix.mailbox().stream().filter(message -> message.contains("Subject: " + subject + "\r\n")).toList();
    }

    @Test
    @Timeout(600)
    void aSubmissionIsRelayedToTheHostThatTheMxNamesUnderTls() throws IOException {
        byte[] message = message("outward", "jones@out.test");
        submit("jones@out.test", message);
        Await.until("Postfix has it", PATIENCE, () -> !inPostfix("outward").isEmpty());
        node.awaitEmptyQueue(PATIENCE);
        assertThat(inPostfix("outward")).hasSize(1).allSatisfy(received -> {
            assertThat(received).endsWith(new String(message, ISO_8859_1));
            assertThat(received).containsPattern("Received: from mail\\.example\\.org [^;]*\\(using TLSv1\\.[23] with cipher");
            assertThat(received).containsPattern("Received: from client\\.example\\.net [^;]*by mail\\.example\\.org [^;]*with ESMTPSA");
            assertThat(received).contains("Return-Path: <smith@example.org>");
        });
        assertThat(dns.questions("out.test.")).isPositive();
    }

    @Test
    @Timeout(600)
    void postfixRelaysToUsUnderTls() throws IOException {
        byte[] message = message("inward", user);
        try (SmtpClient client = SmtpClient.hello(postfix.port())) {
            client.expect("250", client.transaction("jones@out.test", user, message));
            client.ask("QUIT");
        }
        Await.until("Postfix has sent it", PATIENCE, () -> postfix.queue().isEmpty());
        node.awaitEmptyQueue(PATIENCE);
        Await.until("the log says so, which Postfix writes by another process", PATIENCE, () -> logged("Untrusted TLS connection established to 127.0.0.1"));
        assertThat(Maildrop.read(node, user, "Subject: inward\r\n")).hasSize(1).allSatisfy(received -> {
            Maildrop.assertOctets(received, message);
            assertThat(received).startsWith("Return-Path: <jones@out.test>\r\nReceived: from mx.out.test ");
        });
    }

    @Test
    @Timeout(600)
    void aRefusedRecipientIsReportedWithTheWordsOfThePeer() throws IOException {
        submit("nobody@out.test", message("refused", "nobody@out.test"));
        Await.until("the report is there", PATIENCE, () -> !reports().isEmpty());
        node.awaitEmptyQueue(PATIENCE);
        assertThat(reports()).hasSize(1);
        String report = reports().get(0);

        HeaderFields fields = HeaderFields.parse(report);
        assertThat(fields.first("Return-Path").orElseThrow().body().strip()).isEqualTo("<>");     // RFC 3464 section 2
        assertThat(fields.first("Auto-Submitted").map(HeaderField::body).orElse("").strip()).startsWith("auto-");
        String type = fields.first("Content-Type").orElseThrow().body().replaceAll("\\s+", " ").strip();
        assertThat(type).startsWith("multipart/report").contains("report-type=delivery-status");        // RFC 6522 section 3
        String boundary = type.replaceAll(".*boundary=\"?([^\";]+)\"?.*", "$1");
        String[] parts = report.substring(report.indexOf("\r\n\r\n") + 2).split("\r\n--" + Pattern.quote(boundary));
        assertThat(parts).hasSize(5);
        assertThat(parts[4].strip()).isEqualTo("--");
        assertThat(parts[1]).containsIgnoringCase("Content-Type: text/plain").contains("nobody@out.test");
        assertThat(parts[1].replaceAll("\\s+", " ")).contains("User unknown in virtual mailbox table");
        assertThat(parts[2]).containsIgnoringCase("Content-Type: message/delivery-status");
        String status = parts[2].substring(parts[2].indexOf("\r\n\r\n") + 4);
        HeaderFields perMessage = HeaderFields.parse(status);
        assertThat(perMessage.first("Reporting-MTA").orElseThrow().body().strip()).isEqualTo("dns; " + NodeProcess.HOST_NAME);
        HeaderFields perRecipient = HeaderFields.parse(status.substring(status.indexOf("\r\n\r\n") + 4));
        assertThat(perRecipient.first("Final-Recipient").orElseThrow().body().strip()).isEqualTo("rfc822; nobody@out.test");
        assertThat(perRecipient.first("Action").orElseThrow().body().strip()).isEqualTo("failed");
        assertThat(perRecipient.first("Status").orElseThrow().body().strip()).isEqualTo("5.1.1");
        assertThat(perRecipient.first("Remote-MTA").orElseThrow().body()).contains("mx.out.test");
        assertThat(perRecipient.first("Diagnostic-Code").orElseThrow().body().replaceAll("\\s+", " ").strip())
                .startsWith("smtp; 550 5.1.1 <nobody@out.test>").contains("User unknown in virtual mailbox table");
        assertThat(parts[3]).contains("Subject: refused\r\n");
    }

    private static List<String> reports() {
        try {
            return Maildrop.read(node, user, "multipart/report");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Timeout(900)
    void whatWaitsForADestinationOutlivesACrash() throws IOException {
        postfix.stop();
        byte[] message = message("patient", "jones@out.test");
        submit("jones@out.test", message);
        Await.until("the queue tells why it waits", PATIENCE, () -> node.list("queue", "list").stream()
                .anyMatch(line -> line.getString("reason").contains("mx.out.test") || line.getString("reason").contains("out.test")));
        Await.until("it is in its slice alone", PATIENCE, () -> node.list("queue", "list").size() == 1);
        String id = node.list("queue", "list").get(0).getString("id");
        node.kill9();
        node.start();
        assertThat(node.list("queue", "list")).extracting(line -> line.getString("id")).containsExactly(id);
        postfix.start();
        Await.until("Postfix has it", PATIENCE, () -> !inPostfix("patient").isEmpty());
        node.awaitEmptyQueue(PATIENCE);
        assertThat(inPostfix("patient")).hasSize(1).allSatisfy(received -> assertThat(received).endsWith(new String(message, ISO_8859_1)));
        assertThat(node.list("queue", "show", id)).extracting(event -> event.getString("event"))
                .startsWith("accepted").contains("deferred", "relayed").endsWith("completed");
    }
}
