package org.sterna.protocols.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.sasl.Secret;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.Demand;
import org.sterna.protocols.smtp.parameter.DsnRequest;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/** Servers that say anything at any time, and a caller that does what it may: each recipient gets one fate, whatever happens. */
class ClientSessionFuzzTest {
    private static final List<Reply> REPLIES = List.of(Reply.plain(220, "mx"), Reply.plain(250, "mx"), Reply.of(250, "2.0.0", "OK"),
            Reply.plain(235, "in"), Reply.plain(334, ""), Reply.plain(334, "!"), Reply.plain(354, "go"), Reply.plain(354, "go"),
            Reply.of(452, "4.5.3", "too many"), Reply.plain(452, "too many"), Reply.of(450, "4.2.1", "busy"), Reply.of(550, "5.1.1", "no"),
            Reply.plain(521, "no mail"), Reply.of(503, "5.5.1", "what"), Reply.plain(251, "elsewhere"), Reply.of(421, "4.3.2", "bye"));
    private static final List<String> OFFERS = List.of("PIPELINING", "PIPELINING", "STARTTLS", "AUTH PLAIN LOGIN SCRAM-SHA-256", "CHUNKING", "BINARYMIME",
            "8BITMIME", "SIZE 2000", "DSN", "LIMITS RCPTMAX=2", "LIMITS MAILMAX=2", "REQUIRETLS");

    /** What the caller of a session knows, and what it checks. */
    private static final class Caller {
        private final Set<ForwardPath> waiting = new HashSet<>();
        private SmtpClientSession session;
        private ClientAction.Framing framing = ClientAction.Framing.DATA;
        private boolean ready;
        private boolean sending;
        private boolean running;
        private boolean unusable;
        private boolean last;
        private boolean closed;
        private int relayed;

        private Caller(SmtpClientSession session) {
            this.session = session;
        }

        private void give(ClientInput input) {
            SmtpClientSession.Step step = session.on(input);
            assertThat(session.on(input)).as("a value gives the same step again").isEqualTo(step);
            session = step.session();
            for (ClientAction action : step.actions()) {
                assertThat(ready && action != step.actions().get(0)).as("Ready comes last: %s", step).isFalse();
                take(action);
            }
        }

        private void take(ClientAction action) {
            if (action instanceof ClientAction.Ready) {
                assertThat(running || unusable || last || closed).as("ready").isFalse();
                ready = true;
            } else if (action instanceof ClientAction.RecipientOutcome fate) {
                assertThat(waiting.remove(fate.forwardPath())).as("one fate, and not without a transaction: %s", fate).isTrue();
                relayed += fate.outcome() instanceof Outcome.Relayed ? 1 : 0;
            } else if (action instanceof ClientAction.RecipientLeft left) {
                assertThat(waiting.remove(left.forwardPath())).as("one fate, and not without a transaction: %s", left).isTrue();
            } else if (action instanceof ClientAction.TransactionEnded ended) {
                assertThat(running).isTrue();
                assertThat(waiting).as("all fates are told").isEmpty();
                running = false;
                sending = false;
                last = !ended.reusable();
            } else if (action instanceof ClientAction.Unusable) {
                assertThat(running || unusable || last).as("unusable").isFalse();
                unusable = true;
                ready = false;
            } else if (action instanceof ClientAction.SendContent content) {
                assertThat(running).isTrue();
                assertThat(waiting).containsExactlyInAnyOrderElementsOf(content.accepted()).isNotEmpty();
                sending = true;
                framing = content.framing();
            } else if (action instanceof ClientAction.Close) {
                closed = true;
                sending = false;
                ready = false;
            } else if (action instanceof ClientAction.Send send) {
                assertThat(closed).isFalse();
                assertThat(send.line()).endsWith("\r\n");
                assertThat(sending).as("nothing is sent into the content: %s", send).isFalse();
            }
        }

        private void begin(ClientPlan plan) {
            ready = false;
            running = true;
            waiting.addAll(plan.forwardPaths());
            give(new ClientInput.Transaction(plan));
        }
    }

    @Property(tries = 3000)
    void everyRecipientGetsOneFate(@ForAll long seed) {
        Caller caller = run(new Random(seed));
        assertThat(caller.waiting).as("after the end nobody waits").isEmpty();
        assertThat(caller.running).isFalse();
    }

    @Test
    void theFuzzGoesEverywhere() {
        Set<Class<?>> states = new HashSet<>();
        int relayed = 0;
        for (long seed = 0; seed < 4000; seed++) {
            relayed += run(new Random(seed), states).relayed;
        }
        List<Class<?>> all = new ArrayList<>();
        for (Class<?> kind : ClientState.class.getPermittedSubclasses()) {
            all.addAll(List.of(kind.getPermittedSubclasses()));
        }
        assertThat(states).containsExactlyInAnyOrderElementsOf(all);
        assertThat(relayed).isGreaterThan(1000);
    }

