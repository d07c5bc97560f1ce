package org.sterna.platform.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sterna.persistence.blob.Content;
import org.sterna.platform.dns.HostProof;
import org.sterna.platform.dns.MailHost;
import org.sterna.platform.dns.MailHosts;
import org.sterna.platform.dns.TestDnsServer.Fault;
import org.sterna.platform.dns.TestDnsServer;
import org.sterna.platform.dns.TestLookups;
import org.sterna.platform.tls.ClientTls;
import org.sterna.platform.tls.TlsIdentity;
import org.sterna.platform.transfer.TlsOutcomes.TlsOutcome;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.message.HeaderFields;
import org.sterna.protocols.mtasts.StsPolicy;
import org.sterna.protocols.smtp.Outcome;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.Demand;
import org.sterna.protocols.smtp.parameter.DsnRequest;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.tls.AppliedPolicy;
import org.sterna.protocols.tls.CertificateFault;
import org.sterna.protocols.tlsrpt.PolicyType;
import org.sterna.protocols.tlsrpt.ResultType;

/** DANE and MTA-STS over the wire, with a DNS that says what is signed. */
class OutboundTlsTest {
    private static final ForwardPath ANN = RelayFixture.path("ann@outside.example");
    private static final Content CONTENT = Content.of("Subject: x\r\n\r\ny\r\n".getBytes(StandardCharsets.US_ASCII));
    private static final MailParameters REQUIRETLS = new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT, Set.of(Demand.REQUIRETLS),
            DsnRequest.NONE, Optional.empty(), Optional.empty(), OptionalInt.empty());
    private static final TlsIdentity AUTHORITY = TestIdentities.of("authority", Duration.ofDays(9), Duration.ofDays(20));
    private static final TlsIdentity EXPIRED = TestIdentities.of("elsewhere.example", Duration.ofDays(3), Duration.ofDays(2));
    private static final TlsIdentity OTHER = TestIdentities.of("mx1.outside.example", Duration.ofDays(1), Duration.ofDays(2));
    private static final TlsIdentity TRUSTED = TestIdentities.issued(AUTHORITY, "mx1.outside.example", Duration.ofDays(1), Duration.ofDays(2));
    private static final TlsIdentity MISNAMED = TestIdentities.issued(AUTHORITY, "other.example", Duration.ofDays(1), Duration.ofDays(2));

    private final TestDnsServer dns = TestDnsServer.start();
    private final RelayFixture fixture = new RelayFixture();
    private final Function<String, String> starttls = RelayFixture.offering("STARTTLS", "REQUIRETLS");
    private Optional<StsPolicy> sts = Optional.empty();

    @BeforeEach
    void begin() {
        fixture.tls = ClientTls.trusting(AUTHORITY.chain(), Map.of());
        fixture.policy = new OutboundTls(TestLookups.trusting(dns, Duration.ofSeconds(1)), domain -> CompletableFuture.completedFuture(sts), fixture.outcomes::add);
    }

    @AfterEach
    void close() throws IOException {
        fixture.close();
        dns.close();
    }

    private String script(String said) {
        return said.equals("STARTTLS") ? "220 TLS" : starttls.apply(said);
    }

    private ScriptedHost host(TlsIdentity identity) throws IOException {
        ScriptedHost host = fixture.host(new ScriptedHost(RelayFixture.address(1), 0, this::script, TestIdentities.server(identity, identity), false));
        found(true, "mx1.outside.example");
        return host;
    }

    private void found(boolean signed, String... names) throws IOException {
        List<MailHost> hosts = new ArrayList<>();
        for (String name : names) {
            hosts.add(new MailHost(hosts.size(), name, List.of(RelayFixture.address(hosts.size() + 1)),
                    signed ? new HostProof(true, List.of(name), List.of("outside.example")) : HostProof.NONE));
        }
        fixture.found(new MailHosts.Hosts(hosts));
    }

    private String name(String host) {
        return "_" + fixture.port() + "._tcp." + host;
    }

    private static String record(int usage, int selector, X509Certificate certificate) throws GeneralSecurityException {
        byte[] selected = selector == 0 ? certificate.getEncoded() : certificate.getPublicKey().getEncoded();
        return usage + " " + selector + " 1 " + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(selected));
    }

    private void tlsa(String data) {
        dns.add(name("mx1.outside.example") + ". IN TLSA " + data).authenticate(name("mx1.outside.example"));
    }

    private RelayResult relay() throws Exception {
        return fixture.relay(CONTENT, ANN);
    }

    private void isNotDelivered(RelayResult result) {
        assertThat(result.outcomes().get(ANN)).isInstanceOfSatisfying(Outcome.Deferred.class, deferred -> assertThat(deferred.status()).isEqualTo(Outcome.ENCRYPTION_NEEDED));
    }

    private void told(PolicyType type, Optional<ResultType> fault) {
        assertThat(fixture.outcomes).singleElement().satisfies(outcome -> {
            assertThat(outcome.policy().type()).isEqualTo(type);
            assertThat(outcome.policy().domain()).isEqualTo("outside.example");
            assertThat(outcome.host()).contains("mx1.outside.example");
            assertThat(outcome.failure().map(CertificateFault::kind)).isEqualTo(fault);
        });
    }

    @Test
    void aRecordOfItsKeyIsEnough() throws Exception {                                // RFC 7672 section 3.1.1
        ScriptedHost host = host(EXPIRED);
        tlsa(record(3, 1, EXPIRED.chain().get(0)));
        assertThat(relay().security()).startsWith("TLSv1.3").endsWith(", verified");
        assertThat(host.contents()).hasSize(1);
        told(PolicyType.TLSA, Optional.empty());
        TlsOutcome outcome = fixture.outcomes.get(0);
        assertThat(outcome.policy().strings()).containsExactly(record(3, 1, EXPIRED.chain().get(0)));
        assertThat(outcome.remote()).contains(RelayFixture.address(1));
        assertThat(outcome.local()).isPresent();
    }

    @Test
    void aRecordOfItsAuthorityIsEnough() throws Exception {                          // RFC 7672 section 3.1.2
        host(new TlsIdentity(TRUSTED.key(), List.of(TRUSTED.chain().get(0), AUTHORITY.chain().get(0))));
        tlsa(record(2, 0, AUTHORITY.chain().get(0)));
        assertThat(relay().security()).endsWith(", verified");
        told(PolicyType.TLSA, Optional.empty());
    }

    @Test
    void anAuthorityNeedsTheName() throws Exception {                                // RFC 7672 section 3.2.2
        host(new TlsIdentity(MISNAMED.key(), List.of(MISNAMED.chain().get(0), AUTHORITY.chain().get(0))));
        tlsa(record(2, 0, AUTHORITY.chain().get(0)));
        isNotDelivered(relay());
        told(PolicyType.TLSA, Optional.of(ResultType.CERTIFICATE_HOST_MISMATCH));
    }

    @Test
    void aWrongRecordMeansNoMailOverThisHost() throws Exception {                    // RFC 7672 section 2.2
        ScriptedHost host = host(OTHER);
        tlsa(record(3, 1, EXPIRED.chain().get(0)));
        isNotDelivered(relay());
        assertThat(host.contents()).isEmpty();
        assertThat(host.peers()).as("not in the clear either").hasSize(1);
        told(PolicyType.TLSA, Optional.of(ResultType.VALIDATION_FAILURE));
    }

    @Test
    void theNextHostMayBeBetter() throws Exception {                                 // RFC 7672 section 2.2
        ScriptedHost first = host(OTHER);
        ScriptedHost second = fixture.host(this::script);
        found(true, "mx1.outside.example", "mx2.outside.example");
        tlsa(record(3, 1, EXPIRED.chain().get(0)));
        assertThat(relay().outcomes().get(ANN)).isInstanceOf(Outcome.Relayed.class);
        assertThat(first.contents()).isEmpty();
        assertThat(second.contents()).hasSize(1);
    }

    @Test
    void aHostWithRecordsAndWithoutTlsGetsNothing() throws Exception {               // RFC 7672 section 2.2
        ScriptedHost host = fixture.host(ScriptedHost::willing);
        found(true, "mx1.outside.example");
        tlsa(record(3, 1, OTHER.chain().get(0)));
        isNotDelivered(relay());
        assertThat(host.contents()).isEmpty();
        told(PolicyType.TLSA, Optional.of(ResultType.STARTTLS_NOT_SUPPORTED));
    }

    @Test
    void whatIsUnsignedIsNoRecord() throws Exception {                               // RFC 7672 section 2.2
        host(OTHER);
        dns.add(name("mx1.outside.example") + ". IN TLSA " + record(3, 1, EXPIRED.chain().get(0)));
        assertThat(relay().security()).startsWith("TLSv1.3").doesNotContain("verified");
        told(PolicyType.NONE, Optional.empty());
    }

    @Test
    void whereAddressesAreUnsignedNothingIsAsked() throws Exception {                // RFC 7672 section 2.2.2
        host(OTHER);
        found(false, "mx1.outside.example");
        dns.spoil(name("mx1.outside.example"), Fault.SERVFAIL);
        assertThat(relay().outcomes().get(ANN)).isInstanceOf(Outcome.Relayed.class);
        assertThat(dns.questions(name("mx1.outside.example"))).isZero();
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, names = {"SERVFAIL", "BOGUS", "SILENT"})
    void whenNobodyKnowsTheHostIsNotUsed(Fault fault) throws Exception {             // RFC 7672 section 2.1.2
        ScriptedHost host = host(OTHER);
        dns.spoil(name("mx1.outside.example"), fault);
        isNotDelivered(relay());
        assertThat(host.peers()).isEmpty();
        if (fault == Fault.BOGUS) {
            told(PolicyType.TLSA, Optional.of(ResultType.DNSSEC_INVALID));
        } else {
            assertThat(fixture.outcomes).isEmpty();
        }
    }

    @Test
    void unusableRecordsStillMeanTls() throws Exception {                            // RFC 7672 section 2.2
        host(EXPIRED);
        tlsa("1 1 1 " + "00".repeat(32));
        assertThat(relay().security()).startsWith("TLSv1.3").doesNotContain("verified");
        told(PolicyType.TLSA, Optional.of(ResultType.TLSA_INVALID));
    }

    @Test
    void andNoneIsNoTls() throws Exception {
        ScriptedHost host = fixture.host(ScriptedHost::willing);
        found(true, "mx1.outside.example");
        tlsa("1 1 1 " + "00".repeat(32));
        isNotDelivered(relay());
        assertThat(host.contents()).isEmpty();
    }

    @Test
    void theSecondBaseIsAskedWhenTheFirstHasNothing() throws Exception {             // RFC 7672 section 2.2.3
        host(OTHER);
        fixture.found(new MailHosts.Hosts(List.of(new MailHost(0, "mx1.outside.example", List.of(RelayFixture.address(1)),
                new HostProof(true, List.of("real.example.net", "mx1.outside.example"), List.of())))));
        dns.authenticate(name("real.example.net"));
        tlsa(record(3, 1, OTHER.chain().get(0)));
        assertThat(relay().security()).endsWith(", verified");
    }

    private void policy(StsPolicy.Mode mode, String mx) {
        sts = Optional.of(new StsPolicy(mode, List.of(mx), Duration.ofDays(1)));
    }

    private static TlsIdentity withAlternativeName(TlsIdentity issuer, String name) {
        return TestIdentities.named(issuer, name);
    }

    @Test
    void aPolicyWantsATrustedCertificate() throws Exception {                        // RFC 8461 section 4.2
        host(withAlternativeName(AUTHORITY, "mx1.outside.example"));
        policy(StsPolicy.Mode.ENFORCE, "*.outside.example");
        assertThat(relay().security()).endsWith(", verified");
        told(PolicyType.STS, Optional.empty());
        assertThat(fixture.outcomes.get(0).policy().strings()).containsExactly("version: STSv1", "mode: enforce", "mx: *.outside.example", "max_age: 86400");
    }

    @Test
    void enforcedPoliciesHinderDelivery() throws Exception {                         // RFC 8461 section 5
        ScriptedHost host = host(OTHER);
        policy(StsPolicy.Mode.ENFORCE, "mx1.outside.example");
        isNotDelivered(relay());
        assertThat(host.contents()).isEmpty();
        told(PolicyType.STS, Optional.of(ResultType.CERTIFICATE_NOT_TRUSTED));
    }

    @Test
    void aCommonNameIsNoName() throws Exception {                                    // RFC 8461 section 4.2
        host(TRUSTED);
        policy(StsPolicy.Mode.ENFORCE, "mx1.outside.example");
        isNotDelivered(relay());
        told(PolicyType.STS, Optional.of(ResultType.CERTIFICATE_HOST_MISMATCH));
    }

    @Test
    void testedPoliciesOnlyTell() throws Exception {                                 // RFC 8461 section 5
        ScriptedHost host = host(withAlternativeName(AUTHORITY, "other.example"));
        policy(StsPolicy.Mode.TESTING, "mx1.outside.example");
        assertThat(relay().outcomes().get(ANN)).isInstanceOf(Outcome.Relayed.class);
        assertThat(host.contents()).hasSize(1);
        told(PolicyType.STS, Optional.of(ResultType.CERTIFICATE_HOST_MISMATCH));
    }

    @ParameterizedTest
    @EnumSource(value = StsPolicy.Mode.class, names = {"ENFORCE", "TESTING"})
    void aHostThatIsNotInThePolicy(StsPolicy.Mode mode) throws Exception {           // RFC 8461 section 4.1
        ScriptedHost host = host(TRUSTED);
        policy(mode, "elsewhere.example");
        RelayResult result = relay();
        if (mode == StsPolicy.Mode.ENFORCE) {
            isNotDelivered(result);
            assertThat(result.outcomes().get(ANN).toString()).contains("does not have the host mx1.outside.example");
        }
        assertThat(host.contents()).hasSize(mode == StsPolicy.Mode.ENFORCE ? 0 : 1);
        told(PolicyType.STS, Optional.of(ResultType.VALIDATION_FAILURE));
    }

    @Test
    void daneBeatsThePolicy() throws Exception {                                     // RFC 8461 section 2
        host(EXPIRED);
        tlsa(record(3, 1, EXPIRED.chain().get(0)));
        policy(StsPolicy.Mode.ENFORCE, "elsewhere.example");
        assertThat(relay().security()).endsWith(", verified");
        told(PolicyType.TLSA, Optional.empty());
    }

    @Test
    void whatRequiresTlsGoesWhereSomebodyVouches() throws Exception {                // RFC 8689 section 4.2.1
        ScriptedHost host = host(withAlternativeName(AUTHORITY, "mx1.outside.example"));
        assertThat(fixture.relay("alice@example.org", Optional.empty(), CONTENT, REQUIRETLS, ANN).outcomes().get(ANN)).as("DNSSEC").isInstanceOf(Outcome.Relayed.class);
        found(false, "mx1.outside.example");
        assertThat(fixture.relay("alice@example.org", Optional.empty(), CONTENT, REQUIRETLS, ANN).outcomes().get(ANN)).isInstanceOfSatisfying(Outcome.Failed.class,
                failed -> assertThat(failed.status()).isEqualTo(Outcome.NO_REQUIRETLS));
        policy(StsPolicy.Mode.TESTING, "mx1.outside.example");
        assertThat(fixture.relay("alice@example.org", Optional.empty(), CONTENT, REQUIRETLS, ANN).outcomes().get(ANN)).as("a policy").isInstanceOf(Outcome.Relayed.class);
        assertThat(host.contents()).hasSize(2);
        assertThat(host.lines()).contains("MAIL FROM:<alice@example.org> REQUIRETLS");
    }

    @Test
    void whatRequiresTlsNeedsTheCertificateToo() throws Exception {                  // RFC 8689 section 4.2.1
        ScriptedHost host = host(OTHER);
        assertThat(fixture.relay("alice@example.org", Optional.empty(), CONTENT, REQUIRETLS, ANN).outcomes().get(ANN)).isInstanceOfSatisfying(Outcome.Failed.class,
                failed -> assertThat(failed.status()).isEqualTo(Outcome.NO_ENCRYPTION));
        assertThat(host.contents()).isEmpty();
    }

    @Test
    void whoAsksForItIsNotHinderedByPolicies() throws Exception {                    // RFC 8689 section 3
        ScriptedHost host = host(OTHER);
        tlsa(record(3, 1, EXPIRED.chain().get(0)));
        MailParameters optional = MailParameters.NONE.tagged(HeaderFields.parse("TLS-Required: no\r\n"));
        RelayResult result = fixture.relay("alice@example.org", Optional.empty(), CONTENT, optional, ANN);
        assertThat(result.security()).startsWith("TLSv1.3").doesNotContain("verified");
        assertThat(host.contents()).hasSize(1);
    }

    @Test
    void recordsOfDaneAreACertificateToo() throws Exception {                        // RFC 8689 section 4.2.1, step 4
        ScriptedHost host = host(OTHER);
        tlsa(record(3, 1, OTHER.chain().get(0)));
        assertThat(fixture.relay("alice@example.org", Optional.empty(), CONTENT, REQUIRETLS, ANN).outcomes().get(ANN)).isInstanceOf(Outcome.Relayed.class);
        assertThat(host.lines()).contains("MAIL FROM:<alice@example.org> REQUIRETLS");
    }
}
