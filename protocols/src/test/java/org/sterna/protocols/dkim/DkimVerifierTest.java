package org.sterna.protocols.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sterna.protocols.dkim.DkimResult.Status;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.dns.DnsLookup.Answer;
import org.sterna.protocols.message.HeaderField;
import org.sterna.protocols.message.HeaderFields;

class DkimVerifierTest {
    private static final Instant NOW = Instant.parse("2026-11-23T05:00:00Z");
    private static final String MESSAGE = """
            From: Jones <jones@example.org>
            To: smith@example.net
            Subject:  a  test\s\s
            Received: from a
            Received: from b

            Hello,\s\s
            this\tis  it.

            """.replace("\n", "\r\n");

    private final KeyZone zone = new KeyZone().with(TestKey.RSA).with(TestKey.ED25519);

    @ParameterizedTest
    @CsvSource({"SIMPLE,SIMPLE", "SIMPLE,RELAXED", "RELAXED,SIMPLE", "RELAXED,RELAXED"})
    void whatIsSignedVerifies(Canonicalization header, Canonicalization body) {
        String signed = sign(MESSAGE, SigningRules.USUAL.with(header, body));

        DkimResults results = zone.verify(signed, NOW);

        assertThat(results.results()).extracting(DkimResult::status, DkimResult::keyBits, result -> result.claim().domain(), result -> result.claim().identity())
                .containsExactly(tuple(Status.PASS, 2048, "example.org", "@example.org"),
                        tuple(Status.PASS, 256, "example.org", "@example.org"));
        assertThat(signed.lines()).allMatch(line -> line.length() <= 78);
    }

    @Test
    void portionsOfAnySizeGiveTheSame() {
        byte[] signed = octets(sign(MESSAGE, SigningRules.USUAL));
        for (int size : new int[] {1, 2, 3, 7, 64}) {
            DkimVerifier verifier = new DkimVerifier(zone, DkimPolicy.USUAL);
            for (int at = 0; at < signed.length; at += size) {
                verifier.feed(signed, at, Math.min(size, signed.length - at));
            }
            assertThat(verifier.finish(NOW).toCompletableFuture().join().results()).hasSize(2).allMatch(DkimResult::isPass);
        }
    }

    @Test
    void relaxedLeavesRoomForSpaceAndFolding() {
        String signed = sign(MESSAGE, SigningRules.USUAL);
        String changed = signed.replace("Subject:  a  test  ", "SUBJECT: a\r\n\ttest").replace("is  it.", "is it. ") + "\r\n\r\n";

        assertThat(zone.verify(changed, NOW).results()).hasSize(2).allMatch(DkimResult::isPass);
        assertThat(zone.verify(changed.replace("it. ", "it. x"), NOW).results()).extracting(DkimResult::reason).containsOnly("body hash did not verify");
    }

    @Test
    void simpleLeavesRoomForEmptyLinesAtTheEndOnly() {
        String signed = sign(MESSAGE, SigningRules.USUAL.with(Canonicalization.SIMPLE, Canonicalization.SIMPLE));

        assertThat(zone.verify(signed + "\r\n\r\n", NOW).results()).allMatch(DkimResult::isPass);
        assertThat(zone.verify(signed.replace("Subject:  a", "Subject: a"), NOW).results()).extracting(DkimResult::reason).containsOnly("signature did not verify");
    }

    /** RFC 6376 section 8.15: one more From is signed than is there. */
    @ParameterizedTest
    @CsvSource({"From: Mallory <m@example.com>", "Subject: other", "Cc: a@example.com", "Content-Type: text/html"})
    void oversignedFieldsCannotBeAdded(String field) {
        assertThat(zone.verify(field + "\r\n" + sign(MESSAGE, SigningRules.USUAL), NOW).results()).extracting(DkimResult::status).containsOnly(Status.FAIL);
    }

