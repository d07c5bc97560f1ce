package org.sterna.protocols.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImapSessionTest {
    private static final ImapSession.NotAuthenticated CLEAR = new ImapSession.NotAuthenticated(ImapSession.Security.CLEAR);
    private static final ImapSession.NotAuthenticated TLS = new ImapSession.NotAuthenticated(ImapSession.Security.TLS);
    private static final ImapSession.Authenticated LOGGED_IN = TLS.authenticated();

    private static final List<String> ALL = List.of("CAPABILITY", "NOOP", "LOGOUT", "ID NIL", "STARTTLS", "LOGIN a b",
            "AUTHENTICATE PLAIN", "ENABLE X", "SELECT x", "EXAMINE x", "CREATE x", "DELETE x", "RENAME x y", "SUBSCRIBE x",
            "UNSUBSCRIBE x", "LIST \"\" *", "LIST \"\" \"\"", "LSUB \"\" *", "NAMESPACE", "STATUS x (MESSAGES)", "IDLE",
            "APPEND x {3}", "CHECK", "CLOSE", "UNSELECT", "EXPUNGE", "SEARCH ALL", "FETCH 1 ALL", "STORE 1 FLAGS ()",
            "COPY 1 x", "MOVE 1 x");

    private static ImapCommand command(String line) {
        return ((ParsedCommand.Command) ImapParser.parse(CommandText.of("a " + line))).command();
    }

    private static List<String> admitted(ImapSession session) {
        return ALL.stream().filter(line -> session.admit(command(line)).isEmpty()).map(line -> line.split(" ")[0]).distinct()
                .toList();
    }

    @Test
    void everyCommandIsInTheTable() {
        assertThat(ALL.stream().map(ImapSessionTest::command).<Class<?>>map(Object::getClass))
                .containsAll(List.of(ImapCommand.class.getPermittedSubclasses()).stream()
                        .filter(Class::isRecord).<Class<?>>map(type -> type).toList());
    }

    @Test
    void beforeLogin() {                                                    // RFC 3501 section 3.1
        assertThat(admitted(CLEAR)).containsExactly("CAPABILITY", "NOOP", "LOGOUT", "ID", "STARTTLS");
        assertThat(admitted(TLS)).containsExactly("CAPABILITY", "NOOP", "LOGOUT", "ID", "LOGIN", "AUTHENTICATE");
        assertThat(admitted(ImapSession.open(ImapSession.Security.CLEAR_WITHOUT_STARTTLS)))
                .containsExactly("CAPABILITY", "NOOP", "LOGOUT", "ID");
        assertThat(CLEAR.admit(command("LOGIN a b")).flatMap(StatusResponse::code)).contains("PRIVACYREQUIRED");
        assertThat(TLS.admit(command("AUTHENTICATE CRAM-MD5")).map(StatusResponse::condition))
                .contains(StatusResponse.Condition.NO);
        assertThat(admitted(CLEAR.secured())).isEqualTo(admitted(TLS));
    }

    @Test
    void afterLogin() {                                                     // RFC 3501 sections 3.2 and 3.3
        List<String> authenticated = admitted(LOGGED_IN);
        assertThat(authenticated).contains("SELECT", "APPEND", "IDLE").doesNotContain("FETCH", "LOGIN", "STARTTLS");
        List<String> selected = admitted(LOGGED_IN.selected(ImapSession.Access.READ_WRITE));
        assertThat(selected).containsAll(authenticated).contains("FETCH", "EXPUNGE").doesNotContain("LOGIN", "STARTTLS");
        assertThat(admitted(LOGGED_IN.selected(ImapSession.Access.READ_ONLY)))
                .contains("FETCH", "COPY", "CLOSE").doesNotContain("STORE", "EXPUNGE", "MOVE");
        assertThat(admitted(LOGGED_IN.selected(ImapSession.Access.READ_ONLY).unselected())).isEqualTo(authenticated);
        assertThat(admitted(LOGGED_IN.loggedOut())).isEmpty();
    }

    @Test
    void capabilitiesAreTrue() {
        assertThat(CLEAR.capabilities()).startsWith("IMAP4rev1").contains("STARTTLS", "LOGINDISABLED")
                .noneMatch(name -> name.startsWith("AUTH="));                // RFC 3501 section 6.2.3
        assertThat(TLS.capabilities()).contains("AUTH=PLAIN", "SASL-IR").doesNotContain("STARTTLS", "LOGINDISABLED");
        assertThat(LOGGED_IN.capabilities()).contains("IDLE", "UIDPLUS", "MOVE", "UNSELECT", "NAMESPACE")
                .doesNotContain("STARTTLS", "AUTH=PLAIN");
        assertThat(new String(ImapResponses.greeting(CLEAR, "ready"), java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("* OK [CAPABILITY IMAP4rev1 LITERAL+ ID ENABLE STARTTLS LOGINDISABLED] ready\r\n");
        assertThat(Optional.of(LOGGED_IN.selected(ImapSession.Access.READ_ONLY).capabilities()))
                .contains(LOGGED_IN.capabilities());
    }
}
