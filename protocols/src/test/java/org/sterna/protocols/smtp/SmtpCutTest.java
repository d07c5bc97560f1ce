package org.sterna.protocols.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A connection that breaks off behind any octet: what was not ended is not stored, and all that was asked before has its answer. */
class SmtpCutTest {
    private static final String CONVERSATION = """
            EHLO client.example.net
            MAIL FROM:<smith@example.com> SIZE=40 BODY=8BITMIME RET=HDRS ENVID=q+2B1
            RCPT TO:<jones@example.org> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;jones@example.org
            RCPT TO:<nobody@example.org>
            DATA
            Subject: one

            ..a line that begins with a dot
            .
            MAIL FROM:<> SMTPUTF8
            RCPT TO:<smith@example.org>
            BDAT 14
            Subject: two

            BDAT 8 LAST
            last

            NOOP
            QUIT
            """.replace("\n", "\r\n");

    private static SmtpTranscript heard(int octets) {
        SmtpTranscript transcript = new SmtpTranscript(
                SmtpRules.of("mx.example.org", SmtpRules.Role.TRANSFER, SmtpRules.TlsOffer.STARTTLS), Optional.of(SmtpTranscript.TLS));
        byte[] all = CONVERSATION.getBytes(ISO_8859_1);
        for (int i = 0; i < octets; i++) {
            transcript.receive(new byte[] {all[i]});
        }
        return transcript;
    }

    private static int behind(String text) {
        assertThat(CONVERSATION).contains(text);
        return CONVERSATION.indexOf(text) + text.length();
    }

    @Test
    void nothingIsStoredBeforeItsEnd() {                         // RFC 5321 section 4.1.1.4
        int dot = behind("with a dot\r\n.\r\n");
        int chunk = behind("LAST\r\nlast\r\n\r\n");
        for (int octets = 0; octets <= CONVERSATION.length(); octets++) {
            SmtpTranscript transcript = heard(octets);
            assertThat(transcript.stored()).as("messages behind octet %d", octets).hasSize(octets < dot ? 0 : octets < chunk ? 1 : 2);
        }
    }

    @Test
    void whatIsSaidAtACutIsTheBeginningOfWhatIsSaidInTheEnd() {
        List<String> whole = heard(CONVERSATION.length()).everythingSaid();
        assertThat(whole).last().asString().startsWith("221 ");
        int most = 0;
        for (int octets = 0; octets <= CONVERSATION.length(); octets++) {
            List<String> said = new ArrayList<>(heard(octets).everythingSaid());
            assertThat(whole.subList(0, said.size())).as("said behind octet %d", octets).isEqualTo(said);
            assertThat(said.size()).isGreaterThanOrEqualTo(most);
            most = said.size();
        }
    }
}
