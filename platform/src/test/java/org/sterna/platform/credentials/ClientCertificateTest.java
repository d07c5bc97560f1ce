package org.sterna.platform.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.platform.tls.ServerTls;
import org.sterna.platform.tls.ShownCertificates;
import org.sterna.platform.tls.TestPem;
import org.sterna.platform.tls.TlsIdentity;
import org.sterna.platform.tls.TlsRules;

/** EXTERNAL (RFC 4422 appendix A) with certificates that clients show in TLS, over real connections. */
@ExtendWith(CassandraExtension.class)
@Timeout(300)
class ClientCertificateTest {
    private static final String JONES = "jones@example.org";
    private static final String SMITH = "smith@example.org";
    private static final TlsIdentity AUTHORITY = TestPem.ec("authority.example.org");
    private static final TlsIdentity SERVER = TestPem.ec("mail.example.org");
    private static final Map<LoginProtocol, InetSocketAddress> PORTS = new EnumMap<>(LoginProtocol.class);
    private static LoginPorts ports;

    @BeforeAll
    static void start() throws Exception {
        ports = new LoginPorts();
        ports.account(JONES);
        ports.account(SMITH);
        ShownCertificates shown = ShownCertificates.of(List.of(SERVER));
        ServerTls tls = new ServerTls(() -> shown, new TlsRules(TestPem.RULES.minimum(), TestPem.RULES.cipherSuites(),
                Optional.of(trusted(AUTHORITY.chain().get(0)))));
        for (LoginProtocol protocol : LoginProtocol.values()) {
            PORTS.put(protocol, ports.open(protocol, ports.usual(), tls::engine));
        }
    }

    @AfterAll
    static void stop() {
        ports.close();
    }

    private static KeyStore trusted(X509Certificate certificate) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("trusted", certificate);
        return store;
    }

    /** A client that trusts the server, and shows this if it is asked. */
    private static SSLContext client(Optional<TlsIdentity> own) throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        if (own.isPresent()) {
            keys.setKeyEntry("own", own.get().key(), new char[0], own.get().chain().toArray(X509Certificate[]::new));
        }
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
        keyManagers.init(keys, new char[0]);
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
        trustManagers.init(trusted(SERVER.chain().get(0)));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }

    private static SSLContext certified(String address) throws GeneralSecurityException, IOException {
        return client(Optional.of(TestPem.client(AUTHORITY, address)));
    }

    private static String login(LoginProtocol protocol, SSLContext client, String authorization) throws IOException {
        try (TlsLines lines = new TlsLines(PORTS.get(protocol), client)) {
            protocol.begin(lines);
            return protocol.external(lines, authorization);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theAddressInTheCertificateLogsIn(LoginProtocol protocol) throws Exception {
        SSLContext jones = certified(JONES);
        try (TlsLines lines = new TlsLines(PORTS.get(protocol), jones)) {
            assertThat(protocol.capabilities(lines)).contains("EXTERNAL");
        }
        assertThat(login(protocol, jones, "")).startsWith(protocol.granted);
        assertThat(login(protocol, jones, JONES)).as("the TLS session may be one that is resumed").startsWith(protocol.granted);
    }

    @ParameterizedTest
    @EnumSource
    void nobodyElseIsLetIn(LoginProtocol protocol) throws Exception {
        SSLContext jones = certified(JONES);
        assertThat(login(protocol, jones, SMITH)).startsWith(protocol.refused);
        assertThat(login(protocol, jones, "nobody@example.org")).startsWith(protocol.refused);
        assertThat(login(protocol, certified("nobody@example.org"), "")).startsWith(protocol.refused);
        assertThat(login(protocol, certified("nobody@example.org"), JONES)).startsWith(protocol.refused);
    }

    @ParameterizedTest
    @EnumSource
    void withoutACertificateItIsNotOffered(LoginProtocol protocol) throws Exception {
        SSLContext bare = client(Optional.empty());
        try (TlsLines lines = new TlsLines(PORTS.get(protocol), bare)) {
            assertThat(protocol.capabilities(lines)).contains("PLAIN").doesNotContain("EXTERNAL");
            assertThat(protocol.external(lines, JONES)).doesNotStartWith(protocol.granted);
            assertThat(protocol.plain(lines, JONES, LoginPorts.PASSWORD)).startsWith(protocol.granted);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateThatNobodyVouchesForIsNotTaken(LoginProtocol protocol) throws Exception {
        TlsIdentity stranger = TestPem.ec("authority.example.org");           // of the same name, so that the client shows what it has issued
        SSLContext forger = client(Optional.of(TestPem.client(stranger, JONES)));
        assertThatIOException().isThrownBy(() -> login(protocol, forger, ""));
    }
}
