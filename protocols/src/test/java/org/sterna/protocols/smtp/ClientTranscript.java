package org.sterna.protocols.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Conversations with a scripted server. {@code S:} a reply comes (its lines divided by {@code |}), {@code C:} the
 * client sends, {@code A:} another action, {@code R:} the fate of a recipient, {@code T:} another input.
 */
final class ClientTranscript {
    private ClientTranscript() {}

    static void play(ClientPlan plan, String transcript) {
        SmtpClientSession session = SmtpClientSession.open(plan);
        Deque<String> done = new ArrayDeque<>();
        for (String line : transcript.lines().filter(l -> !l.isBlank()).toList()) {
            if (line.startsWith("S:") || line.startsWith("T:")) {
                assertThat(done).as("before " + line).isEmpty();
                SmtpClientSession.Step step = session.on(input(line));
                session = step.session();
                step.actions().forEach(action -> describe(action).lines().forEach(done::add));
            } else {
                assertThat(done.isEmpty() ? "(nothing)" : done.poll()).startsWith(line);
            }
        }
        assertThat(done).isEmpty();
    }

    private static ClientInput input(String line) {
        String text = line.substring(3);
        if (line.startsWith("T:")) {
            return switch (text) {
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
        for (String part : text.split("\\|")) {
            parsed = parser.next(new LineFramer.Line.Whole(part));
        }
        return new ClientInput.ReplyReceived(((ReplyParser.Parsed.Whole) parsed).reply());
    }

    private static String describe(ClientAction action) {
        if (action instanceof ClientAction.Send send) {
            return "C: " + send.line().strip().replace("\r\n", "\nC: ");
        }
        if (action instanceof ClientAction.RecipientLeft left) {
            return "R: " + left.forwardPath().toString().replaceFirst("@.*", "") + " left";
        }
        if (action instanceof ClientAction.RecipientOutcome fate) {
            String name = fate.forwardPath().toString().replaceFirst("@.*", "");
            Outcome outcome = fate.outcome();
            String detail = outcome instanceof Outcome.Failed failed ? failed.status().toString()
                    : outcome instanceof Outcome.Deferred deferred ? deferred.status().toString()
                    : outcome instanceof Outcome.Relayed relayed ? relayed.reply() + " " + relayed.promises().stream().sorted().toList() : "";
            return "R: " + name + " " + outcome.getClass().getSimpleName() + " " + detail;
        }
        if (action instanceof ClientAction.SendContent content && content.framing() == ClientAction.Framing.BDAT) {
            return "A: SendContent BDAT";
        }
        return "A: " + action.getClass().getSimpleName();
    }
}
