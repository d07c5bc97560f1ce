package org.sterna.platform.dns.dnsjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sterna.platform.dns.HostProof;
import org.sterna.platform.dns.MailHost;
import org.sterna.platform.dns.MailHosts;
import org.sterna.platform.dns.TestDnsServer;
import org.sterna.platform.dns.TestLookups;

@Timeout(240)
class DnsjavaMailResolverTest {

    private final TestDnsServer server = TestDnsServer.start();
    private final DnsjavaMailResolver resolver =
            new DnsjavaMailResolver(TestLookups.of(server, Duration.ofSeconds(60)), new Random(1));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void givesHostsByPreferenceWithBothKindsOfAddress() throws Exception {
        server.add("example.org. IN MX 20 b.example.org.", "example.org. IN MX 10 a.example.org.",
                "a.example.org. IN A 192.0.2.1", "a.example.org. IN AAAA 2001:db8::1", "b.example.org. IN A 192.0.2.2");
        assertThat(hosts("example.org")).isEqualTo(new MailHosts.Hosts(List.of(
                new MailHost(10, "a.example.org", List.of(address("2001:db8::1"), address("192.0.2.1"))),
                new MailHost(20, "b.example.org", List.of(address("192.0.2.2"))))));
    }

    @Test
    void mixesHostsOfEqualPreference() throws Exception {                             // RFC 5321 section 5.1
        server.add("example.org. IN MX 10 a.example.org.", "example.org. IN MX 10 b.example.org.", "example.org. IN MX 5 c.example.org.",
                "a.example.org. IN A 192.0.2.1", "b.example.org. IN A 192.0.2.2", "c.example.org. IN A 192.0.2.3");
        Set<String> second = new HashSet<>();
        for (int round = 0; round < 30; round++) {
            List<MailHost> hosts = ((MailHosts.Hosts) hosts("example.org")).hosts();
            assertThat(hosts.get(0).name()).isEqualTo("c.example.org");
            second.add(hosts.get(1).name());
        }
        assertThat(second).containsExactlyInAnyOrder("a.example.org", "b.example.org");
        assertThat(server.questions("example.org")).as("asked once, then from the cache").isEqualTo(1);
    }

    @Test
    void aDomainWithoutMxIsItsOwnHost() throws Exception {                            // RFC 5321 section 5.1
        server.add("example.org. IN A 192.0.2.1");
        assertThat(hosts("example.org"))
                .isEqualTo(new MailHosts.Hosts(List.of(new MailHost(0, "example.org", List.of(address("192.0.2.1"))))));
    }

    @Test
    void mxThatLeadsNowhereIsNoReasonToTryTheDomainItself() throws Exception {        // RFC 5321 section 5.1
        server.add("example.org. IN MX 10 gone.example.org.", "example.org. IN A 192.0.2.1");
        assertThat(hosts("example.org")).isInstanceOf(MailHosts.NoMailHost.class);
    }

    @Test
    void nullMxMeansNoMail() throws Exception {                                       // RFC 7505 section 3
        server.add("example.org. IN MX 0 .", "example.org. IN A 192.0.2.1");
        assertThat(hosts("example.org")).isEqualTo(new MailHosts.NullMx());
    }

    @Test
    void tellsANameThatIsNotThereFromOneWithoutAddresses() throws Exception {
        server.add("text.example.org. IN TXT \"nothing else\"");
        assertThat(hosts("nowhere.example.org")).isEqualTo(new MailHosts.NoSuchDomain());
        assertThat(hosts("text.example.org")).isInstanceOf(MailHosts.NoMailHost.class);
        assertThat(hosts("a..b")).isEqualTo(new MailHosts.NoSuchDomain());
    }

    @Test
    void followsAliasesOfDomainsAndHosts() throws Exception {
        server.add("alias.example.org. IN CNAME example.org.", "example.org. IN MX 10 mx.example.org.",
                "mx.example.org. IN CNAME real.example.org.", "real.example.org. IN A 192.0.2.1");
        assertThat(hosts("alias.example.org"))
                .isEqualTo(new MailHosts.Hosts(List.of(new MailHost(10, "mx.example.org", List.of(address("192.0.2.1"))))));
    }

