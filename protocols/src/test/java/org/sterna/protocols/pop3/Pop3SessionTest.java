package org.sterna.protocols.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.protocols.smtp.LineFramer;
import org.sterna.protocols.smtp.TlsLayer;

/**
 * Conversations. {@code C:} the client sends, {@code S:} the server's line starts so, {@code A:} an action the caller
 * has to answer, {@code T:} its answer, {@code X:} the server closes.
 */
class Pop3SessionTest {
    private static final Optional<TlsLayer> TLS = Optional.of(new TlsLayer("TLSv1.3", "TLS_AES_256_GCM_SHA384"));
    private static final String LOGGED_IN = """
            S: +OK mx.example.org POP3 ready
            C: USER mrose
            S: +OK
            C: PASS tan staaf
            A: CheckCredentials[user=mrose]
            T: valid
            A: OpenMaildrop[account=mrose]
            T: opened
            S: +OK Maildrop has 2 messages (320 octets)
            """;

    @Test
    void exampleSession() {                                      // RFC 1939 section 10
        play(TLS, LOGGED_IN + """
                C: STAT
                S: +OK 2 320
                C: LIST
                S: +OK 2 messages
                S: 1 120
                S: 2 200
                S: .
                C: UIDL 2
                S: +OK 2 uid-b
                C: RETR 1
                A: SendMessage[index=0, first=Line[text=+OK 120 octets]]
                T: sent
                C: DELE 1
                S: +OK
                C: RETR 2
                A: SendMessage[index=1, first=Line[text=+OK 200 octets]]
                T: sent
                C: DELE 2
                S: +OK
                C: QUIT
                A: Update[indexes=[0, 1]]
                T: updated
                S: +OK
                X:
                """);
    }

    @Test
    void markedMessagesAreOutOfSightUntilRset() {                // RFC 1939 section 5
        play(TLS, LOGGED_IN + """
                C: DELE 1
                S: +OK
                C: DELE 1
                S: -ERR
                C: RETR 1
                S: -ERR
                C: LIST 1
                S: -ERR
                C: UIDL
                S: +OK 1 messages
                S: 2 uid-b
                S: .
                C: STAT
                S: +OK 1 200
                C: RSET
                S: +OK
                C: STAT
                S: +OK 2 320
                C: QUIT
                S: +OK
                X:
                """);
    }

    @Test
    void top() {                                                 // RFC 1939 section 7
        play(TLS, LOGGED_IN + """
                C: TOP 2 10
                A: SendTop[index=1, lines=10, first=Line[text=+OK Top of message follows]]
                T: unavailable
                S: -ERR [SYS/TEMP]
                C: TOP 3 0
                S: -ERR
                C: NOOP
                S: +OK
                """);
    }

    @Test
    void nothingIsToldInTheClearBeforeStls() {                   // RFC 2595 section 2.3
        play(Optional.empty(), """
                S: +OK
                C: CAPA
                S: +OK
                S: TOP
                S: UIDL
                S: RESP-CODES
                S: AUTH-RESP-CODE
                S: PIPELINING
                S: STLS
                S: .
                C: USER mrose
                S: -ERR
                C: PASS secret
                S: -ERR
                C: AUTH PLAIN AG1yb3NlAHNlY3JldA==
                S: -ERR
                C: STAT
                S: -ERR
                C: STLS
                S: +OK
                A: StartTls[]
                T: tls
                C: STLS
                S: -ERR
                C: CAPA
                S: +OK
                S: TOP
                S: UIDL
                S: RESP-CODES
                S: AUTH-RESP-CODE
                S: PIPELINING
                S: USER
                S: SASL PLAIN LOGIN
                S: .
                """);
    }

    @Test
    void passwordsAndOutagesHaveCodes() {                        // RFC 3206 section 4, RFC 2449 section 8.1.2
        play(TLS, """
                S: +OK
                C: PASS secret
                S: -ERR Send USER first
                C: USER mrose
                S: +OK
                C: PASS wrong
                A: CheckCredentials[user=mrose]
                T: invalid
                S: -ERR [AUTH]
                C: AUTH PLAIN
                S: +
                C: AG1yb3NlAHNlY3JldA==
                A: CheckCredentials[user=mrose]
                T: outage
                S: -ERR [SYS/TEMP]
                C: AUTH PLAIN AG1yb3NlAHNlY3JldA==
                A: CheckCredentials[user=mrose]
                T: valid
                A: OpenMaildrop[account=mrose]
                T: in use
                S: -ERR [IN-USE]
                C: STAT
                S: -ERR
                C: AUTH LOGIN
                S: + VXNlcm5hbWU6
                C: *
                S: -ERR Authentication cancelled
                C: AUTH CRAM-MD5
                S: -ERR Mechanism
                C: QUIT
                S: +OK
                X:
                """);
    }

    @Test
    void failedUpdateIsTold() {                                  // RFC 1939 section 6
        play(TLS, LOGGED_IN + """
                C: DELE 2
                S: +OK
                C: QUIT
                A: Update[indexes=[1]]
                T: update failed
                S: -ERR [SYS/TEMP]
                X:
                """);
    }

