package org.sterna.protocols.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.protocols.sasl.SaslAnswer;
import org.sterna.protocols.smtp.LineFramer;
import org.sterna.protocols.smtp.TlsLayer;

/**
 * Conversations. {@code C:} the client sends, {@code S:} the server's line starts so, {@code A:} an action the caller
 * has to answer, {@code T:} its answer, {@code X:} the server closes.
 */
class Pop3SessionTest {
    private static final Optional<TlsLayer> TLS = Optional.of(new TlsLayer("TLSv1.3", "TLS_AES_256_GCM_SHA384"));
    private static final Pop3Dialogue DIALOGUE =
            new Pop3Dialogue(new Pop3Rules("mx.example.org", true, Duration.ZERO, 10), TLS, Optional.empty(), false, 0);
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
                A: SendMessage[index=0, form=SURROGATE, first=Line[text=+OK 120 octets]]
                T: sent
                C: DELE 1
                S: +OK
                C: RETR 2
                A: SendMessage[index=1, form=SURROGATE, first=Line[text=+OK 200 octets]]
                T: sent
                C: DELE 2
                S: +OK
                C: QUIT
                A: Update[indexes={0, 1}]
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
                A: Update[indexes={}]
                T: updated
                S: +OK Bye
                X:
                """);
    }

    @Test
    void top() {                                                 // RFC 1939 section 7
        play(TLS, LOGGED_IN + """
                C: TOP 2 10
                A: SendTop[index=1, lines=10, form=SURROGATE, first=Line[text=+OK Top of message follows]]
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
                S: EXPIRE NEVER
                S: UTF8 USER
                S: LANG
                S: STLS
                S: IMPLEMENTATION Sterna
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
                S: EXPIRE NEVER
                S: UTF8 USER
                S: LANG
                S: USER
                S: SASL PLAIN LOGIN
                S: IMPLEMENTATION Sterna
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
    void aMaildropMayBeRefusedForNowOrForGood() {                // RFC 2449 section 8.1.1, RFC 3206 section 4
        play(TLS, """
                S: +OK
                C: AUTH PLAIN AG1yb3NlAHNlY3JldA==
                A: CheckCredentials[user=mrose]
                T: valid
                A: OpenMaildrop[account=mrose]
                T: too soon
                S: -ERR [LOGIN-DELAY]
                C: AUTH PLAIN AG1yb3NlAHNlY3JldA==
                A: CheckCredentials[user=mrose]
                T: valid
                A: OpenMaildrop[account=mrose]
                T: gone
                S: -ERR [SYS/PERM]
                C: STAT
                S: -ERR
                """);
    }

    @Test
    void theLoginDelayIsAnnouncedInWholeSeconds() {              // RFC 2449 section 6.5
        Pop3Rules rules = new Pop3Rules("mx.example.org", true, Duration.ofMillis(59_001), 10);
        Pop3Session.Step step = Pop3Session.open(rules, TLS).session().on(
                Pop3CommandParser.parse(new LineFramer.Line.Whole("CAPA")));
        Deque<String> said = new ArrayDeque<>();
        step.actions().forEach(action -> describe(action, said));
        assertThat(said).contains("S: LOGIN-DELAY 60");
    }

    @Test
    void utf8IsForMessagesAndComesBehindStls() {                 // RFC 6856 section 2.1
        play(Optional.empty(), """
                S: +OK
                C: UTF8 now
                S: -ERR
                C: UTF8
                S: +OK
                C: STLS
                S: -ERR STLS comes before UTF8
                """);
        play(TLS, LOGGED_IN.replace("C: USER", "C: UTF8\nS: +OK\nC: USER") + """
                C: RETR 1
                A: SendMessage[index=0, form=AS_STORED, first=Line[text=+OK 120 octets]]
                T: content gone
                S: -ERR The message was deleted meanwhile
                C: TOP 1 0
                A: SendTop[index=0, lines=0, form=AS_STORED, first=Line[text=+OK Top of message follows]]
                T: sent
                C: UTF8
                S: -ERR Not in this state
                """);
    }

    @Test
    void languages() {                                           // RFC 6856 section 3
        play(TLS, """
                S: +OK
                C: LANG
                S: +OK
                S: en English
                S: .
                C: LANG MUL
                S: -ERR
                """ + LOGGED_IN.substring(LOGGED_IN.indexOf("C: USER")) + """
                C: LANG EN
                S: +OK en English
                C: lang *
                S: +OK en English
                C: LANG es
                S: -ERR
                """);
    }

    @Test
    void namesAndPasswordsAreUtf8() {                            // RFC 6856 section 2.2
        assertThat(Pop3CommandParser.parse(new LineFramer.Line.Whole("USER gr\u00c3\u00bcn")))
                .isEqualTo(new Pop3Input.CommandLine(new Pop3Command.User("gr\u00fcn")));
        assertThat(Pop3CommandParser.parse(new LineFramer.Line.Whole("PASS  gr\u00c3\u00bcn ")))
                .isEqualTo(new Pop3Input.CommandLine(new Pop3Command.Pass(" gr\u00fcn ")));
        assertThat(Pop3CommandParser.parse(new LineFramer.Line.Whole("USER gr\u00fcn"))).isInstanceOf(Pop3Input.MalformedCommand.class);
        assertThat(Pop3CommandParser.parse(new LineFramer.Line.Whole("PASS gr\u00fcn"))).isInstanceOf(Pop3Input.MalformedCommand.class);
    }