    @Test
    void aLoopOfAliasesEnds() throws Exception {
        server.add("a.example.org. IN CNAME b.example.org.", "b.example.org. IN CNAME a.example.org.");
        assertThat(hosts("a.example.org")).isInstanceOf(MailHosts.TemporaryFailure.class);
    }

    @Test
    void failureAndSilenceAreTemporary() throws Exception {
        server.add("fails.example.org. IN A 192.0.2.1", "silent.example.org. IN A 192.0.2.1")
                .fail("fails.example.org").drop("silent.example.org");
        assertThat(hosts("fails.example.org")).isInstanceOf(MailHosts.TemporaryFailure.class);
        DnsjavaMailResolver impatient = new DnsjavaMailResolver(TestLookups.of(server, Duration.ofMillis(900)), new Random(1));
        assertThat(hosts(impatient, "silent.example.org")).isInstanceOfSatisfying(MailHosts.TemporaryFailure.class,
                failure -> assertThat(failure.text()).contains("silent.example.org MX"));
        server.heal("silent.example.org");
        MailHosts healed = hosts(impatient, "silent.example.org");
        for (int tries = 1; tries < 20 && healed instanceof MailHosts.TemporaryFailure; tries++) {       // the machine may be as slow as it likes
            healed = hosts(impatient, "silent.example.org");
        }
        assertThat(healed).as("a failure is not remembered").isInstanceOf(MailHosts.Hosts.class);
    }

    @Test
    void aDeadHostDoesNotHideALivingOne() throws Exception {
        server.add("example.org. IN MX 10 dead.example.org.", "example.org. IN MX 20 b.example.org.", "b.example.org. IN A 192.0.2.2")
                .fail("dead.example.org");
        assertThat(hosts("example.org"))
                .isEqualTo(new MailHosts.Hosts(List.of(new MailHost(20, "b.example.org", List.of(address("192.0.2.2"))))));
        server.add("other.example.org. IN MX 10 dead.example.org.");
        assertThat(hosts("other.example.org")).isInstanceOf(MailHosts.TemporaryFailure.class);
    }

    @Test
    void waitsForASlowServer() throws Exception {
        server.add("example.org. IN A 192.0.2.1").delay("example.org", Duration.ofMillis(150));
        assertThat(hosts("example.org")).isInstanceOf(MailHosts.Hosts.class);
    }

    @Test
    void asksAgainByTcpWhenAnAnswerIsCut() throws Exception {
        for (int number = 0; number < 40; number++) {
            server.add("example.org. IN MX " + number + " a-rather-long-host-name-of-number-" + number + ".example.org.",
                    "a-rather-long-host-name-of-number-" + number + ".example.org. IN A 192.0.2.1");
        }
        assertThat(((MailHosts.Hosts) hosts("example.org")).hosts()).hasSize(20);
    }

    @Test
    void takesAddressLiteralsAsTheyAre() throws Exception {                           // RFC 5321 section 4.1.3
        assertThat(hosts("[127.0.0.1]"))
                .isEqualTo(new MailHosts.Hosts(List.of(new MailHost(0, "[127.0.0.1]", List.of(address("127.0.0.1"))))));
        assertThat(hosts("[IPv6:::1]"))
                .isEqualTo(new MailHosts.Hosts(List.of(new MailHost(0, "[IPv6:::1]", List.of(address("::1"))))));
        assertThat(hosts("[300.0.0.1]")).isInstanceOf(MailHosts.NoMailHost.class);
    }

