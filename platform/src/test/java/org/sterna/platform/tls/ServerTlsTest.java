package org.sterna.platform.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.sterna.config.TlsVersion;

class ServerTlsTest {
    private static final TlsIdentity STANDARD = TestPem.ec("mail.example.org");
    private static final TlsIdentity RSA = TestPem.rsa("mail.example.org");
    private static final TlsIdentity OTHER = TestPem.ec("*.example.net");

    private final AtomicReference<ShownCertificates> shown = new AtomicReference<>(ShownCertificates.of(List.of(STANDARD, OTHER)));
    private final ClientTls anyone = ClientTls.trusting(List.of(), Map.of("us", STANDARD));

    private ServerTls server(TlsRules rules) {
        return new ServerTls(shown::get, rules);
    }

    private SSLEngine client(String host, String... protocols) {
        SSLEngine client = anyone.handshake(host, 25, new PeerCheck.Anyone(), Optional.empty()).engine();
        if (protocols.length > 0) {
            client.setEnabledProtocols(protocols);
        }
        return client;
    }

    private static Certificate seen(SSLEngine client, ServerTls server) throws SSLException {
        SSLEngine engine = server.engine();
        Handshake.between(client, engine);
        Certificate own = engine.getSession().getLocalCertificates()[0];
        assertThat(client.getSession().getPeerCertificates()[0]).isEqualTo(own);
        return own;
    }

