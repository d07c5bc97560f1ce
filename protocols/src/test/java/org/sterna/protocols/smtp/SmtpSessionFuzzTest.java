package org.sterna.protocols.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.sasl.SaslAnswer;
import org.sterna.protocols.sasl.SaslMechanism;
import org.sterna.protocols.sasl.SaslQuestion;
import org.sterna.protocols.smtp.SmtpRules.AuthOffer;
import org.sterna.protocols.smtp.SmtpRules.Role;
import org.sterna.protocols.smtp.SmtpRules.TlsOffer;

/** Clients that say anything, callers that answer anything: what holds in every state holds for them too. */
class SmtpSessionFuzzTest {
    private static final List<String> LINES = List.of(
            "EHLO client.example.net", "EHLO client.example.net", "HELO a", "LHLO a", "MAIL FROM:<>", "MAIL FROM:<a@example.com> SIZE=10",
            "MAIL FROM:<a@example.com> BODY=BINARYMIME", "MAIL FROM:<a@example.com> SMTPUTF8 REQUIRETLS",
            "MAIL FROM:<a@example.com> HOLDFOR=10 BY=20;R MT-PRIORITY=3", "MAIL FROM:<a@example.com> RET=FULL ENVID=a AUTH=<>",
            "RCPT TO:<jones@example.org>", "RCPT TO:<jones@example.org> NOTIFY=NEVER ORCPT=rfc822;a", "RCPT TO:<j\u00c3\u00b6rg@example.org>",
            "DATA", "BDAT 10", "BDAT 0", "BDAT 10 LAST", "BDAT 0 LAST", "BDAT 999999999999 LAST", "BDAT x", "RSET", "NOOP", "VRFY a SMTPUTF8",
            "EXPN a", "HELP", "HELP MAIL", "ETRN example.com", "XCLIENT LOGIN=a ADDR=192.0.2.7", "STARTTLS", "AUTH PLAIN", "AUTH LOGIN",
            "AUTH PLAIN AGpvbmVzAHNlY3JldA==", "AUTH X", "AUTH SCRAM-SHA-1 biwsbj11c2VyLHI9Y2xpZW50bm9uY2U=", "AUTH XOAUTH2", "AUTH EXTERNAL =", "QUIT", "", "FOO");
    private static final List<String> RESPONSES = List.of("AGpvbmVzAHNlY3JldA==", "am9uZXM=", "*", "", "=", "!", "\u00ff",
            "biwsbj11c2VyLHI9Y2xpZW50bm9uY2U=");
    private static final List<Reply> REFUSALS = List.of(Replies.LOCAL_ERROR, Replies.RELAY_DENIED, Replies.NO_STORAGE,
            Replies.SHUTTING_DOWN, Reply.of(554, "5.7.1", "Not so"));

    @Property(tries = 1500)
    void whatHoldsInEveryState(@ForAll long seed) {
        Random random = new Random(seed);
        SmtpRules rules = rules(random);
        Optional<TlsLayer> tls = random.nextBoolean() ? Optional.of(SmtpTranscript.TLS) : Optional.empty();
        SmtpSession.Step step = SmtpSession.open(rules, tls, SmtpTranscript.OPENED);
        check(step, rules);
        for (int i = 0; i < 120 && step.session().awaits() != SmtpSession.Awaits.NOTHING; i++) {
            SmtpInput input = input(random, step);
            SmtpSession before = step.session();
            SmtpSession.Step after = before.on(input);
            assertThat(before.on(input)).as("a value gives the same step again").isEqualTo(after);
            step = standing(input, step, after);
            check(step, rules);
        }
        SmtpSession last = step.session();
        if (last.awaits() == SmtpSession.Awaits.NOTHING) {
            assertThat(last.on(new SmtpInput.Interrupted(Replies.TIMEOUT)).actions()).isEmpty();
        }
    }

    @Test
    void theRandomConversationsReachEveryState() {
        Set<Class<?>> states = new HashSet<>(Set.of(SmtpState.class.getPermittedSubclasses()));
        states.remove(CommandState.class);
        states.addAll(Set.of(CommandState.class.getPermittedSubclasses()));
        Map<Class<?>, Integer> actions = new HashMap<>();
        for (long seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            SmtpSession.Step step = SmtpSession.open(rules(random), Optional.of(SmtpTranscript.TLS).filter(tls -> random.nextBoolean()),
                    SmtpTranscript.OPENED);
            for (int i = 0; i < 120 && step.session().awaits() != SmtpSession.Awaits.NOTHING; i++) {
                SmtpInput input = input(random, step);
                step = standing(input, step, step.session().on(input));
                states.remove(step.session().getClass());
                step.actions().forEach(action -> actions.merge(action.getClass(), 1, Integer::sum));
            }
        }
        assertThat(states).isEmpty();
        assertThat(actions.get(SmtpAction.StoreMessage.class)).isGreaterThan(500);
    }

