package org.sterna.benchmarks.micro;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Param;
import org.sterna.protocols.imap.ParsedCommand;
import org.sterna.protocols.smtp.SmtpInput;

/** Each benchmark does what it says before its speed means anything. */
class SamplesTest {
    @Test
    void theFramerFindsEveryLineEveryTime() {
        LineFramerBenchmark benchmark = new LineFramerBenchmark();
        long lines = new String(Samples.megabyteOf("MAIL FROM:<smith@example.net> SIZE=5120 BODY=8BITMIME\r\n"
                + "RCPT TO:<jones@example.org>\r\nDATA\r\nRSET\r\n"), ISO_8859_1).lines().count();
        assertThat(benchmark.frame()).isEqualTo((int) lines);
        assertThat(benchmark.frame()).isEqualTo((int) lines);
    }

    @Test
    void everyFramedLineButTheLastIsACommand() {
        LineFramerBenchmark benchmark = new LineFramerBenchmark();
        int lines = benchmark.frame();
        assertThat(benchmark.parse()).isEqualTo(lines - 1);
        assertThat(benchmark.parse()).isEqualTo(lines - 1);
    }

    @Test
    void stuffingAndDecodingKeepTheOctets() {
        DotStuffingBenchmark benchmark = new DotStuffingBenchmark();
        assertThat(benchmark.decode()).isEqualTo(Samples.MEGABYTE);
        assertThat(benchmark.decodeOnly()).isEqualTo(Samples.MEGABYTE);
        assertThat(benchmark.checkOnly()).isEqualTo(Samples.MEGABYTE);
        assertThat(benchmark.stuff()).isGreaterThan(Samples.MEGABYTE + 500);
    }

    @Test
    void smtpCommandsAreGood() throws ReflectiveOperationException {
        SmtpCommandBenchmark benchmark = new SmtpCommandBenchmark();
        for (String line : SmtpCommandBenchmark.class.getField("line").getAnnotation(Param.class).value()) {
            benchmark.line = line;
            assertThat(benchmark.parse()).as(line).isInstanceOf(SmtpInput.CommandLine.class);
        }
    }

    @Test
    void aTransactionIsAnsweredToItsEnd() {
        SmtpSessionBenchmark benchmark = new SmtpSessionBenchmark();
        int replies = ("250 2.1.0 Sender OK\r\n250 2.1.5 Recipient OK\r\n354 End data with <CR><LF>.<CR><LF>\r\n"
                + "250 2.0.0 OK queued as 7kq2v9x0001\r\n").length();
        assertThat(benchmark.transaction()).isEqualTo(replies);
        assertThat(benchmark.transaction()).isEqualTo(replies);
        assertThat(benchmark.hello()).isBetween(200, 400);
    }

    @Test
    void imapCommandsAreGood() throws ReflectiveOperationException {
        ImapCommandBenchmark benchmark = new ImapCommandBenchmark();
        for (String command : ImapCommandBenchmark.class.getField("command").getAnnotation(Param.class).value()) {
            benchmark.command = command;
            benchmark.encode();
            assertThat(benchmark.frameAndParse()).isInstanceOf(ParsedCommand.Command.class);
        }
    }

    @Test
    void eventsAreReadAsWritten() {
        EventCodecBenchmark benchmark = new EventCodecBenchmark();
        assertThat(List.of(benchmark.readMessageAccepted(), benchmark.readRecipientDelivered()))
                .extracting(event -> event.getClass().getSimpleName()).containsExactly("MessageAccepted", "RecipientDelivered");
        assertThat(List.of(benchmark.readMessageAdded(), benchmark.readFlagsChanged()))
                .extracting(event -> event.getClass().getSimpleName()).containsExactly("MessageAdded", "FlagsChanged");
        assertThat(List.of(benchmark.writeMessageAccepted(), benchmark.writeRecipientDelivered(), benchmark.writeMessageAdded(),
                benchmark.writeFlagsChanged())).allMatch(ByteBuffer::hasRemaining);
    }

    @Test
    void theMessageIsOfFiveThousandOctetsAndTwoParts() {
        assertThat(Samples.message().length).isBetween(4800, 5400);
        MimeScannerBenchmark benchmark = new MimeScannerBenchmark();
        assertThat(benchmark.scan().preview()).startsWith("Arctic terns fly");
        assertThat(benchmark.encode()).isNotEmpty();
        assertThat(benchmark.decode()).isEqualTo(benchmark.scan());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theMailboxStaysAsItWas(int times) {
        MailboxBenchmark benchmark = new MailboxBenchmark();
        for (int time = 0; time < times; time++) {
            assertThat(benchmark.deliver().messages().size()).isEqualTo(10_001);
            assertThat(benchmark.storeOne().messages().count(8)).isEqualTo(1);
            assertThat(benchmark.storeThousand().messages().count(8)).isEqualTo(1000);
            assertThat(benchmark.find()).isPresent();
            assertThat(benchmark.entries()).hasSize(10_000);
            assertThat(benchmark.countSeen()).isZero();
        }
    }
}