    @Test
    void autologoutIsSilentAndDeletesNothing() {                 // RFC 1939 section 3
        play(TLS, LOGGED_IN + """
                C: DELE 2
                S: +OK
                T: timeout
                X:
                """);
    }

    @Test
    void shutdownIsToldAndDeletesNothing() {
        play(TLS, LOGGED_IN + """
                C: DELE 2
                S: +OK
                T: shutdown
                S: -ERR [SYS/TEMP]
                X:
                T: timeout
                """);
    }

    @Test
    void tooManyErrorsEndTheSession() {
        StringBuilder errors = new StringBuilder("S: +OK\n");
        for (int i = 0; i < 10; i++) {
            errors.append("C: GET / HTTP/1.1\nS: -ERR\n");
        }
        play(TLS, errors + "X:\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "RETR", "RETR x", "RETR -1", "RETR 99999999999", "LIST x", "TOP 1", "TOP 1 x", "STAT 1", "USER",
        "PASS", "AUTH", "QUIT now", "APOP mrose c4c9334bac560ecc979e58001b3e22fb"})
    void malformedCommandsAreRefused(String line) {
        assertThat(Pop3CommandParser.parse(new LineFramer.Line.Whole(line)))
                .isInstanceOf(Pop3Input.MalformedCommand.class);
    }

    @Test
    void everyCommandIsAnsweredInEveryState() {
        List<Pop3Command> commands = Stream.of("USER a", "PASS a", "AUTH PLAIN", "STLS", "CAPA", "STAT", "LIST", "UIDL", "RETR 1",
                        "TOP 1 0", "DELE 1", "RSET", "NOOP", "QUIT")
                .map(line -> ((Pop3Input.CommandLine) Pop3CommandParser.parse(new LineFramer.Line.Whole(line))).command())
                .toList();
        assertThat(commands).extracting(command -> (Object) command.getClass())
                .containsExactlyInAnyOrder((Object[]) Pop3Command.class.getPermittedSubclasses());
        Pop3Dialogue dialogue = new Pop3Dialogue(new Pop3Rules("mx.example.org", true, 10), TLS, Optional.empty(), 0);
        for (Pop3Session state : List.of(new Authorization(dialogue, Optional.empty()),
                new Transaction(dialogue, Maildrop.of(List.of(new MaildropMessage("a", 1)))))) {
            for (Pop3Command command : commands) {
                assertThat(state.on(new Pop3Input.CommandLine(command)).actions()).as("%s", command).isNotEmpty();
            }
        }
    }

    @Test
    void uniqueIdsArePrintable() {
        assertThatThrownBy(() -> new MaildropMessage("with space", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MaildropMessage("", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void play(Optional<TlsLayer> tls, String transcript) {
        Pop3Session.Step step = Pop3Session.open(new Pop3Rules("mx.example.org", true, 10), tls);
        Deque<String> done = new ArrayDeque<>();
        step.actions().forEach(action -> describe(action, done));
        Pop3Session session = step.session();
        for (String line : transcript.lines().toList()) {
            if (line.startsWith("C:") || line.startsWith("T:")) {
                assertThat(done).as("before " + line).isEmpty();
                step = session.on(input(session, line));
                session = step.session();
                step.actions().forEach(action -> describe(action, done));
            } else {
                assertThat(done.isEmpty() ? "(nothing)" : done.poll()).as(line).startsWith(line);
            }
        }
        assertThat(done).isEmpty();
    }

    private static Pop3Input input(Pop3Session session, String line) {
        String text = line.substring(3);
        if (line.startsWith("C:")) {
            return session.awaits() == Pop3Session.Awaits.AUTH_RESPONSE
                    ? new Pop3Input.AuthResponse(text)
                    : Pop3CommandParser.parse(new LineFramer.Line.Whole(text));
        }
        return switch (text) {
            case "tls" -> new Pop3Input.TlsEstablished(TLS.orElseThrow());
            case "valid" -> new Pop3Input.CredentialsValid("mrose");
            case "invalid" -> new Pop3Input.CredentialsInvalid();
            case "outage" -> new Pop3Input.CredentialsUnavailable();
            case "opened" -> new Pop3Input.MaildropOpened(
                    List.of(new MaildropMessage("uid-a", 120), new MaildropMessage("uid-b", 200)));
            case "in use" -> new Pop3Input.MaildropInUse();
            case "sent" -> new Pop3Input.ContentSent();
            case "unavailable" -> new Pop3Input.ContentUnavailable();
            case "updated" -> new Pop3Input.UpdateDone();
            case "update failed" -> new Pop3Input.UpdateFailed();
            case "timeout" -> new Pop3Input.TimedOut();
            case "shutdown" -> new Pop3Input.Interrupted(Pop3Reply.SHUTTING_DOWN);
            default -> throw new AssertionError(line);
        };
    }

    private static void describe(Pop3Action action, Deque<String> done) {
        if (action instanceof Pop3Action.Say say) {
            new String(say.reply().octets(), StandardCharsets.US_ASCII).lines().forEach(line -> done.add("S: " + line));
        } else {
            done.add(action instanceof Pop3Action.Close ? "X:" : "A: " + action);
        }
    }
}
