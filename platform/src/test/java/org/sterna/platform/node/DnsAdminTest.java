package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.config.SternaSettings;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.directory.DirectoryEvent;
import org.sterna.persistence.directory.DomainSettings;
import org.sterna.platform.admin.AdminResult;
import org.sterna.platform.dns.TestDnsServer;
import org.sterna.platform.dns.dnsjava.DnsjavaRecordLookup;
import org.sterna.platform.tls.ShownCertificates;
import org.sterna.platform.tls.TestPem;
import org.sterna.platform.tls.TlsIdentity;

/** The zone that is printed, and its comparison with a real DNS server. */
@Timeout(120)
class DnsAdminTest {
    private static final Instant NOW = Clock.systemUTC().instant();
    private static final TlsIdentity IDENTITY = TestPem.ec("mail.example.org");
    private static final Directory DIRECTORY = Directory.EMPTY
            .evolve(new DirectoryEvent.DomainAdded("example.org", DomainSettings.LOCAL, NOW))
            .evolve(new DirectoryEvent.DomainAliasAdded("example.com", "example.org", NOW))
            .evolve(new DirectoryEvent.DomainAdded("relay.example", DomainSettings.relay(DomainSettings.Recipients.ALL, Optional.empty()), NOW));

    private TestDnsServer server;

    @BeforeEach
    void start() {
        server = TestDnsServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private AdminResult ask(String command, String... settings) throws Exception {
        SternaSettings set = SternaSettings.load(Optional.empty(), Stream.concat(Stream.of("sterna.node.host-name=mail.example.org"),
                Stream.of(settings)).toList(), Optional.of(Path.of("data")), OptionalInt.empty());
        ShownCertificates shown = ShownCertificates.of(List.of(IDENTITY));
        return new DnsAdmin(() -> DIRECTORY, set, service -> shown, new DnsjavaRecordLookup(List.of(server.socketAddress()), Duration.ofSeconds(30)))
                .handle(List.of(command.split(" "))).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private String zone(String command, String... settings) throws Exception {
        AdminResult result = ask(command, settings);
        assertThat(result.status()).as(result.error()).isZero();
        return result.output();
    }

    private static List<String> records(String zone) {
        return zone.lines().filter(line -> !line.startsWith(";")).toList();
    }

    private static String digestOfKey() throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(IDENTITY.chain().get(0).getPublicKey().getEncoded()));
    }

    @Test
    void everyRecordIsPrinted() throws Exception {
        String zone = zone("domain dns example.org", "sterna.listeners.smtp.address=192.0.2.1, 2001:db8::1", "sterna.listeners.pop3.enabled=false");
        String digest = digestOfKey();
        assertThat(records(zone)).filteredOn(line -> !line.contains("_mta-sts")).containsExactly(
                "example.org. 3600 IN MX 10 mail.example.org.",
                "mail.example.org. 3600 IN A 192.0.2.1",
                "mail.example.org. 3600 IN AAAA 2001:db8:0:0:0:0:0:1",
                "example.org. 3600 IN TXT \"v=spf1 mx ~all\"",
                "_dmarc.example.org. 3600 IN TXT \"v=DMARC1; p=none; rua=mailto:postmaster@example.org\"",
                "_smtp._tls.example.org. 3600 IN TXT \"v=TLSRPTv1; rua=mailto:postmaster@example.org\"",
                "_25._tcp.mail.example.org. 3600 IN TLSA 3 1 1 " + digest,
                "_587._tcp.mail.example.org. 3600 IN TLSA 3 1 1 " + digest,
                "_465._tcp.mail.example.org. 3600 IN TLSA 3 1 1 " + digest,
                "_143._tcp.mail.example.org. 3600 IN TLSA 3 1 1 " + digest,
                "_993._tcp.mail.example.org. 3600 IN TLSA 3 1 1 " + digest,
                "_995._tcp.mail.example.org. 3600 IN TLSA 3 1 1 " + digest,
                "_submissions._tcp.example.org. 3600 IN SRV 0 1 465 mail.example.org.",
                "_submission._tcp.example.org. 3600 IN SRV 10 1 587 mail.example.org.",
                "_imaps._tcp.example.org. 3600 IN SRV 0 1 993 mail.example.org.",
                "_imap._tcp.example.org. 3600 IN SRV 10 1 143 mail.example.org.",
                "_pop3s._tcp.example.org. 3600 IN SRV 20 1 995 mail.example.org.",
                "_pop3._tcp.example.org. 3600 IN SRV 0 0 0 .");
        assertThat(zone).containsPattern("_mta-sts\\.example\\.org\\. 3600 IN TXT \"v=STSv1; id=[0-9a-f]{20}\"")
                .contains(";     mx: mail.example.org").doesNotContain("_domainkey");
    }

