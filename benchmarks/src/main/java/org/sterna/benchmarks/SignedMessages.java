package org.sterna.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.KeyPair;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sterna.platform.drill.SmtpLoadPlan;
import org.sterna.protocols.dkim.DkimSigner;
import org.sterna.protocols.dkim.KeyRecord;
import org.sterna.protocols.dkim.PrivateKeys;
import org.sterna.protocols.dkim.SignatureAlgorithm;
import org.sterna.protocols.dkim.SigningKey;
import org.sterna.protocols.dkim.SigningRules;

/**
 * The messages of a load, each signed by two keys that are new in every run, and what its author's domain has in the DNS: nothing but a signature that
 * verifies makes DMARC pass, whose policy is to reject. A server that enforces it and takes a message has verified that.
 *
 * @param records texts by name
 */
record SignedMessages(List<SigningKey> keys, Map<String, String> records) {
    private static final int MAX_HEADER_OCTETS = 64 * 1024;

    /** @param author an address; its domain signs */
    static SignedMessages of(String author) {
        String domain = author.substring(author.indexOf('@') + 1);
        Map<String, String> records = new HashMap<>(Map.of(
                domain, "v=spf1 ip4:192.0.2.0/24 ip4:198.51.100.0/24 ?all",
                "_dmarc." + domain, "v=DMARC1; p=reject"));
        List<SigningKey> keys = Stream.of(SignatureAlgorithm.RSA_SHA256, SignatureAlgorithm.ED25519_SHA256).map(algorithm -> {
            KeyPair pair = PrivateKeys.generate(algorithm);
            SigningKey key = new SigningKey(domain, algorithm.keyType() + "-" + Instant.now().toEpochMilli(), algorithm, pair.getPrivate());
            records.put(key.recordName(), KeyRecord.text(pair.getPublic()));
            return key;
        }).toList();
        return new SignedMessages(keys, records);
    }

    /** Signs all messages of a plan, which takes about two milliseconds for each. Their signatures are held in memory, 1 KB each. */
    IntFunction<byte[]> of(SmtpLoadPlan plan) {
        List<byte[]> fields = IntStream.rangeClosed(1, plan.messages()).parallel().mapToObj(number -> sign(plan.message(number))).toList();
        return number -> join(fields.get(number - 1), plan.message(number));
    }

    private byte[] sign(byte[] message) {
        DkimSigner signer = new DkimSigner(SigningRules.USUAL, MAX_HEADER_OCTETS);
        signer.feed(message, 0, message.length);
        return signer.finish(keys, Instant.now()).getBytes(US_ASCII);
    }

    private static byte[] join(byte[] fields, byte[] message) {
        byte[] whole = new byte[fields.length + message.length];
        System.arraycopy(fields, 0, whole, 0, fields.length);
        System.arraycopy(message, 0, whole, fields.length, message.length);
        return whole;
    }
}