    @Test
    void eachNameGetsItsOwnCertificateInBothVersions() throws SSLException {
        ServerTls server = server(TestPem.RULES);
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            assertThat(seen(client("imap.example.net", version), server)).isEqualTo(OTHER.chain().get(0));
            assertThat(seen(client("mail.example.org", version), server)).isEqualTo(STANDARD.chain().get(0));
            assertThat(seen(client("unknown.example", version), server)).isEqualTo(STANDARD.chain().get(0));
            assertThat(seen(client("127.0.0.1", version), server)).isEqualTo(STANDARD.chain().get(0));
        }
    }

    @Test
    void whoTakesOnlyRsaGetsRsa() throws SSLException {
        shown.set(ShownCertificates.of(List.of(STANDARD, RSA)));
        ServerTls server = server(TestPem.RULES);
        SSLEngine old = client("mail.example.org", "TLSv1.2");
        old.setEnabledCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"});
        assertThat(seen(old, server)).isEqualTo(RSA.chain().get(0));
        assertThat(seen(client("mail.example.org"), server)).isEqualTo(STANDARD.chain().get(0));
    }

    @Test
    void theServersOrderOfSuitesCounts() throws SSLException {
        SSLEngine client = client("mail.example.org");
        client.setEnabledCipherSuites(new String[] {"TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256"});
        seen(client, server(TestPem.RULES));
        assertThat(client.getSession().getCipherSuite()).isEqualTo("TLS_AES_128_GCM_SHA256");
    }

    @Test
    void olderVersionsThanTheMinimumAreRefused() {
        ServerTls strict = server(new TlsRules(TlsVersion.TLS_1_3, TestPem.RULES.cipherSuites(), Optional.empty()));
        assertThatThrownBy(() -> seen(client("mail.example.org", "TLSv1.2"), strict)).isInstanceOf(SSLException.class);
        assertThat(strict.engine().getEnabledProtocols()).containsExactly("TLSv1.3");
        assertThat(server(TestPem.RULES).engine().getEnabledProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
    }

    @Test
    void aHandshakeThatHasBegunEndsWithTheCertificateItBeganWith() throws SSLException {
        ServerTls server = server(TestPem.RULES);
        SSLEngine before = server.engine();
        SSLEngine client = client("mail.example.org");
        Handshake begun = Handshake.begun(client, before);
        TlsIdentity next = TestPem.ec("mail.example.org");
        shown.set(ShownCertificates.of(List.of(next)));
        assertThat(seen(client("mail.example.org"), server)).isEqualTo(next.chain().get(0));
        begun.end();
        assertThat(client.getSession().getPeerCertificates()[0]).isEqualTo(STANDARD.chain().get(0));
    }

    @Test
    void aSessionIsResumedWithItsCertificateUntilThatChanges() throws SSLException {
        ServerTls server = server(TestPem.RULES);
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            shown.set(ShownCertificates.of(List.of(STANDARD, OTHER)));
            ClientTls resuming = ClientTls.trusting(List.of(), Map.of());
            SSLEngine first = resuming.handshake("imap.example.net", 993, new PeerCheck.Anyone(), Optional.empty()).engine();
            first.setEnabledProtocols(new String[] {version});
            seen(first, server);
            long made = first.getSession().getCreationTime();
            SSLEngine second = resuming.handshake("imap.example.net", 993, new PeerCheck.Anyone(), Optional.empty()).engine();
            second.setEnabledProtocols(new String[] {version});
            assertThat(seen(second, server)).isEqualTo(OTHER.chain().get(0));
            assertThat(second.getSession().getCreationTime()).as("%s: the session of the first", version).isEqualTo(made);

            TlsIdentity next = TestPem.ec("imap.example.net");
            shown.set(ShownCertificates.of(List.of(next)));
            SSLEngine third = resuming.handshake("imap.example.net", 993, new PeerCheck.Anyone(), Optional.empty()).engine();
            third.setEnabledProtocols(new String[] {version});
            assertThat(seen(third, server)).isEqualTo(next.chain().get(0));
        }
    }

    @Test
    void clientsAreAskedForTheirCertificateOnlyWhereItIsWanted() throws SSLException {
        TlsIdentity authority = TestPem.ec("authority.example");
        TlsIdentity jones = TestPem.issued(authority, "jones@example.org");
        TlsIdentity stranger = TestPem.ec("jones@example.org");
        ClientTls clients = ClientTls.trusting(List.of(), Map.of("jones", jones, "stranger", stranger));
        TlsRules wanted = new TlsRules(TlsVersion.TLS_1_2, TestPem.RULES.cipherSuites(), Optional.of(Authorities.store(authority.chain())));
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            assertThat(shownBy(clients, "jones", version, wanted).getSession().getPeerCertificates()).containsExactly(jones.chain().get(0));
            assertThatThrownBy(() -> shownBy(clients, "jones", version, TestPem.RULES).getSession().getPeerCertificates())
                    .isInstanceOf(SSLPeerUnverifiedException.class);
            SSLEngine without = server(wanted).engine();
            Handshake.between(client("mail.example.org", version), without);
            assertThatThrownBy(() -> without.getSession().getPeerCertificates()).isInstanceOf(SSLPeerUnverifiedException.class);
        }
    }

    @Test
    void aClientsCertificateThatNobodyVouchesForIsNoIdentity() {
        TlsIdentity authority = TestPem.ec("authority.example");
        TlsIdentity impostor = TestPem.issued(TestPem.ec("authority.example"), "jones@example.org");
        ClientTls clients = ClientTls.trusting(List.of(), Map.of("impostor", impostor));
        TlsRules wanted = new TlsRules(TlsVersion.TLS_1_2, TestPem.RULES.cipherSuites(), Optional.of(Authorities.store(authority.chain())));
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            assertThatThrownBy(() -> shownBy(clients, "impostor", version, wanted)).isInstanceOf(SSLException.class);
        }
    }

    private SSLEngine shownBy(ClientTls clients, String identity, String version, TlsRules rules) throws SSLException {
        SSLEngine client = clients.handshake("mail.example.org", 993, new PeerCheck.Anyone(), Optional.of(identity)).engine();
        client.setEnabledProtocols(new String[] {version});
        SSLEngine server = server(rules).engine();
        Handshake.between(client, server);
        return server;
    }

    @Test
    void suitesThatCannotBeUsedAreNamed() {
        assertThatThrownBy(() -> server(new TlsRules(TlsVersion.TLS_1_2, List.of("TLS_AES_128_GCM_SHA256", "TLS_NULL"), Optional.empty())))
                .isInstanceOf(TlsException.class).hasMessage("sterna.tls.cipher-suites has TLS_NULL, which Java does not know");
        assertThatThrownBy(() -> server(new TlsRules(TlsVersion.TLS_1_3, List.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"), Optional.empty())))
                .isInstanceOf(TlsException.class).hasMessageContaining("none for TLS 1.3");
    }
}
