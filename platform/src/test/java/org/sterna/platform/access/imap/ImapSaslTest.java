package org.sterna.platform.access.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.sterna.platform.connection.TestCertificate;
import org.sterna.platform.credentials.ScramClient;

/** AUTHENTICATE (RFC 9051 section 6.2.2) in use and misuse. */
class ImapSaslTest extends ImapConversation {
    @Test
    void aLoginIsBoundToTheCertificate() {
        node.account(user, "secret");
        client.expect("* OK [CAPABILITY ... AUTH=SCRAM-SHA-256-PLUS ...] ...");
        ScramClient scram = new ScramClient(user, "secret", TestCertificate.certificate());
        client.send("a1 AUTHENTICATE SCRAM-SHA-256-PLUS " + scram.first() + "\r\n");
        client.send(scram.last(challenge()) + "\r\n");
        assertThat(new String(Base64.getDecoder().decode(challenge()), StandardCharsets.UTF_8)).startsWith("v=");
        client.send("\r\n");
        client.expect("a1 OK [CAPABILITY ...] Logged in");
    }

    @Test
    void whoIsNobodyIsToldSoOnlyAtTheEnd() {
        node.account(user, "secret");
        client.expect("* OK ...");
        for (String name : new String[] {user, "nobody@example.org"}) {
            ScramClient scram = new ScramClient(name, "wrong", TestCertificate.certificate());
            client.send("a1 AUTHENTICATE SCRAM-SHA-256-PLUS " + scram.first() + "\r\n");
            client.send(scram.last(challenge()) + "\r\n");
            client.expect("a1 NO [AUTHENTICATIONFAILED] Wrong name or password");
            client.send("a2 LOGIN " + name + " wrong\r\n");
            client.expect("a2 NO [AUTHENTICATIONFAILED] Wrong name or password");
        }
    }

    @Test
    void exchangesAreCancelledAndMisread() {
        client.expect("* OK ...");
        client.play("""
                C: a1 AUTHENTICATE SCRAM-SHA-256
                S: +...
                C: *
                S: a1 BAD ...
                C: a2 AUTHENTICATE OAUTHBEARER bix0b2tlbg==
                S: a2 BAD ...
                C: a3 AUTHENTICATE ANONYMOUS
                S: a3 NO [CANNOT] ...
                C: a4 AUTHENTICATE XOAUTH2 dXNlcj1hQGIBYXV0aD1CZWFyZXIgYQEB
                S: + eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIiwic2NvcGUiOiJtYWlsIn0=
                C:
                S: a4 NO [AUTHENTICATIONFAILED] ...""");
    }

    private String challenge() {
        String line = client.line();
        assertThat(line).startsWith("+ ");
        return line.substring(2);
    }
}