    /** Also a caller that does what it may not does no harm but to itself. */
    @Property(tries = 1000)
    void anyInputIsTakenInAnyState(@ForAll long seed) {
        Random random = new Random(seed);
        SmtpClientSession session = SmtpClientSession.open(rules(random));
        for (int i = 0; i < 60; i++) {
            session = session.on(switch (random.nextInt(14)) {
                case 0 -> new ClientInput.TlsEstablished(SmtpTranscript.TLS);
                case 1 -> new ClientInput.TlsFailed("bad record");
                case 2 -> new ClientInput.ChunkSent();
                case 3 -> new ClientInput.ContentSent();
                case 4 -> random.nextInt(10) > 0 ? new ClientInput.ChunkSent() : new ClientInput.ConnectionLost("reset");
                case 5 -> random.nextInt(10) > 0 ? new ClientInput.ContentSent() : new ClientInput.TimedOut();
                case 6 -> random.nextInt(10) > 0 ? new ClientInput.Transaction(plan(random)) : new ClientInput.Leave();
                case 7 -> new ClientInput.Transaction(plan(random));
                default -> new ClientInput.ReplyReceived(reply(random, session));
            }).session();
        }
        assertThat(session.on(new ClientInput.ConnectionLost("reset")).session()).isInstanceOf(Finished.class);
    }

    private static Caller run(Random random) {
        return run(random, new HashSet<>());
    }

    private static Caller run(Random random, Set<Class<?>> states) {
        Caller caller = new Caller(SmtpClientSession.open(rules(random)));
        for (int i = 0; i < 80; i++) {
            states.add(caller.session.getClass());
            step(caller, random);
        }
        caller.give(new ClientInput.ConnectionLost("reset"));
        states.add(caller.session.getClass());
        return caller;
    }

    private static void step(Caller caller, Random random) {
        int dice = random.nextInt(100);
        if (dice == 0) {
            caller.give(new ClientInput.ConnectionLost("reset"));
        } else if (dice == 1) {
            caller.give(new ClientInput.TimedOut());
        } else if (dice == 2) {
            caller.ready = false;
            caller.last |= caller.session instanceof AwaitingTransaction || caller.session instanceof Resetting || caller.session instanceof Abandoning;
            caller.give(new ClientInput.Leave());
        } else if (caller.session instanceof UpgradingTls && dice < 90) {
            caller.give(dice < 80 ? new ClientInput.TlsEstablished(SmtpTranscript.TLS) : new ClientInput.TlsFailed("bad record"));
        } else if (caller.sending && dice < 92) {
            boolean chunk = caller.framing == ClientAction.Framing.BDAT && dice < 30;
            caller.sending = chunk;
            caller.give(chunk ? new ClientInput.ChunkSent() : new ClientInput.ContentSent());
        } else if (caller.ready && dice < 90) {
            caller.begin(plan(random));
        } else {
            caller.give(new ClientInput.ReplyReceived(reply(random, caller.session)));
        }
    }

    /** Often one that leads on. */
    private static Reply reply(Random random, SmtpClientSession session) {
        if (random.nextInt(8) == 0) {
            return REPLIES.get(random.nextInt(REPLIES.size()));
        }
        if (session instanceof AwaitingHello) {
            List<String> lines = new ArrayList<>(List.of("mx"));
            OFFERS.stream().filter(offer -> random.nextInt(3) > 0).forEach(lines::add);
            return new Reply(250, Optional.empty(), lines);
        }
        boolean goes = session instanceof AwaitingStartInput || session instanceof Abandoning && random.nextBoolean();
        return session instanceof AwaitingGreeting || session instanceof AwaitingTlsReply ? Reply.plain(220, "mx")
                : session instanceof AwaitingAuthReply ? Reply.plain(random.nextBoolean() ? 235 : 334, "")
                : Reply.plain(goes ? 354 : 250, "OK");
    }

    private static ClientRules rules(Random random) {
        Optional<ClientCredentials> credentials = random.nextInt(3) > 0 ? Optional.empty()
                : Optional.of(random.nextBoolean() ? ClientCredentials.Password.of("user", Secret.of("pencil"))
                        : new ClientCredentials.Password("user", Secret.of("pencil"), ClientCredentials.Password.of("u", Secret.of("p")).mechanisms(), true));
        ClientRules.TlsLevel[] levels = ClientRules.TlsLevel.values();
        return new ClientRules("mx.example.org", random.nextInt(3) > 0 ? ClientRules.Protocol.SMTP : ClientRules.Protocol.LMTP,
                levels[random.nextInt(levels.length)], random.nextInt(4) == 0, credentials);
    }

    private static ClientPlan plan(Random random) {
        List<ClientPlan.Recipient> recipients = IntStream.rangeClosed(1, 1 + random.nextInt(4)).mapToObj(i ->
                new ClientPlan.Recipient(ForwardPath.parse("<r" + i + "@example.net>").orElseThrow(), RcptParameters.NONE)).toList();
        BodyType[] bodies = BodyType.values();
        MailParameters parameters = new MailParameters(OptionalLong.empty(), bodies[random.nextInt(bodies.length)],
                random.nextInt(5) == 0 ? Set.of(Demand.REQUIRETLS) : Set.of(), DsnRequest.NONE, Optional.empty(), Optional.empty(), OptionalInt.empty());
        return new ClientPlan(ReversePath.parse("<smith@example.org>").orElseThrow(), recipients, random.nextInt(3000), parameters,
                random.nextInt(5) == 0 ? ClientPlan.Purpose.ASK : ClientPlan.Purpose.SEND, random.nextBoolean());
    }
}