    @Test
    void namedHostsNeedNoMx() throws Exception {
        server.add("relay.example.org. IN MX 10 elsewhere.example.org.", "relay.example.org. IN A 192.0.2.9");
        assertThat(address(resolver.hostAddresses("relay.example.org").toCompletableFuture().get(150, TimeUnit.SECONDS)))
                .isEqualTo(address("192.0.2.9"));
        assertThat(address(resolver.hostAddresses("127.0.0.1").toCompletableFuture().get(150, TimeUnit.SECONDS)))
                .isEqualTo(address("127.0.0.1"));
        assertThat(resolver.hostAddresses("nowhere.example.org").toCompletableFuture().get(150, TimeUnit.SECONDS))
                .isEqualTo(new MailHosts.NoSuchDomain());
    }

    private HostProof proof(String domain) throws Exception {
        MailHosts hosts = hosts(new DnsjavaMailResolver(TestLookups.trusting(server, Duration.ofSeconds(60)), new Random(1)), domain);
        return ((MailHosts.Hosts) hosts).hosts().get(0).proof();
    }

    /** The example of RFC 7672 section 3.2.2. */
    @Test
    void tellsWhatIsSigned() throws Exception {
        server.add("exchange.example.org. IN CNAME mail.example.org.", "mail.example.org. IN CNAME example.com.", "example.com. IN MX 10 mx10.example.com.",
                "mx10.example.com. IN A 192.0.2.10").authenticate("exchange.example.org", "mx10.example.com");
        assertThat(proof("exchange.example.org")).isEqualTo(new HostProof(true, List.of("mx10.example.com"), List.of("exchange.example.org", "example.com")));
    }

    @Test
    void anAliasedHostHasTwoPlacesForItsRecords() throws Exception {                  // RFC 7672 section 2.2.2, "secure CNAME"
        server.add("example.org. IN MX 10 mx20.example.com.", "mx20.example.com. IN CNAME backup.example.net.", "backup.example.net. IN A 192.0.2.20")
                .authenticate("example.org", "mx20.example.com");
        assertThat(proof("example.org").bases()).containsExactly("backup.example.net", "mx20.example.com");
    }

    @Test
    void whatOthersMayHaveChangedIsNotSigned() throws Exception {                     // RFC 7672 sections 2.2.1 and 2.2.2
        server.add("unsigned.example.org. IN MX 10 signed.example.com.", "signed.example.com. IN A 192.0.2.20", "signed.example.org. IN MX 10 unsigned.example.com.",
                "unsigned.example.com. IN A 192.0.2.20", "nomx.example.org. IN A 192.0.2.20").authenticate("signed.example.com", "signed.example.org", "nomx.example.org");
        assertThat(proof("unsigned.example.org")).isEqualTo(new HostProof(false, List.of("signed.example.com"), List.of()));
        assertThat(proof("signed.example.org")).isEqualTo(new HostProof(true, List.of(), List.of("signed.example.org")));
        assertThat(proof("nomx.example.org")).isEqualTo(new HostProof(true, List.of("nomx.example.org"), List.of("nomx.example.org")));
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.53, 53", "127.0.0.1, 5353", "2001:db8::1, 53", "::1, 54"})
    void serversOfBothFamiliesAreAskedAtTheirPorts(String server, int port) throws Exception {
        assertThat(NameServers.resolved(InetSocketAddress.createUnresolved(server, port))).isEqualTo(new InetSocketAddress(address(server), port));
    }

    @Test
    void namesAServerItCannotFind() {
        assertThatThrownBy(() -> NameServers.resolved(InetSocketAddress.createUnresolved("127.0.0.1 53", 53)))
                .hasMessageContaining("sterna.dns.servers").hasMessageContaining("127.0.0.1 53");
    }

    private MailHosts hosts(String domain) throws Exception {
        return hosts(resolver, domain);
    }

    private static MailHosts hosts(DnsjavaMailResolver resolver, String domain) throws Exception {
        return resolver.mailHosts(domain).toCompletableFuture().get(150, TimeUnit.SECONDS);
    }

    private static InetAddress address(MailHosts hosts) {
        return ((MailHosts.Hosts) hosts).hosts().get(0).addresses().get(0);
    }

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }
}
