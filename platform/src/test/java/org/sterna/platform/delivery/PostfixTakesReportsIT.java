package org.sterna.platform.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.queue.Cause;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.QueueEvent.Addressee;
import org.sterna.persistence.queue.QueueEvent.Remark;
import org.sterna.persistence.queue.QueueEvent.ReportKind;
import org.sterna.persistence.queue.QueuedMessage;
import org.sterna.persistence.queue.Target;
import org.sterna.platform.node.Await;
import org.sterna.platform.node.PostfixInstance;
import org.sterna.platform.transfer.ScriptedHost;
import org.sterna.protocols.dsn.DeliveryReport;
import org.sterna.protocols.dsn.ReportOrigin;
import org.sterna.protocols.dsn.ReturnedMessage;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.DsnRequest;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.RcptParameters;
import org.sterna.protocols.smtp.parameter.ReturnContent;

/** A real Postfix takes our reports, and what it sends on says the same, part by part. */
class PostfixTakesReportsIT {
    private static final Instant ARRIVAL = Instant.parse("2026-11-21T10:00:00Z");
    private static final String HOST = "mx.example.net [192.0.2.1]:25";

    private static ScriptedHost next;
    private static PostfixInstance postfix;

    @BeforeAll
    static void start() throws IOException {
        assertThat(PostfixInstance.isUsable()).as("Postfix is installed (apt-get install postfix) and this runs as root").isTrue();
        next = new ScriptedHost(InetAddress.getLoopbackAddress(), 0, said -> said.startsWith("EHLO")
                ? "250-next.test\r\n250-8BITMIME\r\n250 SMTPUTF8" : ScriptedHost.willing(said));
        postfix = new PostfixInstance("out.test", "jones", "next.test", next.port());
        postfix.start();
    }

    @AfterAll
    static void end() throws IOException {
        if (postfix != null) {
            postfix.close();
        }
        if (next != null) {
            next.close();
        }
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({"FAILURE, FULL, plain", "FAILURE, HDRS, plain", "FAILURE, FULL, g\u00fc", "FAILURE, HDRS, g\u00fc", "DELAY, FULL, plain", "DELAY, HDRS, g\u00fc",
        "SUCCESS, HDRS, plain", "SUCCESS, FULL, g\u00fc"})
    @Timeout(120)
    void theReportArrivesAsItWas(ReportKind kind, ReturnContent ret, String word) throws IOException, InterruptedException {
        boolean utf8 = !word.equals("plain");
        DeliveryReport report = report(kind, ret, word, utf8);
        int before = next.contents().size();
        submit(report);
        List<String> said = next.conversation();
        assertThat(said).anyMatch(command -> command.startsWith("MAIL FROM:<>")).anyMatch(command -> command.startsWith("RCPT TO:<alice@next.test>"));
        assertThat(next.contents()).hasSize(before + 1);
        ParsedReport sent = ParsedReport.of(report.octets());
        ParsedReport received = ParsedReport.of(new String(next.contents().get(before), ISO_8859_1).replace("\r\n..", "\r\n.").getBytes(ISO_8859_1));
        assertThat(received.parts()).isEqualTo(sent.parts());
        assertThat(received.groups()).isEqualTo(sent.groups());
        sent.header().forEach((name, body) -> assertThat(received.header()).containsEntry(name, body));
        Await.until("Postfix has done with it", Duration.ofSeconds(90), () -> postfix.queue().isEmpty());
    }

    private static DeliveryReport report(ReportKind kind, ReturnContent ret, String word, boolean utf8) {
        String path = utf8 ? "j\u00f6rg@example.net" : "bob@example.net";
        MailParameters parameters = new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT, Set.of(), new DsnRequest(Optional.of(ret), Optional.of("QQ1")),
                Optional.empty(), Optional.empty(), OptionalInt.empty());
        QueueEvent.MessageAccepted accepted = new QueueEvent.MessageAccepted(ARRIVAL, Optional.empty(), Optional.empty(), "alice@next.test",
                List.of(new Addressee(path, Target.Relay.to("example.net"), RcptParameters.NONE)), parameters, Optional.empty(), Optional.empty(),
                new OctetsPlace.Inline(1), new byte[0], List.of(), Optional.empty());
        QueueEvent happened = switch (kind) {
            case FAILURE -> new QueueEvent.RecipientFailed(0, new Remark("5.1.1", "550 5.1.1 no such user", HOST), ARRIVAL.plusSeconds(9));
            case SUCCESS -> new QueueEvent.RecipientRelayed(0, new Remark("2.0.0", "250 2.0.0 fine", HOST), true, ARRIVAL.plusSeconds(9));
            default -> new QueueEvent.RecipientDeferred(0, Cause.REPLY, new Remark("4.7.1", "451 4.7.1 later", HOST), ARRIVAL.plusSeconds(9), ARRIVAL.plusSeconds(99));
        };
        QueuedMessage message = QueuedMessage.empty(new QueueId(new Incarnation("1jgk0hn4v2p5"), 300, 17)).evolve(accepted).evolve(happened);
        byte[] octets = ("From: <alice@next.test>\r\nSubject: " + word + "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
                + word + "\r\n.\r\n.. dots\r\nFrom here\r\n" + "x".repeat(900) + "\r\n").getBytes(UTF_8);
        boolean whole = ReportContents.returnsWhole(message, kind, List.of(0), octets.length, ReportRules.DEFAULT);
        ReturnedMessage returned = whole ? ReturnedMessage.whole(octets, utf8) : ReturnedMessage.headerSection(ReturnedMessage.headerSectionOf(octets), utf8);
        ReportOrigin origin = new ReportOrigin("mx.example.org", "<r-" + kind + ret + utf8 + "@mx.example.org>", "b0undary-1", ReportContents.zoned(ARRIVAL.plusSeconds(10)));
        return new ReportContents(message, List.of(accepted, happened), each -> ARRIVAL.plusSeconds(432_000)).report(origin, kind, List.of(0), returned);
    }

    private static void submit(DeliveryReport report) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), postfix.port())) {
            socket.setSoTimeout(90_000);
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
            OutputStream out = socket.getOutputStream();
            expect("220", in);
            for (String command : List.of("EHLO mx.example.org", "MAIL FROM:<>" + (report.body() == BodyType.EIGHT_BIT_MIME ? " BODY=8BITMIME" : ""),
                    "RCPT TO:<alice@next.test>")) {
                out.write((command + "\r\n").getBytes(ISO_8859_1));
                expect("250", in);
            }
            out.write("DATA\r\n".getBytes(ISO_8859_1));
            expect("354", in);
            out.write(new String(report.octets(), ISO_8859_1).replace("\r\n.", "\r\n..").getBytes(ISO_8859_1));
            out.write(".\r\nQUIT\r\n".getBytes(ISO_8859_1));
            expect("250", in);
            expect("221", in);
        }
    }

    private static void expect(String code, BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        assertThat(line).startsWith(code);
    }
}