    @Test
    void whoMarkedNothingIsNotToldOfAnUpdateThatFailed() {
        play(TLS, LOGGED_IN + """
                C: QUIT
                A: Update[indexes={}]
                T: update failed
                S: +OK Bye
                X:
                """);
    }

    @Test
    void numbersWithoutAMessageAreNotCountedAsErrors() {
        StringBuilder misses = new StringBuilder(LOGGED_IN);
        for (int number = 3; number < 100; number++) {
            misses.append("C: RETR ").append(number).append("\nS: -ERR No such message\n");
        }
        play(TLS, misses + "C: NOOP\nS: +OK\n");
    }

    @Test
    void aListingIsMadePortionByPortion() {
        int count = 100_000;
        Pop3Session.Step opened = new OpeningMaildrop(DIALOGUE, DIALOGUE).on(new Pop3Input.MaildropOpened(maildrop(count)));
        Pop3Session.Step listed = opened.session().on(Pop3CommandParser.parse(new LineFramer.Line.Whole("UIDL")));
        Iterator<byte[]> portions = ((Pop3Action.Say) listed.actions().get(0)).reply().portions();
        StringBuilder all = new StringBuilder();
        while (portions.hasNext()) {
            byte[] portion = portions.next();
            assertThat(portion.length).isLessThan(20_000);
            all.append(new String(portion, StandardCharsets.US_ASCII));
        }
        assertThat(all.toString()).startsWith("+OK 100000 messages\r\n1 uid-0\r\n").endsWith("\r\n100000 uid-99999\r\n.\r\n");
        assertThat(all.toString().lines()).hasSize(count + 2);
        assertThatThrownBy(portions::next).isInstanceOf(NoSuchElementException.class);
    }

    private static MaildropContents maildrop(int count) {
        return maildrop(IntStream.range(0, count).mapToObj(index -> "uid-" + index).toList(), Collections.nCopies(count, 10L));
    }

    private static MaildropContents maildrop(List<String> uniqueIds, List<Long> octets) {
        return new MaildropContents() {
            @Override
            public int count() {
                return uniqueIds.size();
            }

            @Override
            public long octets() {
                return octets.stream().mapToLong(each -> each).sum();
            }

            @Override
            public long octets(int index) {
                return octets.get(index);
            }

            @Override
            public String uniqueId(int index) {
                return uniqueIds.get(index);
            }
        };
    }

    @Test
    void failedUpdateIsTold() {                                  // RFC 1939 section 6
        play(TLS, LOGGED_IN + """
                C: DELE 2
                S: +OK
                C: QUIT
                A: Update[indexes={1}]
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
                        "TOP 1 0", "DELE 1", "RSET", "NOOP", "UTF8", "LANG", "QUIT")
                .map(line -> ((Pop3Input.CommandLine) Pop3CommandParser.parse(new LineFramer.Line.Whole(line))).command())
                .toList();
        assertThat(commands).extracting(command -> (Object) command.getClass())
                .containsExactlyInAnyOrder((Object[]) Pop3Command.class.getPermittedSubclasses());
        for (Pop3Session state : List.of(new Authorization(DIALOGUE, Optional.empty()),
                new Transaction(DIALOGUE, Maildrop.of(maildrop(1))))) {
            for (Pop3Command command : commands) {
                assertThat(state.on(new Pop3Input.CommandLine(command)).actions()).as("%s", command).isNotEmpty();
            }
        }
    }

    private static void play(Optional<TlsLayer> tls, String transcript) {
        Pop3Session.Step step = Pop3Session.open(DIALOGUE.rules(), tls);
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
            case "valid" -> new Pop3Input.CredentialsChecked(new SaslAnswer.Granted("mrose"));
            case "invalid" -> new Pop3Input.CredentialsChecked(new SaslAnswer.Denied(SaslAnswer.Denial.WRONG));
            case "outage" -> new Pop3Input.CredentialsChecked(new SaslAnswer.Denied(SaslAnswer.Denial.UNAVAILABLE));
            case "opened" -> new Pop3Input.MaildropOpened(maildrop(List.of("uid-a", "uid-b"), List.of(120L, 200L)));
            case "too soon" -> new Pop3Input.MaildropTooSoon();
            case "gone" -> new Pop3Input.MaildropGone();
            case "content gone" -> new Pop3Input.ContentGone();
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
            say.reply().portions().forEachRemaining(portion ->
                    new String(portion, StandardCharsets.US_ASCII).lines().forEach(line -> done.add("S: " + line)));
        } else {
            done.add(action instanceof Pop3Action.Close ? "X:" : "A: " + action);
        }
    }
}
