package org.sterna.protocols.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
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
import org.sterna.protocols.address.Utf8;
import org.sterna.protocols.smtp.SmtpCommand.Wording;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.DsnRequest;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.ParameterKeyword;
import org.sterna.protocols.smtp.parameter.RcptParameters;

class SmtpCommandParserTest {
    @Test
    void readsEachCommand() {                                    // RFC 5321 section 4.1.1
        reads("ehlo [192.0.2.1]", new SmtpCommand.Ehlo("[192.0.2.1]"));
        reads("HELO client.example.net", new SmtpCommand.Helo("client.example.net"));
        reads("MAIL FROM:<>", new SmtpCommand.Mail(
                NullReversePath.NULL, MailParameters.NONE, Wording.PLAIN));
        reads("mail from: <smith@example.com> size=1000 body=8bitmime AUTH=smith+40example.com", new SmtpCommand.Mail(
                ReversePath.parse("<smith@example.com>").orElseThrow(),
                new MailParameters(OptionalLong.of(1000), BodyType.EIGHT_BIT_MIME, Set.of(), DsnRequest.NONE,
                        Optional.empty(), Optional.empty(), OptionalInt.empty()),
                new Wording(Set.of(ParameterKeyword.SIZE, ParameterKeyword.BODY, ParameterKeyword.AUTH), true)));
        reads("RCPT TO:<\"a>b\"@example.org>", new SmtpCommand.Rcpt(
                ForwardPath.parse("<\"a>b\"@example.org>").orElseThrow(), RcptParameters.NONE, Wording.PLAIN));
        reads("RCPT TO:<Postmaster>", new SmtpCommand.Rcpt(
                ForwardPath.parse("<postmaster>").orElseThrow(), RcptParameters.NONE, Wording.PLAIN));
        reads("DATA ", new SmtpCommand.Data());
        reads("RSET", new SmtpCommand.Rset());
        reads("NOOP whatever", new SmtpCommand.Noop());
        reads("Quit", new SmtpCommand.Quit());
        reads("VRFY jones", new SmtpCommand.Vrfy("jones", Wording.PLAIN));
        reads("EXPN list", new SmtpCommand.Expn("list", Wording.PLAIN));
        reads("VRFY a b smtputf8", new SmtpCommand.Vrfy("a b", new Wording(Set.of(ParameterKeyword.SMTPUTF8), true)));
        reads("VRFY j\u00c3\u00b6rg", new SmtpCommand.Vrfy("j\u00f6rg", new Wording(Set.of(), false)));
        reads("HELP", new SmtpCommand.Help(Optional.empty()));
        reads("help Mail", new SmtpCommand.Help(Optional.of("Mail")));
        reads("LHLO localhost", new SmtpCommand.Lhlo("localhost"));
        reads("BDAT 86 LAST", new SmtpCommand.Bdat(86, true));
        reads("BDAT 999999999999999999  last", new SmtpCommand.Bdat(999_999_999_999_999_999L, true));
        reads("bdat 0", new SmtpCommand.Bdat(0, false));
        reads("ETRN @example.com", new SmtpCommand.Etrn("@example.com"));
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
        "MAIL FROM:<a@example.com> BODY=BINARY     | 501 5.5.4",
        "MAIL FROM:<a@example.com> AUTH=a+zz       | 501 5.5.4",
        "MAIL FROM:<a@example.com> RET=ALL         | 501 5.5.4",
        "MAIL FROM:<a@example.com> X-RET=HDRS      | 555 5.5.4",
        "MAIL FROM:<a@example.com> SIZE            | 501 5.5.4",
        "MAIL FROM:<a@example.com> SIZE=           | 501 5.5.4",
        "MAIL FROM:<a@example.com> SMTPUTF8=1      | 501 5.5.4",
        "MAIL FROM:<a@example.com> -SIZE=1         | 501 5.5.4",
        "MAIL FROM:<a@example.com> =1              | 501 5.5.4",
        "MAIL FROM:<a@example.com> NOTIFY=NEVER    | 555 5.5.4",
        "MAIL FROM:<a@example.com> HOLDFOR=1 HOLDUNTIL=2026-11-23T00:00:00Z | 501 5.5.4",
        "RCPT TO:<>                                | 501 5.1.3",
        "RCPT TO:<jones>                           | 501 5.1.3",
        "RCPT TO:<jones@example.org> NOTIFY=EVER   | 501 5.5.4",
        "RCPT TO:<jones@example.org> X-NOTIFY=A    | 555 5.5.4",
        "RCPT TO:<jones@example.org> SIZE=1        | 555 5.5.4",
        "RCPT TO:<jones@example.org> NOTIFY        | 501 5.5.4",
        "BDAT ten                                  | 501 5.5.4",
        "BDAT                                      | 501 5.5.4",
        "BDAT -1                                   | 501 5.5.4",
        "BDAT 1234567890123456789                  | 501 5.5.4",
        "BDAT 86LAST                               | 501 5.5.4",
        "BDAT 86 LASTLY                            | 501 5.5.4",
        "BDAT 86 FIRST                             | 501 5.5.4",
        "ETRN #a#                                  | 501 5.5.4",
        "DATA now                                  | 501 5.5.4",
        "VRFY                                      | 501 5.5.4",
        "AUTH                                      | 501 5.5.4",
        "AUTH PLAIN a b                            | 501 5.5.4",
    })
    void refusesWithTheReplyThatFits(String line, String reply) {
        assertThat(refusal(line)).startsWith(reply);
    }

    @Test
    void onlySpacesMayStandBehindTheColon() {                    // RFC 5321 section 3.3
        reads("RCPT TO:   <postmaster>   ", new SmtpCommand.Rcpt(
                ForwardPath.parse("<postmaster>").orElseThrow(), RcptParameters.NONE, Wording.PLAIN));
        assertThat(refusal("RCPT TO:\t<postmaster>")).startsWith("501 5.1.3");
        for (String blank : List.of("\u2003", "\u2028", "\u3000", "\u00a0")) {
            assertThat(refusal("RCPT TO:" + Utf8.encode(blank) + "<postmaster>")).startsWith("501 5.1.3");
            assertThat(refusal("MAIL FROM:<>" + Utf8.encode(blank))).startsWith("501 5.1.7");
            reads("VRFY jones" + Utf8.encode(blank), new SmtpCommand.Vrfy("jones" + blank, new Wording(Set.of(), false)));
        }
        reads("VRFY jones   SMTPUTF8", new SmtpCommand.Vrfy("jones", new Wording(Set.of(ParameterKeyword.SMTPUTF8), true)));
    }

    @Test
    void lettersOutsideAsciiAreNoKeywords() {                    // RFC 5321 section 4.1.2
        for (String word : List.of("BODY=8B\u0131TMIME", "RET=HDR\u017f", "\u017fIZE=1", "\u017fMTPUTF8")) {
            assertThat(refusal("MAIL FROM:<a@example.com> " + Utf8.encode(word))).startsWith("501 5.5.4");
        }
        assertThat(refusal("RCPT TO:<a@example.com> " + Utf8.encode("NOTIFY=\u017fUCCESS"))).startsWith("501 5.5.4");
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

    @Test
    void whatFollowsTheLineIsKnownToTheSession() {               // RFC 2920 section 3.1
        assertThat(SmtpCommandParser.parse(new LineFramer.Line.Whole("NOOP"), true))
                .isEqualTo(new SmtpInput.CommandLine(new SmtpCommand.Noop(), true));
    }

    @Test
    void onlyALineThatHidesOctetsClosesTheConnection() {         // RFC 3030 section 2
        assertThat(((SmtpInput.MalformedCommand) parse("BDAT ten")).closes()).isTrue();
        assertThat(((SmtpInput.MalformedCommand) parse("FOO")).closes()).isFalse();
    }

    @Property(tries = 500)
    void anyTextGetsACommandOrAReply(@ForAll @StringLength(max = 40) String text) {
        for (String start : new String[] {"", "MAIL FROM:", "MAIL FROM:<a@b> ", "RCPT TO:", "AUTH ", "EHLO ", "MAIL FROM:<a@b> BY=",
                "MAIL FROM:<a@b> ENVID=", "RCPT TO:<a@b> ORCPT=utf-8;", "XCLIENT ", "BDAT ", "ETRN ", "VRFY "}) {
            assertThat(parse(start + text.replace("\r", "").replace("\n", ""))).isNotNull();
        }
    }

    private static void reads(String line, SmtpCommand command) {
        assertThat(parse(line)).isEqualTo(new SmtpInput.CommandLine(command, false));
    }

    private static String refusal(String line) {
        return ((SmtpInput.MalformedCommand) parse(line)).reply().toString();
    }

    private static SmtpInput parse(String line) {
        return SmtpCommandParser.parse(new LineFramer.Line.Whole(line), false);
    }
}
