package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.platform.dns.TestDnsServer;
import org.sterna.platform.transfer.ScriptedHost;

/** Which host gets a message, by what a DNS server says in real packets (RFC 5321 section 5). Hosts are loopback addresses with one port; who has a message tells it. */
class MailHostsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    /** When the hosts could not be looked up; no other cause waits as long. */
    private static final Duration DNS_RETRY = Duration.ofMinutes(78);
    private static final Pattern NEXT_ATTEMPT = Pattern.compile("next attempt (\\S+)");
    private static final String SIX = "::1";

    private static final Map<String, ScriptedHost> HOSTS = new LinkedHashMap<>();
    private static TestDnsServer dns;
    private static NodeProcess node;
    private static Dispatch dispatch;
    private static String user;
    private static int port;

    @BeforeAll
    static void start() throws IOException {
        port = NodeProcess.freePort();
        for (String address : List.of("127.0.0.21", "127.0.0.22", "127.0.0.23")) {
            HOSTS.put(address, new ScriptedHost(InetAddress.getByName(address), port, ScriptedHost::willing));
        }
        if (hasIpv6()) {
            HOSTS.put(SIX, new ScriptedHost(InetAddress.getByName(SIX), port, ScriptedHost::willing));
        }
        dns = TestDnsServer.start().add("a.test. 60 IN A 127.0.0.21", "b.test. 60 IN A 127.0.0.22", "c.test. 60 IN A 127.0.0.23", "dead.test. 60 IN A 127.0.0.29",
                "us.test. 60 IN A 127.0.0.1");
        node = NodeProcess.start("mail-hosts", "sterna.dns.servers=[\"" + dns.address() + "\"]", "sterna.relay.smtp-port=" + port,
                "sterna.relay.trusted-networks=[\"127.0.0.0/8\"]", "sterna.queue.jitter=0", "sterna.queue.dns.first-retry=" + DNS_RETRY.toMinutes() + "m",
                "sterna.destinations.messages-per-connection=1");
        user = node.accounts("smith").get(0);
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
        if (dns != null) {
            dns.close();
        }
    }

    private static boolean hasIpv6() {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName(SIX)); Socket client = new Socket(SIX, server.getLocalPort())) {
            return client.isConnected();
        } catch (IOException none) {
            return false;
        }
    }

    /** The hosts that have a message of this subject. */
    private static List<String> takers(String subject) {
        return HOSTS.entrySet().stream().filter(host -> host.getValue().contents().stream()
                .anyMatch(content -> new String(content, StandardCharsets.ISO_8859_1).contains("Subject: " + subject + "\r\n"))).map(Map.Entry::getKey).toList();
    }

    private static String relayed(String subject, String forwardPath) throws IOException {
        String id = dispatch.send(user, subject, forwardPath);
        dispatch.await(id, "relayed");
        assertThat(takers(subject)).hasSize(1);
        return takers(subject).get(0);
    }

    @Test
    @Timeout(600)
    void theBestHostThatAnswersIsTaken() throws IOException {                       // RFC 5321 section 5.1
        dns.add("two.test. IN MX 20 b.test.", "two.test. IN MX 10 a.test.");
        assertThat(relayed("two", "jones@two.test")).isEqualTo("127.0.0.21");
        dns.add("second.test. IN MX 20 b.test.", "second.test. IN MX 10 dead.test.", "second.test. IN MX 30 c.test.");
        assertThat(relayed("second", "jones@second.test")).isEqualTo("127.0.0.22");
    }

    @Test
    @Timeout(600)
    void hostsPreferredAlikeShareTheLoad() throws IOException {                     // RFC 5321 section 5.1
        dns.add("alike.test. IN MX 10 a.test.", "alike.test. IN MX 10 b.test.", "alike.test. IN MX 20 c.test.");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            ids.add(dispatch.send(user, "alike", "jones@alike.test"));
        }
        ids.forEach(id -> dispatch.await(id, "relayed"));
        assertThat(takers("alike")).containsExactly("127.0.0.21", "127.0.0.22");    // by chance only one of them: once in 2^39 runs
    }

    @Test
    @Timeout(600)
    void aDomainWithoutMxIsItsOwnHost() throws IOException {                        // RFC 5321 section 5.1
        dns.add("implicit.test. IN A 127.0.0.23");
        assertThat(relayed("implicit", "jones@implicit.test")).isEqualTo("127.0.0.23");
    }

    @Test
    @Timeout(600)
    void aliasesAreFollowed() throws IOException {                                  // RFC 5321 section 5.1, RFC 2181 section 10.3
        dns.add("alias.test. IN CNAME target.test.", "target.test. IN MX 10 cname.test.", "cname.test. IN CNAME b.test.");
        assertThat(relayed("alias", "jones@alias.test")).isEqualTo("127.0.0.22");
    }

    @Test
    @Timeout(600)
    void anAddressLiteralIsTheHost() throws IOException {                           // RFC 5321 section 4.1.3
        assertThat(relayed("literal", "jones@[127.0.0.22]")).isEqualTo("127.0.0.22");
        if (HOSTS.containsKey(SIX)) {
            assertThat(relayed("literal6", "jones@[IPv6:::1]")).isEqualTo(SIX);
        }
    }

    @Test
    @Timeout(600)
    void bothFamiliesOfAHostAreTried() throws IOException {                         // RFC 5321 section 5.2
        dns.add("both.test. IN MX 10 six.test.", "six.test. IN A 127.0.0.21", "six.test. IN AAAA ::1");
        assertThat(relayed("both", "jones@both.test")).isEqualTo(HOSTS.containsKey(SIX) ? SIX : "127.0.0.21");
        dns.add("four.test. IN MX 10 half.test.", "half.test. IN A 127.0.0.21", "half.test. IN AAAA ::2");
        assertThat(relayed("four", "jones@four.test")).isEqualTo("127.0.0.21");
    }

    @Test
    @Timeout(600)
    void whatIsNotBetterThanOurselvesIsDropped() throws IOException {               // RFC 5321 section 5.1
        dns.add("backup.test. IN MX 10 a.test.", "backup.test. IN MX 20 mail.example.org.", "backup.test. IN MX 30 b.test.", "mail.example.org. IN A 127.0.0.1");
        assertThat(relayed("backup", "jones@backup.test")).isEqualTo("127.0.0.21");
        dns.add("loop.test. IN MX 20 mail.example.org.", "loop.test. IN MX 30 b.test.");
        assertReport("loop", "jones@loop.test", "5.4.6", "comes back to this host");
    }

    @Test
    @Timeout(600)
    void aDomainThatWantsNoMailGetsNone() throws IOException {                      // RFC 7505 section 4
        dns.add("null.test. IN MX 0 .", "null.test. IN A 127.0.0.21");
        assertReport("null", "jones@null.test", "5.1.10", "accepts no mail");
        assertThat(takers("null")).isEmpty();
    }

    @Test
    @Timeout(600)
    void aDomainThatDoesNotExistIsReportedAtOnce() throws IOException {             // RFC 5321 section 5.1, RFC 3463 section 3.2
        assertReport("missing", "jones@missing.test", "5.1.2", "does not exist");
        dns.add("empty.test. IN TXT nothing");
        assertReport("empty", "jones@empty.test", "5.4.4", "No host takes mail for");
    }

    private static void assertReport(String subject, String forwardPath, String status, String text) throws IOException {
        String id = dispatch.send(user, subject, forwardPath);
        assertThat(dispatch.await(id, "failed")).contains(text);
        dispatch.await(id, "completed");
        Await.until("the report is there", PATIENCE, () -> reports(forwardPath).size() == 1);
        String report = reports(forwardPath).get(0);
        assertThat(report).contains("Status: " + status + "\r\n", "Final-Recipient: rfc822; " + forwardPath + "\r\n", "Action: failed\r\n", "Subject: " + subject + "\r\n");
        assertThat(report.replaceAll("\\s+", " ")).contains(text);
    }

    private static List<String> reports(String forwardPath) {
        try {
            return Maildrop.read(node, user, "Final-Recipient: rfc822; " + forwardPath);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Timeout(600)
    void aFailureOfTheDnsIsWaitedOut() throws IOException {                         // RFC 5321 section 5.1: a temporary error is no reason to give mail back
        dns.add("broken.test. IN MX 10 a.test.").fail("broken.test.");
        String id = dispatch.send(user, "broken", "jones@broken.test");
        String deferred = dispatch.await(id, "deferred");
        assertThat(deferred).contains("could not be looked up");
        Config event = dispatch.events(id).stream().filter(each -> each.getString("event").equals("deferred")).findFirst().orElseThrow();
        Matcher next = NEXT_ATTEMPT.matcher(deferred);
        assertThat(next.find()).as(deferred).isTrue();
        assertThat(Duration.between(Instant.parse(event.getString("at")), Instant.parse(next.group(1)))).isEqualTo(DNS_RETRY);
        dns.heal("broken.test.");
        node.admin("queue", "retry", id);
        dispatch.await(id, "relayed");
        assertThat(takers("broken")).containsExactly("127.0.0.21");
    }
}
