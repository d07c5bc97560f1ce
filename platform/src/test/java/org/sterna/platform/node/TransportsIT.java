package org.sterna.platform.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sterna.platform.admin.AdminResult;
import org.sterna.platform.connection.TestCertificate;
import org.sterna.platform.transfer.ScriptedHost;

/** Where mail goes that does not go by MX: what the settings file says, and what it says after it was changed under a running node. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TransportsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String DESTINATIONS = "sterna.destinations.messages-per-connection = 1\n";

    private static final Map<String, ScriptedHost> HOSTS = new LinkedHashMap<>();
    private static Smarthost scram;
    private static Smarthost plain;
    private static SmtpSink lmtp;
    @TempDir
    private static Path folder;
    private static NodeProcess node;
    private static Dispatch dispatch;
    private static String user;
    private static int port;

    @BeforeAll
    static void start() throws IOException, CertificateEncodingException {
        assertThat(SmtpSink.isUsable()).as("smtp-sink is installed (apt-get install postfix)").isTrue();
        port = NodeProcess.freePort();
        for (String name : List.of("address", "domain", "sub", "sender", "route", "later")) {
            HOSTS.put(name, new ScriptedHost(InetAddress.getByName(address(name)), port, ScriptedHost::willing));
        }
        scram = new Smarthost("SCRAM-SHA-256 PLAIN");
        plain = new Smarthost("PLAIN");
        lmtp = new SmtpSink("-L");
        Path trusted = Files.writeString(folder.resolve("trusted.pem"), "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(TestCertificate.certificate().getEncoded()) + "\n-----END CERTIFICATE-----\n");
        node = NodeProcess.prepare("transports", "sterna.relay.trusted-networks=[\"127.0.0.0/8\"]", "sterna.relay.ca-file=" + trusted);
        node.config(DESTINATIONS + credentials(Smarthost.PASSWORD) + transports(""));
        node.start();
        node.admin("domain", "add", "example.org");
        user = node.accounts("smith").get(0);
        node.admin("route", "add", "routed.test", address("route") + ":" + port);
        dispatch = new Dispatch(node);
    }

    @AfterAll
    static void end() throws IOException {
        if (node != null) {
            node.close();
        }
        for (ScriptedHost host : HOSTS.values()) {
            host.close();
        }
        for (AutoCloseable each : new AutoCloseable[] {scram, plain, lmtp}) {
            close(each);
        }
    }

    private static void close(AutoCloseable peer) {
        try {
            if (peer != null) {
                peer.close();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String address(String host) {
        return "127.0.0." + (31 + List.of("address", "domain", "sub", "sender", "route", "later").indexOf(host));
    }

    private static String to(String host) {
        return "\"smtp:" + address(host) + ":" + port + "\"";
    }

    private static String credentials(String password) {
        return "sterna.relay.credentials.smart { username = " + Smarthost.USER + ", password = \"" + password + "\" }\n";
    }

    private static String transports(String more) {
        return "sterna.relay.transports = [\n"
                + more
                + "{ match = [\"vip@mixed.test\"], to = " + to("address") + " }\n"
                + "{ match = [\"mixed.test\"], to = " + to("domain") + " }\n"
                + "{ match = [\".mixed.test\"], to = " + to("sub") + " }\n"
                + "{ from = [\"boss@example.org\"], to = " + to("sender") + " }\n"
                + "{ match = [\"lmtp.test\"], to = \"lmtp:127.0.0.1:" + lmtp.port() + "\" }\n"
                + "{ match = [\"void.test\"], to = discard }\n"
                + "{ match = [\"closed.test\"], to = \"error:5.1.2 They have moved away\" }\n"
                + "{ from = [\"plain@example.org\"], to = \"smtp:localhost:" + plain.port() + "\", tls = encrypt, credentials = smart }\n"
                + "{ match = [\"*\"], to = \"smtp:localhost:" + scram.port() + "\", tls = verify, credentials = smart }\n]\n";
    }

    private static List<String> takers(String subject) {
        return HOSTS.entrySet().stream().filter(host -> host.getValue().contents().stream()
                .anyMatch(content -> new String(content, ISO_8859_1).contains("Subject: " + subject + "\r\n"))).map(Map.Entry::getKey).toList();
    }

    private static void assertTaken(String host, String reversePath, String subject, String forwardPath) throws IOException {
        dispatch.await(dispatch.send(reversePath, subject, forwardPath), "relayed");
        assertThat(takers(subject)).containsExactly(host);
    }

    @Test
    @Order(1)
    @Timeout(600)
    void theMostExactRuleCounts() throws IOException {
        assertTaken("address", user, "byAddress", "vip@mixed.test");
        assertTaken("domain", user, "byDomain", "jones@mixed.test");
        assertTaken("sub", user, "bySubDomain", "jones@deep.below.mixed.test");
        assertTaken("sender", "boss@example.org", "bySender", "jones@anywhere.test");
        assertTaken("domain", "boss@example.org", "bySenderAndDomain", "jones@mixed.test");
        assertTaken("route", user, "byRoute", "jones@routed.test");
    }

    @Test
    @Order(1)
    @Timeout(600)
    void oneMessageGoesSeveralWays() throws IOException {
        String id = dispatch.send(user, "split", "vip@mixed.test", "jones@mixed.test", "jones@sub.mixed.test", "jones@void.test");
        dispatch.await(id, "completed");
        assertThat(takers("split")).containsExactly("address", "domain", "sub");
        assertThat(dispatch.events(id)).filteredOn(event -> event.getString("event").equals("relayed")).hasSize(4);
    }

    @Test
    @Order(1)
    @Timeout(600)
    void theSmarthostIsLoggedInTo() throws IOException {                            // RFC 4954 section 4
        dispatch.await(dispatch.send(user, "smart", "jones@elsewhere.test"), "relayed");
        assertThat(scram.logins()).containsOnly("SCRAM-SHA-256");
        assertThat(scram.messages()).filteredOn(message -> message.contains("Subject: smart\r\n")).hasSize(1);
        dispatch.await(dispatch.send("plain@example.org", "plain", "jones@elsewhere.test"), "relayed");
        assertThat(plain.logins()).containsOnly("PLAIN");
        assertThat(plain.messages()).hasSize(1).allSatisfy(message -> assertThat(message).contains("Subject: plain\r\n"));
    }

    @Test
    @Order(1)
    @Timeout(600)
    void lmtpIsSpokenWhereItIsAskedFor() throws IOException {                       // RFC 2033 section 4.2
        String id = dispatch.send(user, "lmtp", "jones@lmtp.test", "brown@lmtp.test");
        dispatch.await(id, "completed");
        assertThat(dispatch.events(id)).filteredOn(event -> event.getString("event").equals("relayed")).hasSize(2);
        Await.until("smtp-sink has written it", PATIENCE, () -> lmtp.messages().contains("Subject: lmtp"));
        assertThat(lmtp.messages()).contains("X-Client-Proto: LMTP\n", "<jones@lmtp.test>", "<brown@lmtp.test>");
    }

    @Test
    @Order(1)
    @Timeout(600)
    void discardAndErrorSendNothing() throws IOException {
        String gone = dispatch.send(user, "void", "jones@void.test");
        assertThat(dispatch.await(gone, "relayed")).contains("thrown away");
        dispatch.await(gone, "completed");
        String refused = dispatch.send(user, "closed", "jones@closed.test");
        assertThat(dispatch.await(refused, "failed")).contains("They have moved away");
        Await.until("the report is there", PATIENCE, () -> !reports("jones@closed.test").isEmpty());
        assertThat(reports("jones@closed.test")).singleElement().asString().contains("Status: 5.1.2\r\n", "They have moved away");
    }

    private static List<String> reports(String forwardPath) {
        try {
            return Maildrop.read(node, user, "Final-Recipient: rfc822; " + forwardPath);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Order(2)
    @Timeout(600)
    void aChangedFileIsInForceWithoutARestart() throws IOException {
        node.config(DESTINATIONS + "sterna.destinations.rules = [{ match = [\"" + address("later") + ":" + port + "\"], connections = 3 }]\n"
                + credentials("changed") + transports("{ match = [\"later.test\"], to = " + to("later") + " }\n"));
        AdminResult done = node.command("reload");
        assertThat(done.status()).as(done.error()).isZero();
        assertThat(done.output()).contains("sterna.destinations", "sterna.relay.transports", "sterna.relay.credentials").doesNotContain("changed");
        assertTaken("later", user, "later", "jones@later.test");
        assertThat(node.admin("destination", "show", address("later") + ":" + port)).contains("limits: 3 connections");

        String id = dispatch.send(user, "wrongPassword", "jones@elsewhere.test");
        assertThat(dispatch.await(id, "deferred")).contains("535 5.7.8 no");
        node.config(DESTINATIONS + credentials(Smarthost.PASSWORD) + transports(""));
        assertThat(node.admin("reload")).contains("sterna.relay.credentials");
        node.admin("queue", "retry", id);                        // first: once the destination is tried again the message may be under way
        node.admin("destination", "retry", "localhost:" + scram.port());
        dispatch.await(id, "relayed");
    }

    @Test
    @Order(3)
    @Timeout(600)
    void aWrongFileChangesNothing() throws IOException {
        assertRefused("sterna.relay.transport = []\n", "sterna.relay.transport is no setting");
        assertRefused(credentials("x") + "sterna.relay.transports = [{ match = [\"mixed.test\"], to = \"gopher:\" }]\n", "leads nowhere");
        assertRefused("sterna.relay.transports = [{ match = [\"mixed.test\"], to = mx, credentials = nobody }]\n", "\"nobody\"");
        assertRefused("sterna.destinations.connections = many\n" + credentials("x") + transports(""), "sterna.destinations.connections");
        assertRefused("sterna { relay {", "not well formed");
        assertTaken("domain", user, "still", "jones@mixed.test");
    }

    private static void assertRefused(String file, String why) throws IOException {
        node.config(file);
        AdminResult refused = node.command("reload");
        assertThat(refused.status()).as(file).isEqualTo(1);
        assertThat(refused.error()).contains(why);
    }
}
