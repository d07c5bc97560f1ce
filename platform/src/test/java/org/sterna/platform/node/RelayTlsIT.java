package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sterna.platform.dns.TestDnsServer;

/**
 * Every level of TLS against a real Postfix that shows a good certificate, one that nobody vouches for, one that is too old, one for another name, or has
 * no TLS at all. Domains are named {@code LEVEL.PEER.test}; their MX is {@code mx.PEER.test}.
 */
class RelayTlsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    /** Of demanded TLS that cannot be had; no other cause waits as long. */
    private static final Duration TLS_RETRY = Duration.ofMinutes(77);
    private static final List<String> PEERS = List.of("good", "self", "expired", "other", "plain");
    private static final List<String> LEVELS = List.of("none", "may", "encrypt", "verify");
    private static final Pattern NEXT_ATTEMPT = Pattern.compile("next attempt (\\S+)");

    @TempDir
    private static Path folder;
    private static TestDnsServer dns;
    private static PostfixInstance postfix;
    private static NodeProcess node;
    private static Dispatch dispatch;

    @BeforeAll
    static void start() throws IOException {
        assertThat(PostfixInstance.isUsable()).as("Postfix is installed (apt-get install postfix) and this runs as root").isTrue();
        TestAuthority authority = new TestAuthority(folder);
        Map<String, Path> certificates = Map.of("good", authority.issue("mx.good.test"), "self", authority.selfSigned("mx.self.test"),
                "expired", authority.expired("mx.expired.test"), "other", authority.issue("elsewhere.test"));
        postfix = new PostfixInstance("out.test", "jones", "example.org", 1);
        dns = TestDnsServer.start();
        for (int i = 0; i < PEERS.size(); i++) {
            peer(PEERS.get(i), "127.0.0." + (11 + i), certificates, authority);
        }
        node = NodeProcess.prepare("relay-tls", "sterna.dns.servers=[\"" + dns.address() + "\"]", "sterna.relay.smtp-port=" + postfix.port(),
                "sterna.relay.trusted-networks=[\"127.0.0.0/8\"]", "sterna.queue.jitter=0", "sterna.queue.tls.first-retry=" + TLS_RETRY.toMinutes() + "m",
                "sterna.relay.ca-file=" + authority.file());
        Path identity = authority.issue(NodeProcess.HOST_NAME);
        node.config("sterna.relay.identities.us { certificate = \"" + identity + "\", key = \"" + identity + "\" }\nsterna.relay.transports = ["
                + String.join(",\n", LEVELS.stream().map(RelayTlsIT::rule).toList()) + "]\n");
        node.start();
        node.admin("domain", "add", "example.org");
        postfix.start();
        dispatch = new Dispatch(node);
    }

    /** One domain for each level, one host for all of them. */
    private static void peer(String name, String address, Map<String, Path> certificates, TestAuthority authority) throws IOException {
        List<String> options = new ArrayList<>();
        if (certificates.containsKey(name)) {
            options.addAll(List.of("smtpd_tls_cert_file=" + certificates.get(name), "smtpd_tls_key_file=" + certificates.get(name), "smtpd_tls_ask_ccert=yes",
                    "smtpd_tls_CAfile=" + authority.file()));
        } else {
            options.add("smtpd_tls_security_level=none");
        }
        postfix.listen(address, options.toArray(String[]::new));
        dns.add("mx." + name + ".test. 60 IN A " + address);
        for (String level : LEVELS) {
            dns.add(level + "." + name + ".test. 60 IN MX 10 mx." + name + ".test.");
            postfix.alsoTakes("jones", level + "." + name + ".test");
        }
    }

    private static String rule(String level) {
        return "{ match = [" + String.join(", ", PEERS.stream().map(peer -> "\"" + level + "." + peer + ".test\"").toList()) + "], to = mx, tls = " + level
                + (level.equals("verify") ? ", identity = us" : "") + " }";
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

    @Test
    @Timeout(900)
    void eachLevelTakesWhatItAllowsAndWaitsForTheRest() throws IOException {
        Map<String, String> ids = new LinkedHashMap<>();
        for (String level : LEVELS) {
            for (String peer : PEERS) {
                String name = level + "." + peer;
                ids.put(name, dispatch.send("smith@example.org", name, "jones@" + name + ".test"));
            }
        }
        Stream.of("none.good", "none.self", "none.expired", "none.other", "none.plain", "may.plain").forEach(name -> goesThrough(ids.get(name), name, "clear"));
        Stream.of("may.good", "may.self", "may.expired", "may.other", "encrypt.good", "encrypt.self", "encrypt.expired", "encrypt.other")
                .forEach(name -> goesThrough(ids.get(name), name, "TLS"));
        goesThrough(ids.get("verify.good"), "verify.good", "verified");
        waitsForTls(ids.get("encrypt.plain"), "the next host does not offer it");
        waitsForTls(ids.get("verify.plain"), "the next host does not offer it");
        waitsForTls(ids.get("verify.self"), "the handshake failed");
        waitsForTls(ids.get("verify.expired"), "the handshake failed");
        waitsForTls(ids.get("verify.other"), "the handshake failed");
        Await.until("the others are over", PATIENCE, () -> node.list("queue", "list").size() == 5);

        // RFC 5246 section 7.4.6: who is asked for a certificate shows the one that its operator chose, and nobody else shows any.
        assertThat(inPostfix("verify.good")).contains("(Client CN \"" + NodeProcess.HOST_NAME + "\", Issuer \"" + TestAuthority.NAME + "\" (verified OK))");
        assertThat(inPostfix("encrypt.good")).contains("(Client did not present a certificate)").doesNotContain("Client CN");
    }

    private static String inPostfix(String name) {
        Await.until("Postfix has " + name, PATIENCE, () -> found(name).size() == 1);
        return found(name).get(0).replaceAll("\\s+", " ");
    }

    private static List<String> found(String name) {
        return postfix.mailbox().stream().filter(message -> message.contains("Subject: " + name + "\r\n")).toList();
    }

    private static void goesThrough(String id, String name, String security) {
        String relayed = dispatch.await(id, "relayed");
        String started = dispatch.detail(id, "attempt started").orElseThrow();
        String received = inPostfix(name);
        if (security.equals("clear")) {
            assertThat(relayed).doesNotContain("TLS");
            assertThat(received).contains("from mail.example.org").doesNotContain("using TLS");
        } else {
            assertThat(relayed).as(name).containsPattern("TLSv1\\.[23] TLS_");
            assertThat(started).as(name).contains("mx." + name.replaceFirst(".*\\.", "") + ".test [127.0.0.1");
            assertThat(relayed.contains("verified")).as(name + ": " + relayed).isEqualTo(security.equals("verified"));
            assertThat(received).as(name).containsPattern("\\(using TLSv1\\.[23] with cipher");
        }
    }

    private static void waitsForTls(String id, String reason) {
        String deferred = dispatch.await(id, "deferred");
        Config event = dispatch.events(id).stream().filter(each -> each.getString("event").equals("deferred")).findFirst().orElseThrow();
        assertThat(deferred).contains("TLS is demanded", reason);
        Matcher next = NEXT_ATTEMPT.matcher(deferred);
        assertThat(next.find()).as(deferred).isTrue();
        assertThat(Duration.between(Instant.parse(event.getString("at")), Instant.parse(next.group(1)))).isEqualTo(TLS_RETRY);
        Await.until(id + " waits, and says why: " + reason, PATIENCE, () -> reasons(id).size() == 1 && reasons(id).get(0).contains(reason));
    }

    private static List<String> reasons(String id) {
        return node.list("queue", "list").stream().filter(line -> line.getString("id").equals(id)).map(line -> line.getString("reason")).toList();
    }
}
