package org.sterna.platform.drill;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.platform.node.NodeProcess;

@Timeout(240)
class RelaySinkTest {

    private static final List<String> RECIPIENTS = List.of("jones@sink.test");

    private static SmtpLoadPlan plan(RelaySink sink) {
        return SmtpLoadPlan.of(sink.address(), RECIPIENTS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void knowsWhatCameHow(boolean pipelining) throws Exception {
        try (RelaySink sink = RelaySink.open(0, SinkFaults.none())) {
            SmtpLoadPlan plain = plan(sink).withSessions(8).withMessages(400, 3000).withMessagesPerConnection(20);
            SmtpLoadPlan plan = pipelining ? plain.withPipelining() : plain;
            SmtpLoadResult result = SmtpLoad.run(plan, SmtpLoadListener.NONE);
            assertThat(result.acknowledged().cardinality()).isEqualTo(400);
            SinkTally tally = sink.tally();
            assertThat(tally.arrivals()).hasSize(400).containsKey(plan.messageId(1)).containsKey(plan.messageId(400));
            assertThat(tally.arrivals().values()).allSatisfy(one -> assertThat(one.accepted()).isEqualTo(1));
            assertThat(tally.distinct()).isEqualTo(400);
            assertThat(tally.mostOnOneConnection()).isEqualTo(20);
            assertThat(tally.mostConnections()).isBetween(1, 16);      // an end may be seen behind the next beginning
            assertThat(tally.connections()).isEqualTo(result.connections());
            assertThat(tally.mostInASecond()).isBetween(1, 400);
            assertThat(tally.lastAcceptance()).isNotZero();
            assertThat(tally.faults()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void failsInEveryWayAndKnowsWhichWereAmbiguous(boolean pipelining) throws Exception {
        try (RelaySink sink = RelaySink.open(0, SinkFaults.of(0.3, 7))) {
            SmtpLoadPlan plain = plan(sink).withSessions(8).withMessages(600, 3000).withSendingAgain();
            SmtpLoadPlan plan = pipelining ? plain.withPipelining() : plain;
            SmtpLoadResult result = SmtpLoad.run(plan, SmtpLoadListener.NONE);
            assertThat(result.acknowledged().cardinality()).isEqualTo(600);
            assertThat(result.refused().cardinality()).isZero();
            SinkTally tally = sink.tally();
            assertThat(tally.faults().keySet()).containsExactly(SinkFault.values());
            assertThat(tally.distinct()).isEqualTo(600);
            assertThat(tally.accepted()).isEqualTo(600);
            long withheld = tally.arrivals().values().stream().mapToLong(SinkTally.Arrivals::withheld).sum();
            assertThat(withheld).isEqualTo(tally.faults().get(SinkFault.REPLY_WITHHELD)).isPositive();
            assertThat(result.replies()).containsKeys(421, 451);
            for (int number = 1; number <= 600; number++) {
                assertThat(tally.arrivals().get(plan.messageId(number)).withheld() == 0 || result.replyLost().get(number)).as("%d", number).isTrue();
            }
        }
    }

    @Test
    void canBeDownForAWhile() throws Exception {
        try (RelaySink sink = RelaySink.open(NodeProcess.freePort(), SinkFaults.none())) {       // no client is given it meanwhile
            InetSocketAddress address = sink.address();
            try (Socket before = new Socket(address.getAddress(), address.getPort())) {
                assertThat(before.getInputStream().read()).isEqualTo('2');
                sink.stop();
                before.getInputStream().readNBytes(100);              // the rest of the greeting, and the end
                assertThatThrownBy(() -> new Socket(address.getAddress(), address.getPort()).close()).isInstanceOf(ConnectException.class);
            }
            sink.restart();
            assertThat(sink.address()).isEqualTo(address);
            SmtpLoad.run(plan(sink).withMessages(3, 500), SmtpLoadListener.NONE);
            assertThat(sink.tally().distinct()).isEqualTo(3);
            sink.tally().reset();
            assertThat(sink.tally().distinct()).isZero();
            assertThat(sink.tally().arrivals()).isEmpty();
        }
    }

    @Test
    void readsTheIdThatTheSenderKnowsItBy() throws IOException {
        try (RelaySink sink = RelaySink.open(0, SinkFaults.none());
             Socket socket = new Socket(sink.address().getAddress(), sink.address().getPort())) {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            for (String id : List.of("1m80-1-0", "1m80-1-1")) {
                socket.getOutputStream().write(("MAIL FROM:<>\r\nRCPT TO:<jones@sink.test>\r\nDATA\r\nReceived: from client.example.net ([127.0.0.1])\r\n"
                        + "\tby mail.example.org with ESMTP\r\n\tid " + id + ";\r\n\tSun, 22 Nov 2026 04:51:04 +0000\r\n"
                        + "Message-ID: <one@example.net>\r\n\r\n.. id x\r\n.\r\n").getBytes(US_ASCII));
            }
            socket.getOutputStream().write("QUIT\r\n".getBytes(US_ASCII));
            assertThat(in.lines().map(line -> line.substring(0, 3))).containsExactly("220", "250", "250", "354", "250", "250", "250", "354", "250", "221");
            assertThat(sink.tally().arrivals()).containsOnlyKeys("<one@example.net>")
                    .containsValue(new SinkTally.Arrivals(2, 0, Set.of("1m80-1-0", "1m80-1-1")));
        }
    }

    @Test
    void whatIsOutOfTurnIsRefused() throws IOException {
        try (RelaySink sink = RelaySink.open(0, SinkFaults.none());
             Socket socket = new Socket(sink.address().getAddress(), sink.address().getPort())) {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            socket.getOutputStream().write("RCPT TO:<a@sink.test>\r\nDATA\r\nMAIL FROM:<>\r\nDATA\r\nVRFY a\r\nNOOP\r\nQUIT\r\n".getBytes(US_ASCII));
            List<String> codes = new ArrayList<>();
            in.lines().forEach(line -> codes.add(line.substring(0, 3)));
            assertThat(codes).containsExactly("220", "503", "503", "250", "554", "500", "250", "221");
        }
    }

    @Test
    void sharesAreFromZeroToOne() {
        assertThatThrownBy(() -> SinkFaults.of(1.1, 0)).isInstanceOf(IllegalArgumentException.class);
        SinkFaults all = SinkFaults.of(1, 1);
        assertThat(Arrays.asList(all.next(), all.next())).allSatisfy(fault -> assertThat(fault).isPresent());
        assertThat(SinkFaults.none().next()).isEmpty();
    }
}
