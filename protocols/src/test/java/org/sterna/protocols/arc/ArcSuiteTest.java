package org.sterna.protocols.arc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sterna.protocols.arc.ArcSuite.Case;
import org.sterna.protocols.dkim.Canonicalization;
import org.sterna.protocols.dkim.DkimPolicy;
import org.sterna.protocols.dkim.MessagePass;
import org.sterna.protocols.dkim.PrivateKeys;
import org.sterna.protocols.dkim.SignatureAlgorithm;
import org.sterna.protocols.dkim.SigningKey;
import org.sterna.protocols.dkim.SigningRules;
import org.sterna.protocols.message.HeaderField;
import org.sterna.protocols.message.HeaderFields;

/** The suite of ValiMail, written for draft 18 of the protocol: all cases, and where RFC 8617 has it otherwise. */
class ArcSuiteTest {
    private static final Instant NOW = Instant.ofEpochSecond(20_000);

    /** Cases for which the RFC demands another result than the suite. */
    private static final Map<String, ChainStatus> OTHERWISE = Map.of(
            // The suite says nothing of these three; RFC 8617 section 5.2 step 2 and step 3.C: fail.
            "cv_fail_i1_as_cv_fail", ChainStatus.FAIL,
            "cv_fail_i2_as2_fail", ChainStatus.FAIL,
            "cv_fail_i2_as1_fail", ChainStatus.FAIL,
            // Signed as relaxed without c=; RFC 6376 section 3.5, which RFC 8617 section 4.1.2 imports, says that simple is meant.
            "ams_fields_c_na", ChainStatus.FAIL,
            // h= is empty; RFC 6376 section 3.5: "This list MUST NOT be empty".
            "ams_fields_h_empty", ChainStatus.FAIL);

    static List<Case> validation() throws IOException {
        return ArcSuite.read("arc-draft-validation-tests.yml");
    }

    static List<Case> signing() throws IOException {
        return ArcSuite.read("arc-draft-sign-tests.yml");
    }

    @Test
    void allCasesAreThere() throws IOException {
        assertThat(validation()).hasSize(175);
        assertThat(signing()).hasSize(17);
        assertThat(validation()).extracting(Case::name).containsAll(OTHERWISE.keySet());
    }

    @ParameterizedTest
    @MethodSource("validation")
    void chainsAreValidated(Case test) {
        String expected = OTHERWISE.containsKey(test.name()) ? OTHERWISE.get(test.name()).text() : test.text("cv").toLowerCase(Locale.ROOT);

        assertThat(validate(test).status().text()).isEqualTo(expected);
    }

    /** The suite asks for exact signatures, so the fields are in the order and without the folding and oversigning that it has. */
    @ParameterizedTest
    @MethodSource("signing")
    void messagesAreSealed(Case test) {
        ArcResult chain = validate(test);
        List<String> names = List.of(test.text("sig-headers").split(":"));
        MessagePass pass = new MessagePass(1 << 20);
        ArcSealer sealer = new ArcSealer(pass, rules(names), 998);
        pass.feed(test.message(), 0, test.message().length);

        String fields = sealer.finish(chain, results(test), key(test), Instant.ofEpochSecond(Long.parseLong(test.text("t"))));

        if (test.text("AS").isBlank()) {
            assertThat(fields).isEmpty();
            return;
        }
        HeaderFields sealed = HeaderFields.parse(fields);
        assertThat(sealed.fields()).extracting(HeaderField::name).containsExactly("ARC-Seal", "ARC-Message-Signature", "ARC-Authentication-Results");
        assertThat(words(sealed.first("ARC-Authentication-Results").orElseThrow().body())).isEqualTo(words(test.text("AAR")));
        assertThat(tags(sealed.first("ARC-Message-Signature").orElseThrow().body())).isEqualTo(tags(test.text("AMS")));
        assertThat(tags(sealed.first("ARC-Seal").orElseThrow().body())).isEqualTo(tags(test.text("AS")));
    }

    private static ArcResult validate(Case test) {
        MessagePass pass = new MessagePass(1 << 20);
        ArcValidator validator = new ArcValidator(pass, test.zone(), DkimPolicy.USUAL);
        pass.feed(test.message(), 0, test.message().length);
        return validator.finish(NOW).toCompletableFuture().join();
    }

    private static SigningRules rules(List<String> names) {
        return new SigningRules(Canonicalization.RELAXED, Canonicalization.RELAXED, List.copyOf(new LinkedHashSet<>(names)), Set.of(), Optional.empty());
    }

    /** What the suite wants in ARC-Authentication-Results: all results of the fields with the server's own name. */
    private static String results(Case test) {
        StringBuilder results = new StringBuilder(test.text("srv-id"));
        for (HeaderField field : HeaderFields.parse(test.message()).all("Authentication-Results")) {
            String body = field.body();
            int semicolon = body.indexOf(';');
            if (semicolon > 0 && body.substring(0, semicolon).strip().equals(test.text("srv-id"))) {
                results.append("; ").append(body.substring(semicolon + 1).strip());
            }
        }
        return results.toString();
    }

    private static SigningKey key(Case test) {
        String pem = (String) test.scenario().get("privatekey");
        byte[] bare = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        return new SigningKey((String) test.scenario().get("domain"), (String) test.scenario().get("sel"), SignatureAlgorithm.RSA_SHA256,
                PrivateKeys.read(SignatureAlgorithm.RSA_SHA256, pkcs8(bare)));
    }

    /** Puts an RSAPrivateKey of 256 to 65535 octets into PrivateKeyInfo. */
    private static byte[] pkcs8(byte[] bare) {
        byte[] head = {0x30, (byte) 0x82, 0, 0, 2, 1, 0, 0x30, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0,
            4, (byte) 0x82, (byte) (bare.length >> 8), (byte) bare.length};
        byte[] info = Arrays.copyOf(head, head.length + bare.length);
        System.arraycopy(bare, 0, info, head.length, bare.length);
        info[2] = (byte) (info.length - 4 >> 8);
        info[3] = (byte) (info.length - 4);
        return info;
    }

    private static String words(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private static Map<String, String> tags(String text) {
        Map<String, String> tags = new TreeMap<>();
        for (String tag : text.replaceAll("\\s+", "").split(";")) {
            tags.put(tag.substring(0, tag.indexOf('=')), tag.substring(tag.indexOf('=') + 1));
        }
        return tags;
    }
}
