package org.sterna.platform.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sterna.config.CredentialSettings;
import org.sterna.persistence.blob.Content;
import org.sterna.persistence.queue.Cause;
import org.sterna.platform.connection.TestCertificate;
import org.sterna.platform.tls.ClientTls;
import org.sterna.platform.tls.TlsIdentity;
import org.sterna.platform.transfer.Transport.TlsDemand;
import org.sterna.platform.transfer.Transport.TlsDemand.Level;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.NullReversePath;
import org.sterna.protocols.smtp.Outcome;
import org.sterna.protocols.smtp.parameter.MailParameters;

/** How much TLS a connection gets, and what is said under it. */
class TlsLevelsTest {
    private static final ForwardPath ANN = RelayFixture.path("ann@outside.example");
    private static final Content CONTENT = Content.of("Subject: x\r\n\r\ny\r\n".getBytes(StandardCharsets.US_ASCII));
    private static final TlsIdentity AUTHORITY = TestIdentities.of("authority", Duration.ofDays(9), Duration.ofDays(20));
    private static final TlsIdentity LOCALHOST = TestIdentities.issued(AUTHORITY, "localhost", Duration.ofDays(1), Duration.ofDays(2));
    private static final TlsIdentity EXPIRED = TestIdentities.issued(AUTHORITY, "localhost", Duration.ofDays(3), Duration.ofDays(2));
    private static final TlsIdentity OTHER = TestIdentities.issued(AUTHORITY, "other.example", Duration.ofDays(1), Duration.ofDays(2));
    private static final TlsIdentity CLIENT = TestIdentities.of("mail.example.org", Duration.ofDays(1), Duration.ofDays(2));
    private final RelayFixture fixture = new RelayFixture();
    private final Function<String, String> starttls = RelayFixture.offering("STARTTLS");

    @AfterEach
    void close() throws IOException {
        fixture.close();
    }

    private String script(String said) {
        return said.equals("STARTTLS") ? "220 TLS" : starttls.apply(said);
    }

    private ScriptedHost host(TlsIdentity identity, boolean implicit) throws IOException {
        SSLContext context = TestIdentities.server(identity, CLIENT);
        fixture.tls = ClientTls.trusting(AUTHORITY.chain(), Map.of("ours", CLIENT));
        return fixture.host(new ScriptedHost(RelayFixture.address(1), 0, this::script, context, implicit));
    }

    private RelayResult relay(ScriptedHost host, TlsDemand demand, Optional<String> credentials) throws Exception {
        return fixture.relay(fixture.job("alice@example.org", new Transport.Host("localhost:" + host.port(), "outside.example",
                Optional.of(new NextHop("localhost", host.port())), Transport.Protocol.SMTP, demand, credentials, Optional.empty()), CONTENT, MailParameters.NONE, ANN));
    }

    private RelayResult relay(ScriptedHost host, Level level) throws Exception {
        return relay(host, new TlsDemand(level, false, Optional.empty()), Optional.empty());
    }