    @Property(tries = 1000)
    void anyOctetsGetReplies(@ForAll long seed) {
        Random random = new Random(seed);
        Optional<TlsLayer> tls = random.nextBoolean() ? Optional.of(SmtpTranscript.TLS) : Optional.empty();
        SmtpTranscript transcript = new SmtpTranscript(rules(random), tls).inPiecesOf(1 + random.nextInt(100));
        for (int i = 0; i < 60 && transcript.session().awaits() != SmtpSession.Awaits.NOTHING; i++) {
            if (transcript.session() instanceof AwaitingTls) {
                transcript.take(new SmtpInput.TlsEstablished(SmtpTranscript.TLS));
            }
            transcript.receive((line(random, transcript.session()) + (random.nextInt(20) == 0 ? "\n" : "\r\n")).getBytes(StandardCharsets.ISO_8859_1));
        }
        assertThat(transcript.everythingSaid()).allSatisfy(line -> assertThat(line).matches("[2-5]\\d\\d[ -][ -~]*"));
        assertThat(transcript.stored()).allSatisfy(envelope -> assertThat(envelope.recipients()).isNotEmpty());
    }

    @Test
    void whatIsNotAwaitedIsABugOfTheCaller() {
        Map<SmtpSession.Awaits, SmtpSession> states = new HashMap<>();
        for (long seed = 0; states.size() < SmtpSession.Awaits.values().length; seed++) {
            Random random = new Random(seed);
            SmtpSession.Step step = SmtpSession.open(rules(random), Optional.of(SmtpTranscript.TLS), SmtpTranscript.OPENED);
            states.putIfAbsent(step.session().awaits(), step.session());
            for (int i = 0; i < 100 && step.session().awaits() != SmtpSession.Awaits.NOTHING; i++) {
                SmtpInput input = input(random, step);
                step = standing(input, step, step.session().on(input));
                states.putIfAbsent(step.session().awaits(), step.session());
            }
        }
        states.forEach((awaits, state) -> {
            if (awaits != SmtpSession.Awaits.COMMAND) {
                refuses(state, new SmtpInput.CommandLine(new SmtpCommand.Noop(), false));
            }
            if (awaits != SmtpSession.Awaits.AUTH_RESPONSE) {
                refuses(state, new SmtpInput.AuthResponse("*"));
            }
            if (awaits != SmtpSession.Awaits.CONTENT) {
                refuses(state, new SmtpInput.DataComplete(1));
            }
            if (awaits != SmtpSession.Awaits.CHUNK) {
                refuses(state, new SmtpInput.ChunkComplete());
            }
            if (awaits != SmtpSession.Awaits.ANSWER) {
                refuses(state, new SmtpInput.Permitted());
                refuses(state, new SmtpInput.MessageStored("Q1"));
                refuses(state, new SmtpInput.QueueFlushed(Replies.OK));
                refuses(state, new SmtpInput.TlsEstablished(SmtpTranscript.TLS));
            }
        });
    }

    /** What was asked is still asked when nothing but the host's going down has come since. */
    private static SmtpSession.Step standing(SmtpInput input, SmtpSession.Step before, SmtpSession.Step after) {
        boolean goesOn = input instanceof SmtpInput.Draining && after.session().awaits() != SmtpSession.Awaits.NOTHING;
        if (goesOn) {
            assertThat(after.actions()).isEmpty();
        }
        return goesOn ? new SmtpSession.Step(after.session(), before.actions()) : after;
    }

    private static void refuses(SmtpSession state, SmtpInput input) {
        assertThatThrownBy(() -> state.on(input)).as("%s in %s", input, state).isInstanceOf(IllegalStateException.class);
    }

