package org.sterna.platform.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.sterna.config.SternaSettings;
import org.sterna.platform.dns.TestDnsServer;
import org.sterna.platform.dns.dnsjava.DnsjavaLookup;
import org.sterna.platform.transfer.ScriptedHost;
import org.sterna.protocols.dkim.DkimPolicy;
import org.sterna.protocols.dkim.DkimResult;
import org.sterna.protocols.dkim.DkimVerifier;
import org.sterna.protocols.dns.DnsLookup;

/** A whole node signs with the keys that an operator made, once the DNS has the records that were printed. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(600)
class SigningIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static TestDnsServer dns;
    private static DnsLookup lookup;
    private static ScriptedHost host;
    private static NodeProcess node;
    private static String user;

    @BeforeAll
    static void start() throws IOException {
        dns = TestDnsServer.start();
        lookup = new DnsjavaLookup(SternaSettings.load(Optional.empty(), List.of("sterna.dns.servers=[\"" + dns.address() + "\"]"), Optional.empty(), OptionalInt.empty()).dns());
        host = new ScriptedHost(InetAddress.getLoopbackAddress(), 0, said -> said.startsWith("EHLO") ? "250-next.test\r\n250 8BITMIME"
                : said.startsWith("RCPT TO:<nobody@") ? "550 5.1.1 nobody" : ScriptedHost.willing(said));
        node = NodeProcess.start("signing", "sterna.dns.servers=[\"" + dns.address() + "\"]", "sterna.signing.check-every=10s");
        node.admin("route", "add", "out.test", "127.0.0.1:" + host.port());
        user = node.accounts("smith").get(0);
    }

    @AfterAll
    static void end() throws IOException {
        if (node != null) {
            node.close();
        }
        if (host != null) {
            host.close();
        }
        dns.close();
    }

    private static void submit(String to, String message) throws IOException {
        try (SmtpClient client = SmtpClient.submission(node.port("submission"), user, NodeProcess.PASSWORD)) {
            client.expect("250", client.transaction(user, to, message.getBytes(ISO_8859_1)));
            client.ask("QUIT");
        }
    }

    /** What the next host got, without the dots that SMTP adds (RFC 5321 section 4.5.2). */
    private static String relayed(String message) throws IOException {
        int before = host.contents().size();
        submit("jones@out.test", message);
        Await.until("the next host has it", PATIENCE, () -> host.contents().size() > before);
        return new String(host.contents().get(before), ISO_8859_1).replace("\r\n..", "\r\n.");
    }

    private static List<DkimResult> verified(String message) throws Exception {
        DkimVerifier verifier = new DkimVerifier(lookup, DkimPolicy.USUAL);
        byte[] octets = message.getBytes(ISO_8859_1);
        verifier.feed(octets, 0, octets.length);
        return verifier.finish(Instant.now()).toCompletableFuture().get(60, TimeUnit.SECONDS).results();
    }

    private static void assertSigned(String message) throws Exception {
        List<DkimResult> results = verified(message);
        assertThat(results).as(message.lines().limit(40).toList().toString()).hasSize(2).allMatch(DkimResult::isPass).allMatch(result -> result.claim().domain().equals("example.org"));
        assertThat(results).extracting(result -> result.claim().algorithm()).containsExactlyInAnyOrder("rsa-sha256", "ed25519-sha256");
    }

    private static List<String> records(String printed) {
        return printed.lines().filter(line -> line.contains(" IN TXT ")).toList();
    }

    private static String dkim(String... words) {
        String[] command = Arrays.copyOf(new String[] {"domain", "dkim", "example.org"}, 3 + words.length);
        System.arraycopy(words, 0, command, 3, words.length);
        return node.admin(command);
    }

    @Test
    @Order(1)
    void withoutKeysNothingIsSigned() throws Exception {
        assertThat(dkim("show")).startsWith("nothing signs for example.org");
        assertThat(relayed("From: <" + user + ">\r\n\r\ntext\r\n")).doesNotContain("DKIM-Signature");
    }

    @Test
    @Order(2)
    void keysSignWhenTheirRecordsAreInTheDns() throws Exception {
        String printed = dkim("rotate");
        assertThat(records(printed)).hasSize(2);
        assertThat(records(dkim("show"))).isEqualTo(records(printed));
        assertThat(dkim("show")).contains("signs when the DNS has its record").doesNotContain("signs since");
        assertThat(relayed("From: <" + user + ">\r\n\r\nstill waiting\r\n")).doesNotContain("DKIM-Signature");
        dns.add(records(printed).toArray(String[]::new));
        Await.until("both keys are seen", PATIENCE, () -> dkim("show").split("signs since", -1).length == 3);
        assertThat(node.admin("domain", "dns", "example.org").lines()).containsAll(records(printed));
        assertThat(node.command("domain", "dns", "example.org", "--check").output().lines().filter(line -> line.contains("_domainkey"))).hasSize(2).allMatch(line -> line.startsWith("ok "));
    }

    @Test
    @Order(3)
    void whatLeavesVerifies() throws Exception {
        String relayed = relayed("From: <" + user + ">\r\nTo: <jones@out.test>\r\nBcc: <secret@out.test>\r\nSubject: mended\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n.\r\n..\r\n\u00c3\u00a4  words\t \r\n\r\n\r\n");
        assertThat(relayed).contains("\r\nDate: ", "\r\nMessage-ID: ").doesNotContain("Bcc");
        assertSigned(relayed);
        assertThat(verified(relayed.replace("Subject: mended", "Subject: amended"))).noneMatch(DkimResult::isPass);
        assertThat(verified("Subject: another\r\n" + relayed)).noneMatch(DkimResult::isPass);
    }

    @Test
    @Order(4)
    void aLargeMessageInABlobVerifies() throws Exception {
        assertSigned(relayed("From: <" + user + ">\r\nSubject: large\r\n\r\n" + "All work and no play\r\n".repeat(20_000)));
    }

    @Test
    @Order(5)
    void aReportIsSigned() throws Exception {
        submit("nobody@out.test", "From: <" + user + ">\r\nSubject: to nobody\r\n\r\ntext\r\n");
        Await.until("the report is there", PATIENCE, () -> !reports().isEmpty());
        assertSigned(reports().get(0));
    }

    private static List<String> reports() {
        try {
            return Maildrop.read(node, user, "multipart/report");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Order(6)
    void replacedKeysStayForATime() throws Exception {
        String printed = dkim("rotate");
        dns.add(records(printed).toArray(String[]::new));
        records(printed).forEach(record -> dkim("activate", record.substring(0, record.indexOf('.'))));
        assertThat(dkim("show").split("may be taken out of the zone after", -1)).hasSize(3);
        String relayed = relayed("From: <" + user + ">\r\n\r\nby the new ones\r\n");
        assertSigned(relayed);
        assertThat(verified(relayed)).extracting(result -> result.claim().selector()).allMatch(selector -> printed.contains(selector + "._domainkey"));
    }

    @Test
    @Order(7)
    void aKeyFileThatDoesNotFitIsTold() throws Exception {
        assertThat(node.stop()).isZero();
        Files.writeString(node.data().resolve("secrets.key"), Base64.getEncoder().encodeToString(new byte[32]));
        node.start();
        assertThat(relayed("From: <" + user + ">\r\n\r\nby nobody\r\n")).doesNotContain("DKIM-Signature");
        assertThat(dkim("show")).contains("does not open on this node: sterna.secrets.key-file is another one");
        assertThat(node.log()).contains("nothing is signed with it: sterna.secrets.key-file is another one here than where it was made");
        assertThat(node.log()).doesNotContain("PRIVATE KEY");
        assertThat(Files.getPosixFilePermissions(node.data().resolve("secrets.key"))).hasSize(2);
        dkim("rotate", "--activate");
        assertThat(relayed("From: <" + user + ">\r\n\r\nby new ones\r\n")).contains("DKIM-Signature");
    }
}
