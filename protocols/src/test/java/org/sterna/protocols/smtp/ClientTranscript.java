package org.sterna.protocols.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Conversations with a scripted server. {@code S:} a reply comes (its lines divided by {@code |}), {@code C:} the
 * client sends, {@code A:} another action, {@code R:} the fate of a recipient, {@code T:} another input; {@code T: plan} begins a
 * transaction.
 */
final class ClientTranscript {
    private ClientTranscript() {}

    static void play(ClientRules rules, ClientPlan plan, String transcript) {
        play(SmtpClientSession.open(rules), plan, transcript);
    }

    static void play(SmtpClientSession start, ClientPlan plan, String transcript) {
        SmtpClientSession session = start;
        Deque<String> done = new ArrayDeque<>();
        for (String line : transcript.lines().filter(l -> !l.isBlank()).toList()) {
            if (line.startsWith("S:") || line.startsWith("T:")) {
                assertThat(done).as("before " + line).isEmpty();
                SmtpClientSession.Step step = session.on(input(line, plan));
                session = step.session();
                step.actions().forEach(action -> describe(action).lines().forEach(done::add));
            } else {
                assertThat(done.isEmpty() ? "(nothing)" : done.poll()).as("among " + done).startsWith(line);
            }
        }
        assertThat(done).isEmpty();
    }

    private static ClientInput input(String line, ClientPlan plan) {
        String text = line.substring(3);
        if (line.startsWith("T:")) {
            return switch (text) {
                case "plan" -> new ClientInput.Transaction(plan);
                case "leave" -> new ClientInput.Leave();
                case "chunk" -> new ClientInput.ChunkSent();
                case "sent" -> new ClientInput.ContentSent();
                case "lost" -> new ClientInput.ConnectionLost("reset");
                case "timeout" -> new ClientInput.TimedOut();
                case "tls" -> new ClientInput.TlsEstablished(SmtpTranscript.TLS);
                case "tls failed" -> new ClientInput.TlsFailed("bad record");
                default -> throw new AssertionError(line);
            };
        }
        ReplyParser parser = new ReplyParser();
        ReplyParser.Parsed parsed = new ReplyParser.Parsed.Continues();
        for (String part : List.of(text.split("\\|"))) {
            parsed = parser.next(new LineFramer.Line.Whole(part));
        }
        return new ClientInput.ReplyReceived(((ReplyParser.Parsed.Whole) parsed).reply());
    }

    private static String describe(ClientAction action) {
        if (action instanceof ClientAction.Send send) {
            return "C: " + send.line().stripTrailing().replace("\r\n", "\nC: ");
        }
        if (action instanceof ClientAction.RecipientLeft left) {
            return "R: " + name(left.forwardPath().toString()) + " left";
        }
        if (action instanceof ClientAction.RecipientOutcome fate) {
            return "R: " + name(fate.forwardPath().toString()) + " " + describe(fate.outcome());
        }
        if (action instanceof ClientAction.Unusable unusable) {
            return "A: Unusable " + describe(unusable.outcome());
        }
        if (action instanceof ClientAction.TransactionEnded ended) {
            return "A: Ended" + (ended.reusable() ? " reusable" : " for good");
        }
        if (action instanceof ClientAction.SendContent content && content.framing() == ClientAction.Framing.BDAT) {
            return "A: SendContent BDAT";
        }
        return "A: " + action.getClass().getSimpleName();
    }

    private static String describe(Outcome outcome) {
        String detail = outcome instanceof Outcome.Failed failed ? failed.status().toString()
                : outcome instanceof Outcome.Deferred deferred ? deferred.status().toString()
                : outcome instanceof Outcome.Ambiguous ambiguous ? Long.toString(ambiguous.octets())
                : outcome instanceof Outcome.Relayed relayed ? relayed.reply() + " " + relayed.promises().stream().sorted().toList() : "";
        return outcome.getClass().getSimpleName() + " " + detail;
    }

    private static String name(String path) {
        return path.replaceFirst("@.*", "");
    }
}