    private static void check(SmtpSession.Step step, SmtpRules rules) {
        SmtpSession session = step.session();
        SmtpAction question = null;
        for (SmtpAction action : step.actions()) {
            assertThat(question).as("nothing follows a question: %s", step).isNull();
            if (action instanceof SmtpAction.Say say) {
                assertThat(rules.knows(ServiceExtension.ENHANCED_STATUS_CODES) || say.reply().status().isEmpty()).isTrue();
                assertThat(say.reply().code() != 354 || session.awaits() == SmtpSession.Awaits.CONTENT).isTrue();
                assertThat(say.reply().code() != 421 || session.awaits() == SmtpSession.Awaits.NOTHING).isTrue();
            } else if (action instanceof SmtpAction.StoreMessage store) {
                assertThat(store.envelope().recipients()).isNotEmpty();
                mayStore(store.envelope(), rules);
            } else if (action instanceof SmtpAction.ConsultOnMail) {
                assertThat(rules.authOffer() != AuthOffer.REQUIRED || session.account().isPresent()).isTrue();
            } else if (action instanceof SmtpAction.CheckCredentials || action instanceof SmtpAction.AwaitAuthResponse) {
                assertThat(session.secured()).isTrue();
                assertThat(rules.authOffer()).isNotEqualTo(AuthOffer.NONE);
            } else if (action instanceof SmtpAction.StartTls) {
                assertThat(rules.tlsOffer()).isEqualTo(TlsOffer.STARTTLS);
                assertThat(session.secured()).isFalse();
            } else if (action instanceof SmtpAction.AssumeClient) {
                assertThat(rules.knows(ServiceExtension.XCLIENT)).isTrue();
            } else if (action instanceof SmtpAction.ReceiveChunk chunk) {
                assertThat(chunk.octets()).isLessThanOrEqualTo(rules.limits().messageOctets());
            }
            if (!isStatement(action)) {
                question = action;
            }
        }
        assertThat(session.awaits()).as("%s", step).isEqualTo(awaitedAfter(question));
        assertThat(session.badCommands()).isLessThanOrEqualTo(rules.limits().badCommands());
    }

    private static void mayStore(Envelope envelope, SmtpRules rules) {
        assertThat(envelope.recipients()).hasSizeLessThanOrEqualTo(rules.limits().recipients());
        assertThat(rules.authOffer() != AuthOffer.REQUIRED || envelope.account().isPresent()).isTrue();
        assertThat(envelope.parameters().utf8() && !rules.knows(ServiceExtension.SMTPUTF8)).isFalse();
        assertThat(envelope.parameters().futureRelease().isPresent() && envelope.account().isEmpty()).isFalse();
        assertThat(envelope.account().isPresent()
                || envelope.parameters().priority().orElse(-9) <= rules.limits().strangersPriority()).isTrue();
        assertThat(envelope.parameters().utf8() || envelope.recipients().stream().noneMatch(each -> each.forwardPath().needsUtf8())).isTrue();
    }

    private static boolean isStatement(SmtpAction action) {
        return action instanceof SmtpAction.Say || action instanceof SmtpAction.AssumeClient || action instanceof SmtpAction.DropContent;
    }

    private static SmtpSession.Awaits awaitedAfter(SmtpAction question) {
        if (question == null) {
            return SmtpSession.Awaits.COMMAND;
        }
        if (question instanceof SmtpAction.Close) {
            return SmtpSession.Awaits.NOTHING;
        }
        if (question instanceof SmtpAction.AwaitAuthResponse) {
            return SmtpSession.Awaits.AUTH_RESPONSE;
        }
        if (question instanceof SmtpAction.ReceiveData) {
            return SmtpSession.Awaits.CONTENT;
        }
        return question instanceof SmtpAction.ReceiveChunk || question instanceof SmtpAction.DiscardChunk
                ? SmtpSession.Awaits.CHUNK : SmtpSession.Awaits.ANSWER;
    }

    private static SmtpRules rules(Random random) {
        Set<ServiceExtension> extensions = EnumSet.allOf(ServiceExtension.class);       // has an order: a seed is the same everywhere
        if (random.nextBoolean()) {
            extensions.removeIf(each -> random.nextInt(4) == 0);
        }
        SmtpLimits limits = new SmtpLimits(65_536, 100, 1 + random.nextInt(10), 1 + random.nextInt(40), random.nextInt(60),
                SmtpLimits.DEFAULT.longestHold(), SmtpLimits.DEFAULT.shortestDeliverBy(), random.nextInt(19) - 9);
        return new SmtpRules("mx.example.org", pick(random, Role.values()), pick(random, TlsOffer.values()),
                pick(random, AuthOffer.values()), extensions, limits, random.nextBoolean() ? List.of(SaslMechanism.values())
                        : List.of(SaslMechanism.PLAIN, SaslMechanism.LOGIN));
    }

