package org.sterna.protocols.dane;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sterna.protocols.dane.TestChains.Issued;
import org.sterna.protocols.dns.DnsRecord.Tlsa;
import org.sterna.protocols.tls.CertificateFault;
import org.sterna.protocols.tlsrpt.ResultType;

class DanePolicyTest {
    private static final String BASE = "mx.example.org";
    private static final Issued ROOT = TestChains.authority("root");
    private static final Issued BETWEEN = TestChains.authority("between", ROOT, new BasicConstraints(0));
    private static final Issued SERVER = TestChains.server(BETWEEN, Duration.ofHours(1), BASE, "*.wild.example");
    private static final Issued OTHER = TestChains.server(TestChains.authority("other"), Duration.ofHours(1), BASE);
    private static final List<X509Certificate> CHAIN = chain(SERVER, BETWEEN, ROOT);

    private static List<X509Certificate> chain(Issued... all) {
        return Stream.of(all).map(Issued::certificate).toList();
    }

    private static Tlsa record(int usage, int selector, int matching, X509Certificate certificate) {
        try {
            byte[] selected = selector == 0 ? certificate.getEncoded() : certificate.getPublicKey().getEncoded();
            return new Tlsa(usage, selector, matching, matching == 0 ? selected : MessageDigest.getInstance(matching == 1 ? "SHA-256" : "SHA-512").digest(selected));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<ResultType> judge(List<X509Certificate> chain, List<String> names, Tlsa... records) {
        return DanePolicy.of(BASE, names, List.of(records)).orElseThrow().judge(chain, TestChains.NOW).map(CertificateFault::kind);
    }

    private static Optional<ResultType> judge(List<X509Certificate> chain, Tlsa... records) {
        return judge(chain, List.of(), records);
    }

    static Stream<int[]> combinations() {
        List<int[]> all = new ArrayList<>();
        for (int usage = 2; usage <= 3; usage++) {
            for (int selector = 0; selector <= 1; selector++) {
                for (int matching = 0; matching <= 2; matching++) {
                    all.add(new int[] {usage, selector, matching});
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void everyCombinationHoldsForWhomItNamesAndNobodyElse(int[] kind) {              // RFC 6698 section 2.1, RFC 7672 section 3.1
        X509Certificate named = kind[0] == 3 ? SERVER.certificate() : ROOT.certificate();
        assertThat(judge(CHAIN, record(kind[0], kind[1], kind[2], named))).isEmpty();
        assertThat(judge(chain(OTHER), record(kind[0], kind[1], kind[2], named))).isPresent();
        Tlsa wrong = record(kind[0], kind[1], kind[2], OTHER.certificate());
        assertThat(judge(CHAIN, wrong)).isPresent();
        assertThat(judge(CHAIN, wrong, record(kind[0], kind[1], kind[2], named))).as("any record is enough").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 1", "1, 1, 1", "4, 1, 1", "255, 1, 1", "3, 2, 1", "3, 1, 3", "3, 255, 1"})
    void whatWeDoNotUnderstandIsUnusable(int usage, int selector, int matching) {    // RFC 7672 section 3.1.3, RFC 6698 section 4.1
        assertThat(DanePolicy.of(BASE, List.of(), List.of(new Tlsa(usage, selector, matching, new byte[32])))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 31", "1, 33", "1, 0", "2, 32", "2, 65", "0, 0", "0, 100"})
    void soIsDataOfAWrongLength(int matching, int octets) {                          // RFC 7671 section 9
        assertThat(DanePolicy.of(BASE, List.of(), List.of(new Tlsa(3, 1, matching, new byte[octets])))).isEmpty();
        assertThat(DanePolicy.of(BASE, List.of(), List.of(new Tlsa(2, 0, matching, new byte[octets])))).isEmpty();
    }

    @Test
    void oneUsableRecordIsUsed() {
        assertThat(DanePolicy.of(BASE, List.of(), List.of(new Tlsa(1, 1, 1, new byte[32]), record(3, 1, 1, SERVER.certificate()))).orElseThrow().records()).hasSize(1);
    }

    @Test
    void theStrongerDigestCounts() {                                                 // RFC 7671 section 9
        assertThat(judge(CHAIN, record(3, 1, 1, SERVER.certificate()), record(3, 1, 2, OTHER.certificate()))).isPresent();
        assertThat(judge(CHAIN, record(3, 1, 0, SERVER.certificate()), record(3, 1, 2, OTHER.certificate()))).isEmpty();
        assertThat(judge(CHAIN, record(3, 0, 1, SERVER.certificate()), record(3, 1, 2, OTHER.certificate()))).as("of another selector").isEmpty();
    }

    @Test
    void aNamedKeyNeedsNoNameAndNoDate() {                                           // RFC 7672 section 3.1.1
        Issued expired = TestChains.server(OTHER, Duration.ofDays(-1), "elsewhere.example");
        assertThat(judge(chain(expired), record(3, 1, 1, expired.certificate()))).isEmpty();
    }

    @Test
    void anAuthoritysCertificateNeedsBoth() {                                        // RFC 7672 section 3.1.2
        Tlsa root = record(2, 0, 1, ROOT.certificate());
        assertThat(judge(chain(TestChains.server(ROOT, Duration.ofDays(-1), BASE), ROOT), root)).contains(ResultType.CERTIFICATE_EXPIRED);
        assertThat(judge(chain(TestChains.server(ROOT, Duration.ofHours(1), "elsewhere.example"), ROOT), root)).contains(ResultType.CERTIFICATE_HOST_MISMATCH);
    }

    @Test
    void theDomainOfTheMailIsANameToo() {                                            // RFC 7672 section 3.2.2
        Tlsa root = record(2, 0, 1, ROOT.certificate());
        List<X509Certificate> chain = chain(TestChains.server(ROOT, Duration.ofHours(1), "example.org"), ROOT);
        assertThat(judge(chain, List.of("exchange.example.com", "example.org"), root)).isEmpty();
        assertThat(judge(chain, List.of("exchange.example.com"), root)).contains(ResultType.CERTIFICATE_HOST_MISMATCH);
        assertThat(judge(CHAIN, List.of("mail.wild.example"), root)).isEmpty();
    }

    @Test
    void anAuthorityMustBeInTheChainUnlessTheDnsHasItInFull() {                      // RFC 7671 sections 5.2.2 and 5.2.3
        assertThat(judge(chain(SERVER, BETWEEN), record(2, 0, 1, ROOT.certificate()))).contains(ResultType.CERTIFICATE_NOT_TRUSTED);
        assertThat(judge(chain(SERVER, BETWEEN), record(2, 0, 0, ROOT.certificate()))).isEmpty();
        assertThat(judge(chain(SERVER, BETWEEN), record(2, 1, 0, ROOT.certificate()))).isEmpty();
        assertThat(judge(chain(SERVER, BETWEEN), record(2, 0, 1, BETWEEN.certificate()))).as("one in between will do").isEmpty();
        assertThat(judge(chain(SERVER), record(2, 0, 0, ROOT.certificate()))).as("a gap").contains(ResultType.CERTIFICATE_NOT_TRUSTED);
        assertThat(judge(chain(SERVER, ROOT, BETWEEN), record(2, 0, 1, ROOT.certificate()))).as("out of order").isEmpty();
    }

    @Test
    void aMatchingCertificateThatSignedNothingIsNoAuthority() {
        assertThat(judge(chain(OTHER, ROOT), record(2, 0, 1, ROOT.certificate()))).contains(ResultType.CERTIFICATE_NOT_TRUSTED);
        Issued below = TestChains.server(SERVER, Duration.ofHours(1), BASE);
        assertThat(judge(chain(below, SERVER), record(2, 0, 1, SERVER.certificate()))).as("a server signs for nobody").contains(ResultType.CERTIFICATE_NOT_TRUSTED);
        Issued narrow = TestChains.authority("narrow", null, new BasicConstraints(0));
        Issued under = TestChains.authority("under", narrow, new BasicConstraints(true));
        assertThat(judge(chain(TestChains.server(under, Duration.ofHours(1), BASE), under, narrow), record(2, 0, 1, narrow.certificate())))
                .as("a path longer than it may be").contains(ResultType.CERTIFICATE_NOT_TRUSTED);
    }

    @Test
    void hostsMayShowNothingOrVeryMuch() {
        assertThat(judge(List.of(), record(3, 1, 1, SERVER.certificate()))).contains(ResultType.VALIDATION_FAILURE);
        List<X509Certificate> long1 = new ArrayList<>(CHAIN.subList(0, 1));
        for (int i = 0; i < 5000; i++) {
            long1.add(OTHER.certificate());
        }
        assertThat(judge(long1, record(2, 0, 1, ROOT.certificate()))).contains(ResultType.CERTIFICATE_NOT_TRUSTED);
    }
}
