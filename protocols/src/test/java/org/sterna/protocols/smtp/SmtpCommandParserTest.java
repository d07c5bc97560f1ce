package org.sterna.protocols.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.NullReversePath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.smtp.MailParameters.BodyType;

class SmtpCommandParserTest {
    @Test
    void readsEachCommand() {                                    // RFC 5321 section 4.1.1
        reads("ehlo [192.0.2.1]", new SmtpCommand.Ehlo("[192.0.2.1]"));
        reads("HELO client.example.net", new SmtpCommand.Helo("client.example.net"));
        reads("MAIL FROM:<>", new SmtpCommand.Mail(NullReversePath.NULL, MailParameters.NONE));
        reads("mail from: <smith@example.com> size=1000 body=8bitmime AUTH=smith+40example.com", new SmtpCommand.Mail(
                ReversePath.parse("<smith@example.com>").orElseThrow(),
                new MailParameters(OptionalLong.of(1000), BodyType.EIGHT_BIT_MIME)));
        reads("RCPT TO:<\"a>b\"@example.org>", new SmtpCommand.Rcpt(ForwardPath.parse("<\"a>b\"@example.org>").orElseThrow()));
        reads("RCPT TO:<Postmaster>", new SmtpCommand.Rcpt(ForwardPath.parse("<postmaster>").orElseThrow()));
        reads("DATA ", new SmtpCommand.Data());
        reads("RSET", new SmtpCommand.Rset());
        reads("NOOP whatever", new SmtpCommand.Noop());
        reads("Quit", new SmtpCommand.Quit());
        reads("VRFY jones", new SmtpCommand.Vrfy("jones"));
        reads("EXPN list", new SmtpCommand.Expn("list"));
        reads("HELP", new SmtpCommand.Help());
        reads("STARTTLS", new SmtpCommand.StartTls());
        reads("AUTH PLAIN AHRpbQBz", new SmtpCommand.Auth("PLAIN", Optional.of("AHRpbQBz")));
        reads("AUTH LOGIN", new SmtpCommand.Auth("LOGIN", Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "FOO                                       | 500 5.5.2",
        "GET / HTTP/1.1                            | 500 5.5.2",
        "EHLO                                      | 501 5.5.4",
        "EHLO a b                                  | 501 5.5.4",
        "EHLO (comment)                            | 501 5.5.4",
        "MAIL                                      | 501 5.1.7",
        "MAIL FROM:smith@example.com               | 501 5.1.7",
        "MAIL FROM:<smith                          | 501 5.1.7",
        "MAIL FROM:<smith@example.com>SIZE=1       | 501 5.1.7",
        "MAIL TO:<smith@example.com>               | 501 5.1.7",
        "MAIL FROM:<a@example.com> SIZE=x          | 501 5.5.4",
        "MAIL FROM:<a@example.com> SIZE=1 SIZE=1   | 501 5.5.4",
        "MAIL FROM:<a@example.com> BODY=BINARYMIME | 501 5.5.4",
        "MAIL FROM:<a@example.com> AUTH=a+zz       | 501 5.5.4",
        "MAIL FROM:<a@example.com> RET=HDRS        | 555 5.5.4",
        "RCPT TO:<>                                | 501 5.1.3",
        "RCPT TO:<jones>                           | 501 5.1.3",
        "RCPT TO:<jones@example.org> NOTIFY=NEVER  | 555 5.5.4",
        "DATA now                                  | 501 5.5.4",
        "VRFY                                      | 501 5.5.4",
        "AUTH                                      | 501 5.5.4",
        "AUTH PLAIN a b                            | 501 5.5.4",
    })
    void refusesWithTheReplyThatFits(String line, String reply) {
        assertThat(refusal(line)).startsWith(reply);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOOP\0", "MAIL FROM:<a@example.com>\rRCPT TO:<b@example.com>", "\u0016\u0003\u0001"})
    void controlCharactersAreNoPartOfAnyCommand(String line) {
        assertThat(refusal(line)).startsWith("500 5.5.2");
    }

    @Test
    void onlyAuthMayBeLong() {                                   // RFC 4954 section 4
        assertThat(refusal("NOOP " + "x".repeat(3000))).startsWith("500 5.5.2 Line too long");
        assertThat(parse("AUTH PLAIN " + "A".repeat(3000))).isInstanceOf(SmtpInput.CommandLine.class);
    }

    @Property(tries = 500)
    void anyTextGetsACommandOrAReply(@ForAll @StringLength(max = 40) String text) {
        for (String start : new String[] {"", "MAIL FROM:", "MAIL FROM:<a@b> ", "RCPT TO:", "AUTH ", "EHLO "}) {
            assertThat(parse(start + text.replace("\r", "").replace("\n", ""))).isNotNull();
        }
    }

    private static void reads(String line, SmtpCommand command) {
        assertThat(parse(line)).isEqualTo(new SmtpInput.CommandLine(command));
    }

    private static String refusal(String line) {
        return ((SmtpInput.MalformedCommand) parse(line)).reply().toString();
    }

    private static SmtpInput parse(String line) {
        return SmtpCommandParser.parse(new LineFramer.Line.Whole(line));
    }
}
