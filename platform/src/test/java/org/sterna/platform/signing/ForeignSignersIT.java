package org.sterna.platform.signing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sterna.config.DnssecMode;
import org.sterna.platform.dns.TestLookups;
import org.sterna.platform.dns.dnsjava.DnsjavaLookup;
import org.sterna.protocols.arc.ArcResult;
import org.sterna.protocols.arc.ArcSealer;
import org.sterna.protocols.arc.ArcValidator;
import org.sterna.protocols.arc.ChainStatus;
import org.sterna.protocols.dkim.Canonicalization;
import org.sterna.protocols.dkim.DkimPolicy;
import org.sterna.protocols.dkim.DkimResult;
import org.sterna.protocols.dkim.DkimSigner;
import org.sterna.protocols.dkim.DkimVerifier;
import org.sterna.protocols.dkim.MessagePass;
import org.sterna.protocols.dkim.SignatureAlgorithm;
import org.sterna.protocols.dkim.SigningRules;
import org.sterna.protocols.dns.DnsLookup;

/** What we sign OpenDKIM, rspamd and dkimpy verify, and the other way round; what was changed on the way nobody does. */
@Timeout(600)
class ForeignSignersIT {
    private static final Instant NOW = Clock.systemUTC().instant();
    private static final String BODY = "Hello  there,\t \r\n\r\nthis is   it. \r\n.\r\n\r\n\r\n";
    private static final String MESSAGE = "Received: from a\r\n\tby b; Mon, 23 Nov 2026 05:00:00 +0000\r\nFrom: Jones <jones@example.org>\r\nTo: smith@example.net,\r\n  brown@example.net\r\n"
            + "Subject: two  spaces \r\nDate: Mon, 23 Nov 2026 05:00:00 +0000\r\nMessage-ID: <1@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n" + BODY;

    @TempDir
    static Path folder;
    private static ForeignPrograms programs;
    private static DnsLookup dns;

    @BeforeAll
    static void start() throws Exception {
        programs = new ForeignPrograms(folder);
        dns = new DnsjavaLookup(TestLookups.settings(programs.dns().socketAddress(), Duration.ofSeconds(60), DnssecMode.OFF, Optional.empty()));
    }

    @AfterAll
    static void stop() throws Exception {
        programs.close();
    }

    private static String signedHere(Canonicalization header, Canonicalization body) {
        DkimSigner signer = new DkimSigner(SigningRules.USUAL.with(header, body), 1 << 20);
        signer.feed(MESSAGE.getBytes(ISO_8859_1), 0, MESSAGE.length());
        return signer.finish(programs.keys(), NOW) + MESSAGE;
    }

    private static List<DkimResult> verifiedHere(String message) {
        DkimVerifier verifier = new DkimVerifier(dns, DkimPolicy.USUAL);
        verifier.feed(message.getBytes(ISO_8859_1), 0, message.length());
        return verifier.finish(NOW).toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join().results();
    }

    /** One octet of the body, one of a field. */
    private static List<String> changed(String message) {
        return List.of(message.replace("this is", "this iz"), message.replace("jones@", "janes@"));
    }

    @ParameterizedTest
    @CsvSource({"SIMPLE,SIMPLE", "SIMPLE,RELAXED", "RELAXED,SIMPLE", "RELAXED,RELAXED"})
    void othersVerifyWhatWeSign(Canonicalization header, Canonicalization body) throws Exception {
        String signed = signedHere(header, body);

        assertThat(programs.checkedByDkimpy(signed, 2)).containsExactly("True", "True");
        assertThat(programs.checkedByOpendkim(signed)).contains("dkim=pass (2048-bit key)", "header.a=rsa-sha256", "header.a=ed25519-sha256").doesNotContain("dkim=fail");
        assertThat(programs.checkedByRspamd(signed)).contains("R_DKIM_ALLOW", "example.org:s=rsa-sha256", "example.org:s=ed25519-sha256").doesNotContain("R_DKIM_REJECT");
        for (String changed : changed(signed)) {
            assertThat(programs.checkedByDkimpy(changed, 2)).containsExactly("False", "False");
            assertThat(programs.checkedByOpendkim(changed)).contains("dkim=fail").doesNotContain("dkim=pass");
            assertThat(programs.checkedByRspamd(changed)).contains("R_DKIM_REJECT").doesNotContain("R_DKIM_ALLOW");
            assertThat(verifiedHere(changed)).hasSize(2).extracting(DkimResult::status).containsOnly(DkimResult.Status.FAIL);
        }
    }