    private static SmtpInput input(Random random, SmtpSession.Step step) {
        if (random.nextInt(300) == 0) {
            return new SmtpInput.Interrupted(Replies.TIMEOUT);
        }
        if (random.nextInt(100) == 0) {
            return new SmtpInput.Draining();
        }
        boolean followed = random.nextInt(60) == 0;
        return switch (step.session().awaits()) {
            case COMMAND -> SmtpCommandParser.parse(new LineFramer.Line.Whole(line(random, step.session())), followed);
            case AUTH_RESPONSE -> random.nextInt(10) == 0 ? SmtpCommandParser.lineTooLong()
                    : new SmtpInput.AuthResponse(RESPONSES.get(random.nextInt(RESPONSES.size())), followed);
            case CONTENT -> random.nextBoolean() ? new SmtpInput.DataComplete(10) : new SmtpInput.DataRefused(refusal(random));
            case CHUNK -> random.nextInt(4) > 0 ? new SmtpInput.ChunkComplete() : new SmtpInput.ChunkRefused(refusal(random));
            case ANSWER -> answer(random, step.actions().get(step.actions().size() - 1));
            case NOTHING -> throw new AssertionError(step);
        };
    }

    private static SmtpInput answer(Random random, SmtpAction question) {
        boolean good = random.nextInt(8) > 0;
        if (question instanceof SmtpAction.Consult) {
            return good ? new SmtpInput.Permitted() : new SmtpInput.Forbidden(refusal(random), random.nextInt(4) == 0);
        }
        if (question instanceof SmtpAction.CheckCredentials check) {
            return new SmtpInput.CredentialsChecked(check.question() instanceof SaslQuestion.KeysWanted ? SaslDesk.answer(check.question())
                    : good ? new SaslAnswer.Granted("jones")
                    : new SaslAnswer.Denied(pick(random, SaslAnswer.Denial.values())));
        }
        if (question instanceof SmtpAction.CheckRecipient) {
            return good ? new SmtpInput.RecipientAccepted(new SmtpTranscript.LocalMailbox("a"))
                    : new SmtpInput.RecipientRefused(refusal(random));
        }
        if (question instanceof SmtpAction.StoreMessage) {
            return good ? new SmtpInput.MessageStored("Q1") : new SmtpInput.MessageNotStored(refusal(random));
        }
        if (question instanceof SmtpAction.FlushQueue) {
            return new SmtpInput.QueueFlushed(good ? Replies.OK : refusal(random));
        }
        assertThat(question).isInstanceOf(SmtpAction.StartTls.class);
        return new SmtpInput.TlsEstablished(SmtpTranscript.TLS);
    }

    private static Reply refusal(Random random) {
        return REFUSALS.get(random.nextInt(REFUSALS.size()));
    }

    /** A command, often one that leads on; sometimes with an octet that does not belong there. */
    private static String line(Random random, SmtpSession session) {
        if (random.nextInt(3) > 0) {
            return leadingOn(random, session);
        }
        String line = LINES.get(random.nextInt(LINES.size()));
        if (random.nextInt(6) > 0) {
            return line;
        }
        int at = random.nextInt(line.length() + 1);
        char octet = (char) random.nextInt(256);
        String rest = line.substring(Math.min(line.length(), at + random.nextInt(2)));
        return octet == '\r' || octet == '\n' ? line : line.substring(0, at) + octet + rest;
    }

    private static String leadingOn(Random random, SmtpSession reached) {
        SmtpSession session = reached instanceof ShuttingDown down ? down.state() : reached;
        if (session instanceof Connected) {
            return session.rules().role() == Role.LMTP ? "LHLO a" : "EHLO a";
        }
        if (session instanceof Greeted) {
            boolean known = session.account().isPresent() || session.rules().authOffer() == AuthOffer.NONE;
            return known || random.nextInt(3) == 0 ? "MAIL FROM:<a@example.com>"
                    : session.secured() ? "AUTH PLAIN AGpvbmVzAHNlY3JldA==" : "STARTTLS";
        }
        if (session instanceof Addressing) {
            return pick(random, new String[] {"RCPT TO:<jones@example.org>", "RCPT TO:<smith@example.org>", "DATA", "BDAT 5", "BDAT 5 LAST"});
        }
        return session instanceof Chunking ? pick(random, new String[] {"BDAT 5", "BDAT 0 LAST"}) : "NOOP";
    }

    private static <T> T pick(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }
}
