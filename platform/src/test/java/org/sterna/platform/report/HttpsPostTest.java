package org.sterna.platform.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sterna.platform.dns.TestDnsServer;
import org.sterna.platform.dns.TestLookups;
import org.sterna.platform.mtasts.PolicyHost;
import org.sterna.platform.node.TestAuthority;

/** Reports over HTTPS, to a real server. RFC 8460 section 5.4. */
@Timeout(120)
class HttpsPostTest {
    private static final byte[] REPORT = {1, 2, 3};

    @TempDir
    private Path folder;
    private final TestDnsServer dns = TestDnsServer.start().add("localhost. A 127.0.0.1");
    private TestAuthority authority;
    private PolicyHost server;

    @BeforeEach
    void start() throws IOException {
        authority = new TestAuthority(folder);
        server = new PolicyHost(0, authority.issue("localhost"));
    }

    @AfterEach
    void stop() {
        server.close();
        dns.close();
    }

    private SSLContext trusting() throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(authority.file())) {
            store.setCertificateEntry("authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private boolean posted(Predicate<InetAddress> allowed, Optional<SSLContext> tls) {
        return new HttpsPost(TestLookups.of(dns, Duration.ofSeconds(5)), allowed, tls).post(URI.create("https://localhost:" + server.port() + "/reports"), REPORT)
                .toCompletableFuture().join();
    }

    @Test
    void aReportIsPostedAsWhatItIs() throws Exception {
        AtomicReference<String> type = new AtomicReference<>("");
        AtomicReference<byte[]> body = new AtomicReference<>(new byte[0]);
        server.answers(exchange -> {
            type.set(exchange.getRequestMethod() + " " + exchange.getRequestHeaders().getFirst("Content-Type"));
            body.set(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(201, -1);
        });
        assertThat(posted(address -> true, Optional.of(trusting()))).isTrue();
        assertThat(type).hasValue("POST application/tlsrpt+gzip");
        assertThat(body.get()).isEqualTo(REPORT);
    }

    @ParameterizedTest
    @CsvSource({"301", "404", "503"})
    void anyOtherAnswerIsNone(int status) throws Exception {
        server.answers(PolicyHost.page(status, "text/plain", "no"));
        assertThat(posted(address -> true, Optional.of(trusting()))).isFalse();
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void aStrangersCertificateIsNotGoodEnough() {
        assertThat(posted(address -> true, Optional.empty())).isFalse();
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void nobodyMakesUsAskOurOwnNetwork() throws Exception {
        assertThat(posted(HttpsPost::isPublic, Optional.of(trusting()))).isFalse();
        assertThat(server.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1, true", "10.0.0.1, false", "192.168.1.1, false", "172.16.0.1, false", "100.64.0.1, false", "100.128.0.1, true", "169.254.169.254, false",
        "127.0.0.1, false", "0.0.0.0, false", "224.0.0.1, false", "2001:db8::1, true", "::1, false", "fe80::1, false", "fd00::1, false", "::ffff:10.0.0.1, false"})
    void addressesOfTheInternetAreKnown(String address, boolean isPublic) throws IOException {
        assertThat(HttpsPost.isPublic(InetAddress.getByName(address))).isEqualTo(isPublic);
    }
}