    @Test
    void aRelayedDomainAndAnAliasGetWhatTheyNeed() throws Exception {
        assertThat(records(zone("domain dns relay.example"))).extracting(line -> line.split(" ")[0] + " " + line.split(" ")[3]).containsExactly(
                "relay.example. MX", "_mta-sts.relay.example. TXT", "_smtp._tls.relay.example. TXT", "_25._tcp.mail.example.org. TLSA");
        assertThat(zone("domain dns example.com")).contains("\nexample.com. 3600 IN MX 10 mail.example.org.\n", "_imaps._tcp.example.com. ");
    }

    @Test
    void mailThatLeavesFromElsewhereIsNamed() throws Exception {
        assertThat(zone("domain dns example.org", "sterna.relay.sources.pools.a=[\"192.0.2.9\", \"10.0.0.1\"]")).contains("\"v=spf1 mx ip4:192.0.2.9 ~all\"");
    }

    @Test
    void whatTheDnsHasIsCompared() throws Exception {
        List<String> zone = records(zone("domain dns example.org"));
        assertThat(ask("domain dns example.org --check").output().lines()).allMatch(line ->
                line.startsWith(line.contains(" TLSA ") || line.contains("_mta-sts") ? "advice " : "missing "));
        server.add(zone.toArray(String[]::new));
        AdminResult addressless = ask("domain dns example.org --check");
        assertThat(addressless.output().lines().filter(line -> !line.startsWith("ok "))).containsExactly("missing mail.example.org. A or AAAA");
        assertThat(addressless.status()).isEqualTo(1);
        server.add("mail.example.org. 60 IN AAAA 2001:db8::1");
        AdminResult good = ask("domain dns example.org --check");
        assertThat(good.output().lines()).hasSameSizeAs(zone).allMatch(line -> line.startsWith("ok "));
        assertThat(good.status()).isZero();

        server.remove("_imaps._tcp.example.org.").remove("example.org.").remove("_25._tcp.mail.example.org.")
                .add("example.org. IN MX 10 old.example.net.", "example.org. IN TXT \"v=spf1 mx \" \"-all\"",
                        "_25._tcp.mail.example.org. IN TLSA 3 1 1 " + "00".repeat(32));
        server.fail("_dmarc.example.org.");
        AdminResult bad = ask("domain dns example.org --check");
        assertThat(bad.status()).isEqualTo(1);
        assertThat(bad.output()).contains("missing _imaps._tcp.example.org. ", "differs example.org. 3600 IN MX 10 mail.example.org.   (the DNS has: 10 old.example.net.)",
                "ok      example.org. 3600 IN TXT \"v=spf1 mx ~all\"", "differs _25._tcp.mail.example.org. ", "unknown _dmarc.example.org. ");
        assertThat(bad.error()).isEqualTo("the DNS does not have what example.org needs");
    }

    @Test
    void withoutDnssecAndPolicyServerADomainIsWellAllTheSame() throws Exception {
        String[] address = {"sterna.listeners.smtp.address=192.0.2.1"};
        server.add(records(zone("domain dns example.org", address)).toArray(String[]::new)).remove("_mta-sts.example.org.");
        for (int port : List.of(25, 587, 465, 143, 993, 110, 995)) {
            server.remove("_" + port + "._tcp.mail.example.org.");
        }
        AdminResult good = ask("domain dns example.org --check", address);
        assertThat(good.output()).contains("advice  _mta-sts.example.org. ", "advice  _25._tcp.mail.example.org. ").doesNotContain("missing");
        assertThat(good.status()).isZero();
        assertThat(good.error()).isEmpty();
        server.add("_25._tcp.mail.example.org. IN TLSA 3 1 1 " + "00".repeat(32));
        assertThat(ask("domain dns example.org --check", address).status()).as("a wrong one does harm").isEqualTo(1);
    }

    @Test
    void addressesAreComparedHoweverTheyAreWritten() throws Exception {
        String[] both = {"sterna.listeners.smtp.address=192.0.2.1, 2001:db8::1"};
        server.add(records(zone("domain dns example.org", both)).toArray(String[]::new));
        assertThat(ask("domain dns example.org --check", both).output().lines()).allMatch(line -> line.startsWith("ok "));
    }

    @Test
    void domainsOfOthersAreRefused() throws Exception {
        assertThat(ask("domain dns example.net").error()).isEqualTo("example.net is no domain of ours");
        assertThat(ask("domain dns example.org", "sterna.node.host-name=localhost.localdomain").error()).contains("sterna.node.host-name");
    }
}