    private static void isWithoutTls(RelayResult result) {
        assertThat(result.outcomes().get(ANN)).isInstanceOfSatisfying(Outcome.Deferred.class, deferred ->
                assertThat(deferred.status()).isEqualTo(Outcome.ENCRYPTION_NEEDED));
        assertThat(RelayResult.cause(result.outcomes().get(ANN))).isEqualTo(Cause.TLS);
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void aGoodCertificateIsGoodEnoughForEverybody(Level level) throws Exception {
        RelayResult result = relay(host(LOCALHOST, false), level);
        assertThat(result.outcomes().get(ANN)).isInstanceOf(Outcome.Relayed.class);
        assertThat(result.security()).matches(level == Level.NONE ? "" : level == Level.VERIFY ? "TLSv1\\.3 TLS_\\w+, verified" : "TLSv1\\.3 TLS_\\w+");
    }

    @ParameterizedTest
    @EnumSource(value = Level.class, names = {"MAY", "ENCRYPT"})
    void anyCertificateIsBetterThanNone(Level level) throws Exception {            // RFC 7435 section 3
        assertThat(relay(host(EXPIRED, false), level).security()).startsWith("TLSv1.3");
    }

    @Test
    void whatIsVerifiedIsNeitherExpired() throws Exception {
        ScriptedHost host = host(EXPIRED, false);
        isWithoutTls(relay(host, Level.VERIFY));
        assertThat(host.contents()).isEmpty();
    }

    @Test
    void norOfAnotherName() throws Exception {
        isWithoutTls(relay(host(OTHER, false), Level.VERIFY));
    }

    @Test
    void norOfAnybody() throws Exception {
        isWithoutTls(relay(host(TestIdentities.of("localhost", Duration.ofDays(1), Duration.ofDays(2)), false), Level.VERIFY));
    }

    @Test
    void whatIsDemandedAndNotOfferedIsDeferredAndADestinationsFailure() throws Exception {
        ScriptedHost host = fixture.host(ScriptedHost::willing);
        isWithoutTls(relay(host, Level.ENCRYPT));
        assertThat(host.contents()).isEmpty();
        assertThat(fixture.quotas.destination("localhost:" + host.port()).failures()).hasSize(1);
    }

    @Test
    void aHandshakeThatNeverEndsIsFollowedByTheClear() throws Exception {          // RFC 7435 section 3
        fixture.handshake = Duration.ofMillis(300);
        ScriptedHost host = fixture.host(said -> said.equals("STARTTLS") ? "220 go\r\n" + "\u0016\u0003\u0003" : starttls.apply(said));
        RelayResult result = relay(host, Level.MAY);
        assertThat(result.outcomes().get(ANN)).isInstanceOf(Outcome.Relayed.class);
        assertThat(result.security()).isEmpty();
        assertThat(host.peers()).hasSize(2);
    }

    @Test
    void ourCertificateIsShownWhereOneIsAskedFor() throws Exception {
        ScriptedHost host = host(LOCALHOST, false);
        assertThat(relay(host, new TlsDemand(Level.ENCRYPT, false, Optional.of("ours")), Optional.empty()).outcomes().get(ANN)).isInstanceOf(Outcome.Relayed.class);
        assertThat(host.clientCertificates()).containsExactly("CN=mail.example.org");
    }

    @Test
    void anUnknownIdentityIsADeferral() throws Exception {
        assertThat(relay(host(LOCALHOST, false), new TlsDemand(Level.ENCRYPT, false, Optional.of("theirs")), Optional.empty()).outcomes().get(ANN))
                .isInstanceOf(Outcome.Deferred.class);
        assertThat(fixture.quotas.connected()).isZero();
    }

    @Test
    void tlsFromTheFirstOctet() throws Exception {                                  // RFC 8314 section 3.3
        ScriptedHost host = host(LOCALHOST, true);
        RelayResult result = relay(host, new TlsDemand(Level.VERIFY, true, Optional.empty()), Optional.empty());
        assertThat(result.outcomes().get(ANN)).isInstanceOf(Outcome.Relayed.class);
        assertThat(result.security()).endsWith(", verified");
        assertThat(host.lines()).doesNotContain("STARTTLS");
    }

    @Test
    void tlsFromTheFirstOctetThatFailsIsTheTls() throws Exception {
        isWithoutTls(relay(host(EXPIRED, true), new TlsDemand(Level.VERIFY, true, Optional.empty()), Optional.empty()));
    }

    @Test
    void aPolicyMayAskForMoreLater() throws Exception {
        ScriptedHost host = host(EXPIRED, false);
        CompletableFuture<TlsDemand> answer = new CompletableFuture<>();
        fixture.policy = (transport, mailHost, port) -> answer;
        CompletableFuture<RelayResult> result = fixture.relay().attempt(fixture.job("alice@example.org", (Transport.Host) fixture.transports.transport(ANN,
                "outside.example", Optional.of("localhost:" + host.port()), Optional.empty(), NullReversePath.NULL),
                CONTENT, MailParameters.NONE, ANN)).toCompletableFuture();
        assertThat(result).isNotDone();
        answer.complete(new TlsDemand(Level.VERIFY, false, Optional.empty()));
        isWithoutTls(result.get());
    }

    @Test
    void loginsAreMadeUnderTlsAndKeptForTheNextMessage() throws Exception {         // RFC 4954 section 4
        fixture.credentials = Credentials.of(Map.of("smart", new CredentialSettings("joe", Optional.of("secret"), Optional.empty(), Optional.empty(), List.of("PLAIN"), false)));
        fixture.quotas.rule(100, 100, Duration.ofSeconds(20), List.of());
        Function<String, String> auth = RelayFixture.offering("STARTTLS", "AUTH PLAIN LOGIN");
        fixture.tls = ClientTls.trusting(List.of(TestCertificate.certificate()), Map.of());
        ScriptedHost host = fixture.host(said -> said.equals("STARTTLS") ? "220 TLS" : said.startsWith("AUTH PLAIN AGpvZQBzZWNyZXQ=") ? "235 2.7.0 welcome"
                : said.startsWith("AUTH") ? "535 5.7.8 no" : auth.apply(said));
        for (int i = 0; i < 2; i++) {
            assertThat(relay(host, new TlsDemand(Level.VERIFY, false, Optional.empty()), Optional.of("smart")).outcomes().get(ANN)).isInstanceOf(Outcome.Relayed.class);
        }
        assertThat(host.lines()).filteredOn(line -> line.startsWith("AUTH")).hasSize(1);
        assertThat(host.lines()).containsSubsequence("STARTTLS", "AUTH PLAIN AGpvZQBzZWNyZXQ=");
    }

    @Test
    void aPasswordIsNotSaidInTheClear() throws Exception {
        fixture.credentials = Credentials.of(Map.of("smart", new CredentialSettings("joe", Optional.of("secret"), Optional.empty(), Optional.empty(), List.of(), false)));
        ScriptedHost host = fixture.host(RelayFixture.offering("AUTH PLAIN"));
        assertThat(relay(host, TlsDemand.MAY, Optional.of("smart")).outcomes().get(ANN)).isInstanceOf(Outcome.Deferred.class);
        assertThat(host.lines()).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
    }

    @Test
    void aLoginThatIsRefusedDefersAndCountsAsAFailure() throws Exception {
        fixture.credentials = Credentials.of(Map.of("smart", new CredentialSettings("joe", Optional.of("wrong"), Optional.empty(), Optional.empty(), List.of(), true)));
        Function<String, String> auth = RelayFixture.offering("AUTH PLAIN");
        ScriptedHost host = fixture.host(said -> said.startsWith("AUTH") ? "535 5.7.8 no" : auth.apply(said));
        assertThat(relay(host, TlsDemand.MAY, Optional.of("smart")).outcomes().get(ANN)).isInstanceOf(Outcome.Deferred.class);
        assertThat(fixture.quotas.destination("localhost:" + host.port()).failures()).hasSize(1);
        assertThat(relay(host, TlsDemand.MAY, Optional.of("unknown")).outcomes().get(ANN)).isInstanceOf(Outcome.Deferred.class);
    }
}