    @ParameterizedTest
    @CsvSource({"SIMPLE,SIMPLE", "SIMPLE,RELAXED", "RELAXED,SIMPLE", "RELAXED,RELAXED"})
    void weVerifyWhatOthersSign(Canonicalization header, Canonicalization body) throws Exception {
        for (SignatureAlgorithm algorithm : Set.of(SignatureAlgorithm.RSA_SHA256, SignatureAlgorithm.ED25519_SHA256)) {
            verify(programs.signedByDkimpy(MESSAGE, algorithm, header, body), 1);
            String byOpendkim = programs.signedByOpendkim(MESSAGE, algorithm, header, body);
            if (algorithm == SignatureAlgorithm.ED25519_SHA256 && header == Canonicalization.SIMPLE) {
                // Of OpenDKIM 2.11.0 dkimpy does not verify these either.
                assertThat(programs.checkedByDkimpy(byOpendkim, 1)).containsExactly("False");
                assertThat(verifiedHere(byOpendkim)).extracting(DkimResult::reason).containsExactly("signature did not verify");
            } else {
                verify(byOpendkim, 1);
            }
        }
    }

    /** It knows one way of signing: relaxed/relaxed. */
    @Test
    void weVerifyWhatRspamdSigns() throws Exception {
        verify(programs.signedByRspamd(MESSAGE), 2);
    }

    private static void verify(String signed, int signatures) {
        assertThat(verifiedHere(signed)).as(signed).hasSize(signatures).allMatch(DkimResult::isPass);
        for (String changed : changed(signed)) {
            assertThat(verifiedHere(changed)).as(changed).extracting(DkimResult::status).containsOnly(DkimResult.Status.FAIL);
        }
    }

    @Test
    void chainsOfTwoHoldForBoth() throws Exception {
        String once = sealedHere("Authentication-Results: there.example; spf=pass\r\n" + MESSAGE);
        assertThat(programs.chainByDkimpy(once)).isEqualTo("pass");
        assertThat(programs.checkedByRspamd(once)).contains("ARC_ALLOW");

        String twice = programs.sealedByDkimpy("Authentication-Results: there.example; arc=pass\r\n" + once);
        assertThat(chainHere(twice)).extracting(ArcResult::status, ArcResult::highest, ArcResult::oldestPass).containsExactly(ChainStatus.PASS, 2, 0);
        assertThat(chainHere(twice.replace("jones@", "janes@")).status()).isEqualTo(ChainStatus.FAIL);
        assertThat(programs.chainByDkimpy(sealedHere(twice))).isEqualTo("pass");
    }

    private static ArcResult chainHere(String message) {
        MessagePass pass = new MessagePass(1 << 20);
        ArcValidator validator = new ArcValidator(pass, dns, DkimPolicy.USUAL);
        pass.feed(message.getBytes(ISO_8859_1), 0, message.length());
        return validator.finish(NOW).toCompletableFuture().orTimeout(Duration.ofMinutes(1).toSeconds(), TimeUnit.SECONDS).join();
    }

    private static String sealedHere(String message) {
        MessagePass pass = new MessagePass(1 << 20);
        ArcSealer sealer = new ArcSealer(pass, SigningRules.USUAL);
        pass.feed(message.getBytes(ISO_8859_1), 0, message.length());
        return sealer.finish(chainHere(message), "here.example; spf=pass smtp.mailfrom=example.org", programs.key(SignatureAlgorithm.RSA_SHA256), NOW) + message;
    }
}
