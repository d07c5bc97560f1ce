package org.sterna.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelaySettingsTest {
    @TempDir
    private Path folder;

    private SternaSettings load(String relay) throws IOException {
        return SternaSettings.load(Optional.of(file(relay)), List.of(), Optional.empty(), OptionalInt.empty());
    }

    private Path file(String relay) throws IOException {
        return Files.writeString(folder.resolve("test.conf"), "sterna.relay {\n" + relay + "\n}\n");
    }

    private void refuses(String relay, String... parts) {
        assertThatThrownBy(() -> load(relay)).isInstanceOf(SettingsException.class).message().contains(parts).doesNotContain("hunter2");
    }

    @Test
    void everythingHasItsPlace() throws IOException {
        RelaySettings relay = load("""
                address-families = ipv4-only
                transports = [ { match = ["Example.com", "*"], to = "smtps:smart.example", tls = verify, credentials = smart, identity = ours, source-pool = bulk },
                  { from = ["example.org"], to = discard } ]
                credentials { smart { username = joe, password = hunter2, mechanisms = [plain] } }
                identities { ours { certificate = "/etc/cert.pem" } }
                sources { pools { bulk = ["192.0.2.1", "2001:db8::1"] }, by-sender = [ { match = ["Example.org"], pool = bulk } ] }
                """).relay();
        assertThat(relay.addressFamilies()).isEqualTo(RelaySettings.AddressFamilies.IPV4_ONLY);
        assertThat(relay.transports()).hasSize(2).first().isEqualTo(new TransportRule(List.of("example.com", "*"), List.of(), "smtps:smart.example",
                Optional.of(TransportRule.Tls.VERIFY), Optional.of("smart"), Optional.of("ours"), Optional.of("bulk")));
        assertThat(relay.credentials().get("smart").mechanisms()).containsExactly("PLAIN");
        assertThat(relay.toString()).doesNotContain("hunter2");
        assertThat(relay.identities()).containsEntry("ours", new ClientIdentity(Path.of("/etc/cert.pem"), Optional.empty()));
        assertThat(relay.sources().pools().get("bulk")).contains(InetAddress.getByName("192.0.2.1")).hasSize(2);
        assertThat(relay.sources().bySender()).containsExactly(new SourceSettings.BySender(List.of("example.org"), "bulk"));
    }

    @Test
    void whatIsWrongIsNamed() {
        refuses("transports = [ { match = [\"a@b@c\"], to = mx } ]", "sterna.relay.transports[0].match", "a list of addresses");
        refuses("transports = [ { to = mx } ]", "sterna.relay.transports[0].match", "or from");
        refuses("transports = [ { match = [\"*\"] } ]", "sterna.relay.transports[0].to");
        refuses("transports = [ { match = [\"*\"], to = mx, tsl = may } ]", "sterna.relay.transports[0].tsl is no setting");
        refuses("transports = [ { match = [\"*\"], to = mx, credentials = who } ]", "sterna.relay.transports", "not defined: \"who\"");
        refuses("credentials { smart { password = hunter2 } }", "sterna.relay.credentials.smart.username");
        refuses("credentials { smart { username = joe, password = hunter2, token-file = \"/x\" } }", "sterna.relay.credentials.smart.password", "only one");
        refuses("credentials { smart { username = joe, passwort = hunter2 } }", "sterna.relay.credentials.smart.passwort is no setting");
        refuses("sources { pools { bulk = [\"host.example\"] } }", "sterna.relay.sources.pools.bulk");
        refuses("sources { by-sender = [ { match = [\"x\"], pool = bulk } ] }", "sterna.relay.sources.by-sender[0].pool");
        refuses("identities { ours { key = \"/x\" } }", "sterna.relay.identities.ours.certificate");
    }

    @Test
    void passwordsAreNotShown() throws IOException {
        List<String> differences = SternaSettings.differences(Optional.of(file("credentials { smart { username = joe, password = hunter2 } }")),
                List.of(), Optional.empty(), OptionalInt.empty());
        assertThat(differences).contains("sterna.relay.credentials.smart.password = (not shown)").noneMatch(line -> line.contains("hunter2"));
        assertThat(SternaSettings.load(Optional.empty(), List.of("sterna.relay.credentials.smart.username=joe", "sterna.relay.credentials.smart.password=hunter2"),
                Optional.empty(), OptionalInt.empty()).relay().credentials()).containsKey("smart");
    }
}
