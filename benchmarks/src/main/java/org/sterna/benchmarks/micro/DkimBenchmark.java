package org.sterna.benchmarks.micro;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sterna.protocols.dkim.Canonicalization;
import org.sterna.protocols.dkim.DkimPolicy;
import org.sterna.protocols.dkim.DkimResult;
import org.sterna.protocols.dkim.DkimSigner;
import org.sterna.protocols.dkim.DkimVerifier;
import org.sterna.protocols.dkim.KeyRecord;
import org.sterna.protocols.dkim.PrivateKeys;
import org.sterna.protocols.dkim.SignatureAlgorithm;
import org.sterna.protocols.dkim.SigningKey;
import org.sterna.protocols.dkim.SigningRules;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.dns.DnsRecord;

/**
 * Signing and verifying (RFC 6376) with one key that is there at once, in portions as a socket gives them. An operation is a message of 5,000 octets, or one of a
 * megabyte: of the small one the key is nearly all of the work, of the large one the body, so that operations per second are MB/s.
 */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class DkimBenchmark {
    private static final Instant NOW = Instant.parse("2026-11-23T05:00:00Z");
    private static final int SMALL = 5000;

    @Param({"RSA_SHA256", "ED25519_SHA256"})
    private SignatureAlgorithm algorithm;

    @Param({"SIMPLE", "RELAXED"})
    private Canonicalization canonicalization;

    private SigningRules rules;
    private SigningKey key;
    private DnsLookup dns;
    private byte[] small;
    private byte[] large;
    private byte[] smallSigned;
    private byte[] largeSigned;

    @Setup
    public void prepare() {
        KeyPair pair = PrivateKeys.generate(algorithm);
        rules = SigningRules.USUAL.with(canonicalization, canonicalization);
        key = new SigningKey("example.org", "key", algorithm, pair.getPrivate());
        DnsLookup.Answer answer = new DnsLookup.Answer.Found(List.of(new DnsRecord.Text(KeyRecord.text(pair.getPublic()))), key.recordName(), false);
        dns = (name, type) -> CompletableFuture.completedStage(answer);
        byte[] text = Samples.megabyteOf(Samples.textLines());
        large = message(text, text.length);
        small = message(text, SMALL);
        smallSigned = concat(sign(small).getBytes(StandardCharsets.ISO_8859_1), small);
        largeSigned = concat(sign(large).getBytes(StandardCharsets.ISO_8859_1), large);
    }

    private static byte[] message(byte[] body, int octets) {
        byte[] header = ("Received: from a.example by b.example; Mon, 23 Nov 2026 05:00:00 +0000\r\nFrom: Jones <jones@example.org>\r\nTo: smith@example.net\r\n"
                + "Subject: a message\r\nDate: Mon, 23 Nov 2026 05:00:00 +0000\r\nMessage-ID: <1@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] message = new byte[octets];
        System.arraycopy(header, 0, message, 0, header.length);
        System.arraycopy(body, 0, message, header.length, octets - header.length);
        return message;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private String sign(byte[] message) {
        DkimSigner signer = new DkimSigner(rules, Samples.MEGABYTE);
        for (int at = 0; at < message.length; at += Samples.CHUNK) {
            signer.feed(message, at, Math.min(Samples.CHUNK, message.length - at));
        }
        return signer.finish(List.of(key), NOW);
    }

    private DkimResult verify(byte[] message) {
        DkimVerifier verifier = new DkimVerifier(dns, DkimPolicy.USUAL);
        for (int at = 0; at < message.length; at += Samples.CHUNK) {
            verifier.feed(message, at, Math.min(Samples.CHUNK, message.length - at));
        }
        DkimResult result = verifier.finish(NOW).toCompletableFuture().join().results().get(0);
        if (!result.isPass()) {
            throw new IllegalStateException(result.reason());
        }
        return result;
    }

    @Benchmark
    public String signSmall() {
        return sign(small);
    }

    @Benchmark
    public String signMegabyte() {
        return sign(large);
    }

    @Benchmark
    public DkimResult verifySmall() {
        return verify(smallSigned);
    }

    @Benchmark
    public DkimResult verifyMegabyte() {
        return verify(largeSigned);
    }
}