    @Test
    void otherFieldsCanBeAdded() {
        assertThat(zone.verify("Received: from c\r\n" + sign(MESSAGE, SigningRules.USUAL), NOW).results()).allMatch(DkimResult::isPass);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "v=1; | v=2;                  | NEUTRAL   | signature version is not 1",
            "v=1; | ''                    | NEUTRAL   | signature lacks v=",
            "v=1; | v=1; v=1;             | NEUTRAL   | signature syntax error",
            "v=1; | v=1; x=1;             | NEUTRAL   | signature expires before it is made",
            "v=1; | v=1; x=1795410001;    | PERMERROR | signature expired",
            "v=1; | v=1; x=now;           | NEUTRAL   | x= is no number",
            "v=1; | v=1; q=finger;        | NEUTRAL   | unknown query method",
            "v=1; | v=1; q=a:dns/txt;     | FAIL      | signature did not verify",
            "v=1; | v=1; i=@a.example.org;| FAIL      | signature did not verify",
            "v=1; | v=1; i=@example.com;  | PERMERROR | i= is not within d=",
            "v=1; | v=1; i=@xexample.org; | PERMERROR | i= is not within d=",
            "v=1; | v=1; i=jones;         | NEUTRAL   | i= is no identity",
            "v=1; | v=1; l=-1;            | NEUTRAL   | l= is no number",
            "v=1; | v=1; l=999999;        | FAIL      | body is shorter than l=",
            "v=1; | v=1; l=99999999999999999999999999999999999999999; | FAIL | body is shorter than l=",
            "rsa-sha256 | rsa-sha1        | PERMERROR | rsa-sha1 is not accepted",
            "rsa-sha256 | rsa-md5         | NEUTRAL   | unknown algorithm",
            "rsa-sha256 | ed25519-sha256  | PERMERROR | key is not of the signature's type",
            "d=example.org | d=org        | NEUTRAL   | d= is no domain name",
            "d=example.org | d=ex_mple.org| NEUTRAL   | d= is no domain name",
            "d=example.org | d=example.com| PERMERROR | no key for signature",
            "s=rsa; | s=-;                | NEUTRAL   | s= is no selector",
            "relaxed/relaxed | nofws      | NEUTRAL   | unknown canonicalization",
            "relaxed/relaxed | relaxed/simple/x | NEUTRAL | unknown canonicalization",
            "h=From:From | h=To           | PERMERROR | From is not signed",
    })
    void everyTagIsLookedAt(String tag, String instead, Status status, String reason) {
        String field = new DkimSignerOf(MESSAGE, SigningRules.USUAL, List.of(TestKey.RSA.signing()), NOW).fields();

        DkimResult result = zone.verify(field.replaceFirst(tag, instead) + MESSAGE, NOW.plusSeconds(2)).results().get(0);

        assertThat(result).extracting(DkimResult::status, DkimResult::reason).containsExactly(status, reason);
    }

    @Test
    void aSignatureExpires() {
        SigningRules rules = new SigningRules(Canonicalization.RELAXED, Canonicalization.RELAXED, List.of("From"), Set.of(), Optional.of(Duration.ofDays(1)));
        String signed = sign(MESSAGE, rules);

        assertThat(zone.verify(signed, NOW.plus(Duration.ofDays(1))).results()).allMatch(DkimResult::isPass);
        assertThat(zone.verify(signed, NOW.plus(Duration.ofDays(1)).plusSeconds(1)).results()).extracting(DkimResult::reason).containsOnly("signature expired");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "v=DKIM1; p=                  | PERMERROR | key revoked",
            "v=DKIM1.0; p=KEY             | PERMERROR | no usable key record",
            "p=KEY; v=DKIM1               | PERMERROR | no usable key record",
            "p=KEY                        | PASS      | ''",
            "v=DKIM1; p=KEY; g=nobody     | PASS      | ''",
            "v=DKIM1; p=KEY; x; y         | PERMERROR | no usable key record",
            "v=DKIM1; p=KEY; s=chat       | PERMERROR | no usable key record",
            "v=DKIM1; p=KEY; s=chat:email | PASS      | ''",
            "v=DKIM1; p=KEY; s=*          | PASS      | ''",
            "v=DKIM1; p=KEY; h=sha1       | PERMERROR | no usable key record",
            "v=DKIM1; p=KEY; h=sha1 : sha256 | PASS   | ''",
            "v=DKIM1; p=KEY; k=ed25519    | PERMERROR | key is not of the signature's type",
            "v=DKIM1; p=KEY; k=dsa        | PERMERROR | key is not of the signature's type",
            "v=DKIM1; p=MIIB; k=rsa       | PERMERROR | key unreadable",
            "v=DKIM1; p=KEY; p=KEY        | PERMERROR | no usable key record",
            "v=spf1 -all                  | PERMERROR | no usable key record",
    })
    void everyTagOfAKeyIsLookedAt(String record, Status status, String reason) {
        String key = TestKey.RSA.record().substring(TestKey.RSA.record().indexOf("p=") + 2);
        KeyZone other = new KeyZone().with(TestKey.RSA.signing().recordName(), record.replace("KEY", key));

        DkimResult result = other.verify(sign(MESSAGE, SigningRules.USUAL), NOW).results().get(0);

        assertThat(result).extracting(DkimResult::status, DkimResult::reason).containsExactly(status, reason);
    }

    @Test
    void aDomainMayBeTesting() {
        KeyZone other = new KeyZone().with(TestKey.RSA.signing().recordName(), TestKey.RSA.record() + "; t=y:s");

        assertThat(other.verify(sign(MESSAGE, SigningRules.USUAL), NOW).results().get(0)).matches(DkimResult::isPass).matches(DkimResult::testing);
    }

    /** RFC 8301 section 3.2. */
    @Test
    void aShortKeyIsNone() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1023);
        KeyPair pair = generator.generateKeyPair();
        SigningKey key = new SigningKey("example.org", "short", SignatureAlgorithm.RSA_SHA256, pair.getPrivate());
        zone.with(key.recordName(), KeyRecord.text(pair.getPublic()));
        String signed = new DkimSignerOf(MESSAGE, SigningRules.USUAL, List.of(key), NOW).message();

        assertThat(zone.verify(signed, NOW).results()).extracting(DkimResult::status, DkimResult::reason)
                .containsExactly(tuple(Status.PERMERROR, "key of 1023 bits is too short"));
    }

    @Test
    void anOutageIsTemporary() {
        KeyZone other = new KeyZone().with(TestKey.RSA.signing().recordName(), new Answer.Outage("timeout", false));

        assertThat(other.verify(sign(MESSAGE, SigningRules.USUAL), NOW).results()).extracting(DkimResult::status).containsExactly(Status.TEMPERROR, Status.PERMERROR);
    }

    @Test
    void keysAreAwaitedWithoutAThread() {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        DnsLookup slow = (name, type) -> answer;
        DkimVerifier verifier = new DkimVerifier(slow, DkimPolicy.USUAL);
        byte[] signed = octets(sign(MESSAGE, SigningRules.USUAL));
        verifier.feed(signed, 0, signed.length);
        CompletionStage<DkimResults> results = verifier.finish(NOW);

        assertThat(results.toCompletableFuture()).isNotDone();
        answer.complete(new Answer.NoData(false));
        assertThat(results.toCompletableFuture().join().results()).hasSize(2);
    }

    /** RFC 6376 section 8.2: what is behind l= could be anybody's. */
    @Test
    void anUnsignedEndOfTheBodyIsNoPass() {
        // Example with l=: signed here by hand, as our signer never writes it.
        String field = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=rsa; l=8; h=From; bh=" + base64Hash("Hello,\r\n") + "; b=";
        SignatureField signature = (SignatureField) SignatureReader.dkim(new HeaderField("DKIM-Signature", field + "AAAA"));
        byte[] hash = HeaderHash.of(HeaderFields.parse(MESSAGE), signature);
        String signed = field + Base64.getEncoder().encodeToString(TestKey.RSA.signing().sign(hash)) + "\r\n" + MESSAGE;

        assertThat(zone.verify(signed, NOW).results()).extracting(DkimResult::status, DkimResult::reason)
                .containsExactly(tuple(Status.POLICY, "13 octets of the body are not signed"));
        assertThat(zone.verify(octets(signed), NOW, new DkimPolicy(10, 100_000, 1024, false)).results()).allMatch(DkimResult::isPass);
    }

    @Test
    void aThousandSignaturesCostTenKeys() {
        StringBuilder message = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            message.append("DKIM-Signature: v=1; a=rsa-sha256; d=d").append(i).append(".example; s=s; h=From; l=").append(i).append("; bh=").append(base64Hash("")).append("; b=AAAA\r\n");
        }
        DkimResults results = zone.verify(message + MESSAGE, NOW);

        assertThat(results.results()).hasSize(10).extracting(DkimResult::status).containsOnly(Status.PERMERROR);
        assertThat(results.unchecked()).isEqualTo(990);
        assertThat(zone.asked()).hasSize(10);
    }

    @Test
    void ofALargeHeaderSectionNothingVerifies() {
        String signed = sign(MESSAGE, SigningRules.USUAL);
        byte[] large = octets(signed.substring(0, signed.indexOf("Received:")) + "X: y\r\n".repeat(2_000_000) + "\r\nHello\r\n");
        DkimVerifier verifier = new DkimVerifier(zone, DkimPolicy.USUAL);
        for (int at = 0; at < large.length; at += 8192) {
            verifier.feed(large, at, Math.min(8192, large.length - at));
        }
        assertThat(verifier.finish(NOW).toCompletableFuture().join().results()).hasSize(2)
                .allMatch(result -> result.status() == Status.PERMERROR && result.reason().contains("1048576"));
        assertThat(zone.asked()).isEmpty();
    }

    @Test
    void aHundredThousandReceivedFieldsAreNoTrouble() {
        DkimPolicy policy = new DkimPolicy(10, 16 << 20, 1024, true);
        byte[] message = octets("Received: from x by y; Mon, 23 Nov 2026 05:00:00 +0000\r\n".repeat(100_000) + sign(MESSAGE, SigningRules.USUAL));

        assertThat(zone.verify(message, NOW, policy).results()).hasSize(2).allMatch(DkimResult::isPass);
    }

    /** RFC 6376 section 3.4.3 and section 3.4.4. */
    @Test
    void emptyBodiesHashAsTheRfcSays() {
        assertThat(bodyHash(Canonicalization.SIMPLE, "")).isEqualTo("frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=");
        assertThat(bodyHash(Canonicalization.SIMPLE, "\r\n\r\n")).isEqualTo("frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=");
        assertThat(bodyHash(Canonicalization.RELAXED, "")).isEqualTo("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assertThat(bodyHash(Canonicalization.RELAXED, " \r\n\t\r\n")).isEqualTo("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }

    /** RFC 6376 section 3.4.5. */
    @Test
    void canonicalFormsAreThoseOfTheRfc() {
        HeaderFields fields = HeaderFields.parse("A: X\r\nB : Y\t\r\n\tZ  \r\n");

        assertThat(text(Canonicalization.RELAXED.field(fields.fields().get(0)))).isEqualTo("a:X\r\n");
        assertThat(text(Canonicalization.RELAXED.field(fields.fields().get(1)))).isEqualTo("b:Y Z\r\n");
        assertThat(text(Canonicalization.SIMPLE.field(fields.fields().get(1)))).isEqualTo("B : Y\t\r\n\tZ  \r\n");
        assertThat(bodyHash(Canonicalization.RELAXED, " C \r\nD \t E\r\n\r\n\r\n")).isEqualTo(base64Hash(" C\r\nD E\r\n"));
        assertThat(bodyHash(Canonicalization.SIMPLE, " C \r\nD \t E\r\n\r\n\r\n")).isEqualTo(base64Hash(" C \r\nD \t E\r\n"));
    }

    private static String bodyHash(Canonicalization canonicalization, String body) {
        BodyHashes hashes = new BodyHashes();
        BodyHash hash = hashes.get(canonicalization, OptionalLong.empty()).orElseThrow();
        for (byte octet : octets(body)) {
            hashes.feed(new byte[] {octet}, 0, 1);
        }
        hashes.end();
        return Base64.getEncoder().encodeToString(hash.value());
    }

    private static String base64Hash(String text) {
        return Base64.getEncoder().encodeToString(Sha256.start().digest(octets(text)));
    }

    static String sign(String message, SigningRules rules) {
        return new DkimSignerOf(message, rules, List.of(TestKey.RSA.signing(), TestKey.ED25519.signing()), NOW).message();
    }

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
