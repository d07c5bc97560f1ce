package org.sterna.protocols.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ImapSessionTest {
    private static final ImapOffer OFFER = ImapOffer.of(List.of("SCRAM-SHA-256", "PLAIN"), OptionalLong.of(50_000_000));
    private static final ImapSession.NotAuthenticated CLEAR =
            new ImapSession.NotAuthenticated(ImapSession.Security.CLEAR, OFFER);
    private static final ImapSession.NotAuthenticated TLS = new ImapSession.NotAuthenticated(ImapSession.Security.TLS, OFFER);
    private static final ImapSession.Authenticated LOGGED_IN = TLS.authenticated();

    private static final List<String> ALL = List.of("CAPABILITY", "NOOP", "LOGOUT", "ID NIL", "LANGUAGE", "STARTTLS", "LOGIN a b",
            "AUTHENTICATE PLAIN", "ENABLE X", "UNAUTHENTICATE", "COMPRESS DEFLATE", "COMPARATOR", "SELECT x", "EXAMINE x", "CREATE x",
            "DELETE x", "RENAME x y", "SUBSCRIBE x", "UNSUBSCRIBE x", "LIST \"\" *", "LIST \"\" \"\"", "LSUB \"\" *", "NAMESPACE",
            "STATUS x (MESSAGES)", "IDLE", "APPEND x CATENATE (URL /y)", "GETQUOTA x", "GETQUOTAROOT x", "SETQUOTA x ()",
            "GETMETADATA x /a", "SETMETADATA x (/a NIL)", "NOTIFY NONE", "NOTIFY SET (personal NONE)", "ESEARCH IN (personal) ALL",
            "CHECK", "CLOSE", "UNSELECT", "EXPUNGE", "SEARCH ALL", "SORT (DATE) UTF-8 ALL", "THREAD REFERENCES UTF-8 ALL",
            "CANCELUPDATE x", "FETCH 1 ALL", "STORE 1 FLAGS ()", "COPY 1 x", "MOVE 1 x", "REPLACE 1 x CATENATE (URL /y)");

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
        assertThat(admitted(CLEAR)).containsExactly("CAPABILITY", "NOOP", "LOGOUT", "ID", "LANGUAGE", "STARTTLS");
        assertThat(admitted(TLS)).containsExactly("CAPABILITY", "NOOP", "LOGOUT", "ID", "LANGUAGE", "LOGIN", "AUTHENTICATE");
        assertThat(admitted(ImapSession.open(ImapSession.Security.CLEAR_WITHOUT_STARTTLS, OFFER)))
                .containsExactly("CAPABILITY", "NOOP", "LOGOUT", "ID", "LANGUAGE");
        assertThat(CLEAR.admit(command("LOGIN a b")).flatMap(StatusResponse::code)).contains("PRIVACYREQUIRED");
        assertThat(TLS.admit(command("AUTHENTICATE CRAM-MD5")).map(StatusResponse::condition))
                .contains(StatusResponse.Condition.NO);
        assertThat(admitted(CLEAR.secured())).isEqualTo(admitted(TLS));
    }

    @Test
    void afterLogin() {                                                     // RFC 3501 sections 3.2 and 3.3
        List<String> authenticated = admitted(LOGGED_IN);
        assertThat(authenticated).contains("SELECT", "APPEND", "IDLE", "ESEARCH", "NOTIFY", "COMPRESS")
                .doesNotContain("FETCH", "SEARCH", "REPLACE", "LOGIN", "STARTTLS");
        List<String> selected = admitted(LOGGED_IN.selected(ImapSession.Access.READ_WRITE));
        assertThat(selected).containsAll(authenticated).contains("FETCH", "EXPUNGE").doesNotContain("LOGIN", "STARTTLS");
        assertThat(admitted(LOGGED_IN.selected(ImapSession.Access.READ_ONLY)))
                .contains("FETCH", "COPY", "CLOSE").doesNotContain("STORE", "EXPUNGE", "MOVE", "REPLACE");
        assertThat(admitted(LOGGED_IN.selected(ImapSession.Access.READ_ONLY).unselected())).isEqualTo(authenticated);
        assertThat(admitted(LOGGED_IN.loggedOut())).isEmpty();
    }

    @Test
    void capabilitiesAreTrue() {
        assertThat(CLEAR.capabilities()).containsExactly("IMAP4rev1", "IMAP4rev2", "ID", "ENABLE", "LITERAL-", "STARTTLS",
                "LOGINDISABLED");                                            // RFC 9051 section 6.2.3
        assertThat(TLS.capabilities()).contains("AUTH=PLAIN", "AUTH=SCRAM-SHA-256", "SASL-IR").doesNotContain("STARTTLS", "LOGINDISABLED");
        assertThat(LOGGED_IN.capabilities()).contains("IDLE", "UIDPLUS", "MOVE", "QRESYNC", "NOTIFY", "APPENDLIMIT=50000000", "LITERAL+")
                .doesNotContain("STARTTLS", "AUTH=PLAIN", "LITERAL-").doesNotHaveDuplicates();
        assertThat(new String(ImapResponses.greeting(CLEAR, "ready"), StandardCharsets.US_ASCII))
                .isEqualTo("* OK [CAPABILITY IMAP4rev1 IMAP4rev2 ID ENABLE LITERAL- STARTTLS LOGINDISABLED] ready\r\n");
        assertThat(LOGGED_IN.selected(ImapSession.Access.READ_ONLY).capabilities()).isEqualTo(LOGGED_IN.capabilities());
    }

    @Test
    void whatIsNotOfferedIsNeitherListedNorAdmitted() {
        ImapSession.Authenticated less = ImapSession.open(ImapSession.Security.TLS, OFFER.without(Extension.COMPRESS_DEFLATE,
                Extension.NOTIFY, Extension.METADATA, Extension.QUOTA, Extension.MULTISEARCH, Extension.UNAUTHENTICATE,
                Extension.QRESYNC)) instanceof ImapSession.NotAuthenticated start ? start.authenticated() : LOGGED_IN;
        assertThat(less.capabilities()).doesNotContain("COMPRESS=DEFLATE", "NOTIFY", "METADATA", "MULTISEARCH");
        assertThat(admitted(less)).contains("SELECT").doesNotContain("COMPRESS", "NOTIFY", "GETMETADATA", "SETQUOTA", "ESEARCH",
                "UNAUTHENTICATE");
        assertThat(less.enable(List.of("QRESYNC")).names()).isEmpty();
    }

    @Test
    void enabling() {                                                       // RFC 5161 section 3.1
        ImapSession.Enabling first = LOGGED_IN.enable(List.of("CONDSTORE", "X-GOOD-IDEA", "IDLE"));
        assertThat(first.names()).containsExactly("CONDSTORE");
        assertThat(first.next().enabled().condstore()).isTrue();
        assertThat(first.next().capabilities()).as("ENABLE changes no capability").isEqualTo(LOGGED_IN.capabilities());
        ImapSession.Enabling second = first.next().enable(List.of("QRESYNC", "IMAP4REV2", "CONDSTORE"));
        assertThat(second.names()).containsExactly("QRESYNC", "IMAP4rev2");
        assertThat(LOGGED_IN.enable(List.of("QRESYNC")).next().enabled().condstore()).as("RFC 7162 section 3.2.3").isTrue();
        assertThat(TLS.enable(List.of("CONDSTORE")).names()).isEmpty();
        ImapSession selected = ((ImapSession.Authenticated) second.next()).selected(ImapSession.Access.READ_WRITE);
        assertThat(selected.enabled().rev2()).isTrue();
        assertThat(((ImapSession.Selected) selected).unselected().unauthenticated().authenticated().enabled())
                .as("RFC 8437 section 4.1").isEqualTo(Enabled.NOTHING);
    }

    @Test
    void condstoreIsEnabledOnTheWay() {                                     // RFC 7162 section 3.1
        for (String line : List.of("SELECT x (CONDSTORE)", "FETCH 1 (MODSEQ)", "FETCH 1 FLAGS (CHANGEDSINCE 1)",
                "STORE 1 (UNCHANGEDSINCE 1) FLAGS ()", "STATUS x (HIGHESTMODSEQ)", "SEARCH MODSEQ 1", "SORT (DATE) UTF-8 MODSEQ 1",
                "LIST \"\" * RETURN (STATUS (HIGHESTMODSEQ))", "EXAMINE x (QRESYNC (1 1))")) {
            assertThat(LOGGED_IN.following(command(line)).enabled().condstore()).as(line).isTrue();
        }
        for (String line : List.of("SELECT x", "FETCH 1 ALL", "STORE 1 FLAGS ()", "STATUS x (MESSAGES)", "SEARCH ALL", "NOOP")) {
            assertThat(LOGGED_IN.following(command(line)).enabled().condstore()).as(line).isFalse();
        }
    }

    @Test
    void quickResyncMustBeEnabled() {                                       // RFC 7162 section 3.2.5
        ImapSession enabled = LOGGED_IN.enable(List.of("QRESYNC")).next();
        for (String line : List.of("SELECT x (QRESYNC (1 1))", "EXAMINE x (QRESYNC (1 1))")) {
            assertThat(LOGGED_IN.admit(command(line)).map(StatusResponse::condition)).contains(StatusResponse.Condition.BAD);
            assertThat(enabled.admit(command(line))).isEmpty();
        }
    }

    @Test
    void uidOnlyRefusesSequenceNumbers() {                                  // RFC 9586 section 3
        ImapSession session = ((ImapSession.Authenticated) LOGGED_IN.enable(List.of("UIDONLY", "QRESYNC")).next())
                .selected(ImapSession.Access.READ_WRITE);
        for (String line : List.of("FETCH 1 ALL", "STORE 1 FLAGS ()", "COPY 1 x", "MOVE 1 x", "SEARCH ALL", "UID SEARCH 1:5", "UID SEARCH NOT 7",
                "SORT (DATE) UTF-8 ALL", "THREAD REFERENCES UTF-8 ALL", "REPLACE 1 x CATENATE (URL /y)",
                "SELECT x (QRESYNC (1 1 1:5 (1 5)))")) {
            assertThat(session.admit(command(line)).flatMap(StatusResponse::code)).as(line).contains("UIDREQUIRED");
        }
        for (String line : List.of("UID FETCH 1 FLAGS", "UID SEARCH UID 1:5", "UID SEARCH $", "EXPUNGE", "UID REPLACE 1 x CATENATE (URL /y)",
                "SELECT x (QRESYNC (1 1 1:5))", "NOOP")) {
            assertThat(session.admit(command(line))).as(line).isEmpty();
        }
    }
}
