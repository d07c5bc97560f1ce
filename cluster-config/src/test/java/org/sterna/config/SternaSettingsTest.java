package org.sterna.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SternaSettingsTest {
    @TempDir
    private Path folder;

    @Test
    void defaultsAreTheStandardsOwn() {
        SternaSettings settings = set();
        assertThat(settings.listeners()).extracting(ListenerSettings::port).containsExactly(25, 587, 465, 2525, 143, 993, 110, 995, 24);
        assertThat(settings.listener(Service.IMAPS).tls()).isEqualTo(TlsMode.IMPLICIT);
        assertThat(settings.listener(Service.SUBMISSION_ALT).tls()).isEqualTo(TlsMode.STARTTLS);
        assertThat(settings.smtp().maxMessageOctets()).isEqualTo(50 * 1024 * 1024);
        assertThat(settings.smtp().commandTimeout()).isEqualTo(Duration.ofMinutes(5));       // RFC 5321 section 4.5.3.2.7
        assertThat(settings.relay().dataTerminationTimeout()).isEqualTo(Duration.ofMinutes(10)); // RFC 5321 section 4.5.3.2.6
        assertThat(settings.imap().timeout()).isEqualTo(Duration.ofMinutes(30));             // RFC 9051 section 5.4
        assertThat(settings.pop3().timeout()).isEqualTo(Duration.ofMinutes(10));             // RFC 1939 section 3
        assertThat(settings.queue().lifetime()).isEqualTo(Duration.ofDays(5));
        assertThat(settings.smtp().duplicates()).isEqualTo(new DuplicateSettings(true, Duration.ofHours(24), Duration.ofSeconds(5), 100_000));
        assertThat(settings.queue().delayNotice()).isEqualTo(Duration.ofHours(4));
        assertThat(settings.queue().maxReturned()).isEqualTo(1024 * 1024);
        assertThat(settings.auth().argon2().memoryKiB()).isEqualTo(19 * 1024);
        assertThat(settings.cassandra().embedded().maxHeapMiB()).isEqualTo(512);
        assertThat(settings.tls().standard()).isEmpty();
        assertThat(settings.node().hostName()).contains(".");
        assertThat(settings.node().data()).isAbsolute();
    }

    @Test
    void commandLineWinsOverTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("sterna.conf"), """
                sterna.node { host-name = mx.example.org, port-offset = 5 }
                sterna.relay.smtp-port = 2526
                sterna.queue.first-retry = 1 s
                """);
        SternaSettings settings = SternaSettings.load(Optional.of(file),
                List.of("sterna.relay.smtp-port=2527", "sterna.limits.enabled=false", "sterna.tls.certificate=/a//b c/x.pem"),
                Optional.of(folder), OptionalInt.of(10_000));
        assertThat(settings.node()).isEqualTo(new NodeSettings("mx.example.org", folder.toAbsolutePath(), 10_000));
        assertThat(settings.listener(Service.SUBMISSION_ALT).port()).isEqualTo(12_525);
        assertThat(settings.relay().smtpPort()).isEqualTo(2527);
        assertThat(settings.queue().refused().first()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.queue().dns().first()).as("a default that names another setting").isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.limits().enabled()).isFalse();
        assertThat(settings.tls().standard()).contains(new CertificateFiles("sterna.tls", Path.of("/a//b c/x.pem"), Optional.empty()));
    }

    @Test
    void differencesAreTold() {
        assertThat(SternaSettings.differences(Optional.empty(), List.of("sterna.relay.smtp-port=2526"), Optional.empty(),
                OptionalInt.of(7))).containsExactly("sterna.node.port-offset = 7", "sterna.relay.smtp-port = \"2526\"");
    }

    @Test
    void listsMayHaveLostTheirQuotesToAShell() {
        List<InetSocketAddress> two = List.of(InetSocketAddress.createUnresolved("127.0.0.1", 5353),
                InetSocketAddress.createUnresolved("::1", 53));
        assertThat(set("sterna.dns.servers=[\"127.0.0.1:5353\", \"[::1]:53\"]").dns().servers()).isEqualTo(two);
        assertThat(set("sterna.dns.servers=[127.0.0.1:5353, [::1]:53]").dns().servers()).isEqualTo(two);
        assertThat(set("sterna.dns.servers=[]").dns().servers()).isEmpty();
    }

    @Test
    void trustedNetworksContainTheirAddresses() throws IOException {
        List<Network> networks = set("sterna.relay.trusted-networks=[\"192.0.2.128/25\",\"2001:db8::/32\"]").relay().trustedNetworks();
        assertThat(networks.get(0).contains(InetAddress.getByName("192.0.2.200"))).isTrue();
        assertThat(networks.get(0).contains(InetAddress.getByName("192.0.2.127"))).isFalse();
        assertThat(networks.get(0).contains(InetAddress.getByName("2001:db8::1"))).isFalse();
        assertThat(networks.get(1).contains(InetAddress.getByName("2001:db8:ffff::1"))).isTrue();
        assertThat(networks.get(1).contains(InetAddress.getByName("2001:db9::1"))).isFalse();
        assertThat(networks.get(0)).hasToString("192.0.2.128/25").isEqualTo(Network.parse("192.0.2.128/25"));
    }

    @Test
    void failuresAreToldOnlyWhereEverythingIsLookedAt() {
        assertThat(set().reports().failure().enabled()).isFalse();
        assertThat(set("sterna.trust.reports.failure.enabled=true").reports().failure().fields()).contains("From", "Received").doesNotContain("To", "Cc");
        assertThatThrownBy(() -> set("sterna.trust.dmarc=record", "sterna.trust.signatures=false", "sterna.trust.reports.failure.enabled=true"))
                .hasMessageContaining("sterna.trust.reports.failure.enabled");
    }

    @Test
    void limitsAreReadInWords() {
        LimitsSettings limits = set("sterna.limits.network.messages=tag 5 in 90 s", "sterna.limits.account.messages=off",
                "sterna.limits.network.concurrent-connections=reject 7").limits();
        assertThat(limits.network().messages()).isEqualTo(new RateLimit(RuleAction.TAG, 5, Duration.ofSeconds(90)));
        assertThat(limits.network().messages().words()).isEqualTo("limit 5 in 90 s");
        assertThat(limits.account().messages().action()).isEqualTo(RuleAction.OFF);
        assertThat(limits.network().concurrentConnections()).isEqualTo(new CountLimit(RuleAction.REJECT, 7));
        assertThat(limits.network().failedLogins().words()).isEqualTo("limit 50 in 10 m");
        assertThat(limits.account().recipients().words()).isEqualTo("limit 50000 in 1 h");
    }

    @Test
    void limitsThatAreOffAreAllOff() {
        LimitsSettings limits = set("sterna.limits.enabled=false", "sterna.limits.recipient-domain.messages=reject 1 in 1 h").limits();
        assertThat(limits.network()).isEqualTo(LimitsSettings.NetworkLimits.OFF);
        assertThat(limits.account()).isEqualTo(LimitsSettings.AccountLimits.OFF);
        assertThat(limits.recipientDomain()).isEqualTo(LimitsSettings.RecipientDomainLimits.OFF);
        assertThat(limits.maxConnections()).isEqualTo(20_000);
    }

    @Test
    void everyListenerIsLikeTheOthersUnlessItSaysOtherwise() {
        SternaSettings settings = set("sterna.every-listener.max-connections=7", "sterna.listeners.imap.max-connections=9",
                "sterna.listeners.imap.tls-minimum=1.3", "sterna.listeners.pop3.certificate=/p.pem",
                "sterna.listeners.smtp.address=192.0.2.1, 2001:db8::1");
        assertThat(settings.listener(Service.SMTP).maxConnections()).isEqualTo(7);
        assertThat(settings.listener(Service.SMTP).addresses()).containsExactly("192.0.2.1", "2001:db8::1");
        assertThat(settings.listener(Service.IMAP).maxConnections()).isEqualTo(9);
        assertThat(settings.listener(Service.IMAP).tlsRules().minimum()).isEqualTo(TlsVersion.TLS_1_3);
        assertThat(settings.listener(Service.IMAPS).tlsRules())
                .isEqualTo(new ListenerTls(TlsVersion.TLS_1_2, Optional.empty(), ClientCertificates.NONE));
        assertThat(settings.listener(Service.POP3).tlsRules().certificate())
                .contains(new CertificateFiles("sterna.listeners.pop3", Path.of("/p.pem"), Optional.empty()));
    }

    @Test
    void certificatesAreGroupsOfFiles() throws IOException {
        Path file = Files.writeString(folder.resolve("sterna.conf"), """
                sterna.tls.certificates = [ { certificate = /a.pem, key = /a.key }, { certificate = /b.pem } ]
                """);
        assertThat(SternaSettings.load(Optional.of(file), List.of(), Optional.of(folder), OptionalInt.empty()).tls().more()).containsExactly(
                new CertificateFiles("sterna.tls.certificates[0]", Path.of("/a.pem"), Optional.of(Path.of("/a.key"))),
                new CertificateFiles("sterna.tls.certificates[1]", Path.of("/b.pem"), Optional.empty()));
    }

    @Test
    void listsKeepTheirFiles() {
        assertThat(set("sterna.policy.lists.deny.networks=[\"192.0.2.0/24\", \"file:/a b/c\"]").policy().deny().entries().networks())
                .containsExactly("192.0.2.0/24", "file:/a b/c");
    }

    @Test
    void anAddressIsInItsNetwork() throws IOException {
        assertThat(Network.of(InetAddress.getByName("192.0.2.200"), 25)).isEqualTo(Network.parse("192.0.2.128/25"));
        assertThat(Network.of(InetAddress.getByName("192.0.2.200"), 64)).isEqualTo(Network.parse("192.0.2.200"));
        assertThat(Network.of(InetAddress.getByName("2001:db8:1:2:3::4"), 64)).isEqualTo(Network.parse("2001:db8:1:2::/64"));
        assertThat(Network.canonical("192.0.2.77/24")).isEqualTo(Network.parse("192.0.2.0/24"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "sterna.relay.smtpport=25             | sterna.relay.smtpport is no setting; sterna.relay has | smtp-port",
        "serna.relay.smtp-port=25             | serna is no setting; all begin with sterna            | command line",
        "sterna.relay=25                      | sterna.relay is                                       | group of settings",
        "sterna.relay.smtp-port=many          | sterna.relay.smtp-port is \"many\"                    | a whole number from 1 to 65535",
        "sterna.relay.smtp-port=0             | sterna.relay.smtp-port is \"0\"                       | a whole number from 1 to 65535",
        "sterna.relay.smtp-port=70000         | sterna.relay.smtp-port is \"70000\"                   | a whole number from 1 to 65535",
        "sterna.relay.smtp-port=[25]          | sterna.relay.smtp-port is [25]                        | a whole number from 1 to 65535",
        "sterna.limits.enabled=perhaps        | sterna.limits.enabled is \"perhaps\"                  | true or false",
        "sterna.queue.jitter=0.6              | sterna.queue.jitter is \"0.6\"                        | from 0.0 to 0.5",
        "sterna.queue.first-retry=soon        | sterna.queue.first-retry is \"soon\"                  | a duration from 100 ms to 1 d",
        "sterna.queue.first-retry=2 d         | sterna.queue.first-retry is \"2 d\"                   | a duration from 100 ms to 1 d",
        "sterna.queue.longest-retry=1 m       | sterna.queue.longest-retry is \"1 m\"                 | at least sterna.queue.first-retry",
        "sterna.limits.network.messages=many  | sterna.limits.network.messages is \"many\"             | such as \"reject 1000 in 1 h\"",
        "sterna.limits.account.messages=reject 0 in 1 h | sterna.limits.account.messages is \"reject 0 in 1 h\" | off, or tag or reject",
        "sterna.limits.account.messages=tag 5 in 2 d | sterna.limits.account.messages is \"tag 5 in 2 d\" | an interval from 1 s to 1 d",
        "sterna.limits.network.concurrent-connections=5 | sterna.limits.network.concurrent-connections is \"5\" | such as \"reject 1000\"",
        "sterna.policy.lists.deny.helo=[a b]   | sterna.policy.lists.deny.helo is [\"a b\"]              | a list of names",
        "sterna.policy.lists.deny.networks=[x] | sterna.policy.lists.deny.networks is [\"x\"]            | a list of networks",
        "sterna.policy.lists.allow.reverse-path=[@] | sterna.policy.lists.allow.reverse-path is [\"@\"]  | a list of domains and addresses",
        "sterna.policy.lists.deny.helo-action=x | sterna.policy.lists.deny.helo-action is \"x\"         | one of off, tag, reject",
        "sterna.proxy.trusted-networks=[a]     | sterna.proxy.trusted-networks is [\"a\"]               | a list of networks",
        "sterna.trust.reports.failure.fields=[\"a:\"] | sterna.trust.reports.failure.fields is [\"a:\"] | a list of names of header fields",
        "sterna.trust.reports.failure.daily=0  | sterna.trust.reports.failure.daily is \"0\"              | a whole number from 1 to 10000",
        "sterna.smtp.max-message-size=huge    | sterna.smtp.max-message-size is \"huge\"              | a size from 64 KiB to 1 GiB",
        "sterna.smtp.max-message-size=2 GiB   | sterna.smtp.max-message-size is \"2 GiB\"             | a size from 64 KiB to 1 GiB",
        "sterna.dns.servers=[\"here\"]        | sterna.dns.servers is [\"here\"]                      | host:port",
        "sterna.dns.servers=[\"::1:53\"]      | sterna.dns.servers is                                 | host:port",
        "sterna.dns.servers=192.0.2.1:53      | sterna.dns.servers is \"192.0.2.1:53\"                | a list of",
        "sterna.relay.trusted-networks=[a/8]  | sterna.relay.trusted-networks is [\"a/8\"]            | a list of networks",
        "sterna.relay.trusted-networks=[1.2.3.4/33] | sterna.relay.trusted-networks is                | a list of networks",
        "sterna.auth.mechanisms=[]            | sterna.auth.mechanisms is []                          | not empty: nobody could log in",
        "sterna.cluster.active-entities=9999  | sterna.cluster.active-entities is \"9999\"            | a whole number from 10000 to",
        "sterna.auth.default-domain=here      | sterna.auth.default-domain is \"here\"                | empty, or a domain",
        "sterna.auth.mechanisms=[x]           | sterna.auth.mechanisms is [\"x\"]                      | a list of some of EXTERNAL",
        "sterna.listeners.smtp.tls=maybe      | sterna.listeners.smtp.tls is \"maybe\"                | one of starttls, implicit, none",
        "sterna.listeners.smtp.address=here   | sterna.listeners.smtp.address is \"here\"             | an IP address",
        "sterna.listeners.smtp.address=::, 192.0.2.1 | sterna.listeners.smtp.address is               | one that means all of them alone",
        "sterna.listeners.smtp.address=192.0.2.1, 192.0.2.1 | sterna.listeners.smtp.address is        | an IP address",
        "sterna.listeners.imap.tls-minimum=1.1 | sterna.listeners.imap.tls-minimum is \"1.1\"         | 1.2 or 1.3",
        "sterna.every-listener.max-per-address=0 | sterna.every-listener.max-per-address is \"0\"     | a whole number from 1 to 1000000",
        "sterna.listeners.imap.key=/k.pem     | sterna.listeners.imap.key is \"/k.pem\"               | empty as long as sterna.listeners.imap.certificate is",
        "sterna.listeners.imap.client-certificates=wanted | sterna.tls.client-authorities is \"\"     | because sterna.listeners.imap.client-certificates",
        "sterna.tls.cipher-suites=[]          | sterna.tls.cipher-suites is []                        | at least one cipher suite",
        "sterna.listeners.pop3.port=65000     | sterna.node.port-offset is 1000                       | at most 535, because of sterna.listeners.pop3.port",
        "sterna.node.host-name=localhost      | sterna.node.host-name is \"localhost\"                | a domain name with a dot",
        "sterna.node.host-name=192.0.2.1      | sterna.node.host-name is \"192.0.2.1\"                | a domain name with a dot",
        "sterna.node.data=                    | sterna.node.data is \"\"                              | the path of a folder",
        "sterna.cassandra.keyspace=a-b        | sterna.cassandra.keyspace is \"a-b\"                  | letters, digits and _",
        "sterna.cluster.seeds=[\"192.0.2.1:1\"] | sterna.cluster.port is 0                            | a fixed port",
        "sterna.lease.renew=5 s               | sterna.lease.renew is \"5 s\"                         | at most half of sterna.lease.valid",
        "sterna.intake.ttl=36 d               | sterna.intake.ttl is \"36 d\"                         | a day more than sterna.smtp.extensions.longest-hold",
        "sterna.smtp.extensions.longest-hold=35 d | sterna.intake.ttl is \"40 d\"                     | sterna.queue.lifetime and sterna.queue.longest-retry",
        "sterna.tls.key=k.pem                 | sterna.tls.key is \"k.pem\"                           | empty as long as sterna.tls.certificate is",
        "sterna.relay.smtp-port               | --set sterna.relay.smtp-port must be path=value       | such as",
        "=5                                   | --set =5 must be path=value                           | such as",
        "a..b=5                               | --set a..b=5 must be path=value                       | such as"})
    void wrongSettingIsOneLineThatSaysWhatIsAllowed(String set, String beginning, String allowed) {
        assertThatThrownBy(() -> SternaSettings.load(Optional.empty(), List.of(set), Optional.empty(), OptionalInt.of(1000)))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(beginning).hasMessageContaining(allowed).hasMessageNotContaining("\n");
    }

    /** RFC 4865: what is held must not vanish before its last attempt is over. */
    @Test
    void whoHoldsNothingNeedNotKeepItSoLong() {
        assertThat(set("sterna.smtp.extensions.off=[futurerelease]", "sterna.intake.ttl=7 d").intake().ttl()).isEqualTo(Duration.ofDays(7));
        assertThat(set("sterna.smtp.extensions.longest-hold=365 d", "sterna.intake.ttl=372 d").smtp().extensions().longestHold())
                .isEqualTo(Duration.ofDays(365));
    }

    @Test
    void wrongSettingOfAFileNamesFileAndLine() throws IOException {
        Path file = Files.writeString(folder.resolve("sterna.conf"), "sterna {\n  blob.inline-limit = 1 B\n}\n");
        assertThatThrownBy(() -> SternaSettings.load(Optional.of(file), List.of(), Optional.empty(), OptionalInt.empty()))
                .isInstanceOf(SettingsException.class).hasMessageContaining("sterna.blob.inline-limit").hasMessageContaining("sterna.conf: 2");
    }

    @Test
    void missingValueIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("sterna.conf"), "sterna.blob.inline-limit = null\n");
        assertThatThrownBy(() -> SternaSettings.load(Optional.of(file), List.of(), Optional.empty(), OptionalInt.empty()))
                .isInstanceOf(SettingsException.class).hasMessageStartingWith("sterna.blob.inline-limit has no value");
    }

    @Test
    void unreadableAndMalformedFilesAreNamed() throws IOException {
        Path absent = folder.resolve("absent.conf");
        Path broken = Files.writeString(folder.resolve("broken.conf"), "sterna {\n");
        for (Path file : List.of(absent, broken, folder)) {
            assertThatThrownBy(() -> SternaSettings.load(Optional.of(file), List.of(), Optional.empty(), OptionalInt.empty()))
                    .isInstanceOf(SettingsException.class).hasMessageStartingWith("--config " + file).hasMessageNotContaining("\n");
        }
    }

    @Test
    void hostNameComesFromTheMachinesOwnFiles() {
        assertThat(HostName.qualified("mx.example.org", List.of())).isEqualTo("mx.example.org");
        assertThat(HostName.qualified("mx", List.of("127.0.0.1 localhost", "127.0.1.1 mx.example.org mx # own")))
                .isEqualTo("mx.example.org");
        assertThat(HostName.qualified("mx", List.of("# mx.example.org mx", "192.0.2.1 mxx.example.org mxx")))
                .isEqualTo("localhost.localdomain");
    }

    private static SternaSettings set(String... sets) {
        return SternaSettings.load(Optional.empty(), Stream.of(sets).toList(), Optional.empty(), OptionalInt.empty());
    }
}
