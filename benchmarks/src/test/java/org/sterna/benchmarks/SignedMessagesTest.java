package org.sterna.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.benchmarks.dnsjava.TextRecords;
import org.sterna.platform.dns.RecordLookup;
import org.sterna.platform.dns.dnsjava.DnsjavaRecordLookup;
import org.sterna.platform.drill.SmtpLoadPlan;
import org.sterna.protocols.dkim.DkimPolicy;
import org.sterna.protocols.dkim.DkimResult;
import org.sterna.protocols.dkim.DkimVerifier;
import org.sterna.protocols.dns.DnsLookup.Answer;
import org.sterna.protocols.dns.DnsRecord;

@Timeout(120)
class SignedMessagesTest {
    private final SignedMessages signed = SignedMessages.of("load@example.net");

    @Test
    void bothSignaturesOfEveryMessageVerify() {
        SmtpLoadPlan plan = SmtpLoadPlan.of(new InetSocketAddress(0), List.of("u0@bench.test")).withMessages(3, 2000);
        IntFunction<byte[]> messages = signed.of(plan);
        for (int number = 1; number <= 3; number++) {
            DkimVerifier verifier = new DkimVerifier((name, type) -> CompletableFuture.completedStage(
                    new Answer.Found(List.of(new DnsRecord.Text(signed.records().get(name))), name, false)), DkimPolicy.USUAL);
            byte[] message = messages.apply(number);
            assertThat(new String(message, StandardCharsets.US_ASCII)).endsWith(new String(plan.message(number), StandardCharsets.US_ASCII));
            verifier.feed(message, 0, message.length);
            assertThat(verifier.finish(Instant.now()).toCompletableFuture().join().results()).hasSize(2).allMatch(DkimResult::isPass);
        }
    }

    @Test
    void theKeysAreInTheDns() throws IOException {
        try (TextRecords dns = TextRecords.serve(0, signed.records())) {
            DnsjavaRecordLookup lookup = new DnsjavaRecordLookup(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), dns.port())), Duration.ofSeconds(20));
            signed.records().forEach((name, text) -> assertThat(lookup.lookup(name, "TXT").toCompletableFuture().join().toString()).contains(text));
            assertThat(lookup.lookup("load.example.net", "TXT").toCompletableFuture().join()).isNotInstanceOf(RecordLookup.Result.Outage.class);
        }
    }
}
