package org.sterna.platform.node;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.QueueEvent.Addressee;
import org.sterna.persistence.session.SessionEvent;
import org.sterna.protocols.trust.AuthenticationResults;

/** The life of a message, for people and for programs. */
final class TraceText {
    private static final Pattern RECEIVED = field("Received");
    private static final Pattern CHECKED = field(AuthenticationResults.FIELD);
    private static final String GONE = "nothing is kept of it any more (sterna.intake.ttl)";

    private TraceText() { }

    static String print(TracedMessage message) {
        return String.join("\n", lines(message));
    }

    private static List<String> lines(TracedMessage message) {
        List<String> lines = new ArrayList<>();
        lines.add("message " + message.id());
        Optional<QueueEvent.MessageAccepted> found = message.accepted();
        if (found.isEmpty()) {
            lines.add("  " + GONE);
            return lines;
        }
        QueueEvent.MessageAccepted accepted = found.get();
        lines.add("  " + accepted.at() + "  accepted from <" + Printable.text(accepted.reversePath()) + ">, " + accepted.octets().size() + " octets"
                + accepted.messageId().map(id -> ", Message-ID " + Printable.text(id)).orElse(""));
        accepted.session().ifPresent(session -> lines.add("    session " + session + ": " + (message.session().isEmpty()
                ? "nothing is kept of it any more (sterna.session-log.ttl)" : session(message.session()))));
        received(accepted).ifPresent(received -> lines.add("    " + received));
        checked(accepted).ifPresent(checked -> lines.add("    " + checked));
        accepted.reportOf().ifPresent(about -> lines.add("    is a report about message " + about + message.about().map(TraceText::summary).orElse("")));
        recipients(message, lines);
        for (QueueEvent event : message.events()) {
            if (QueueEventText.recipients(event).isEmpty() && !(event instanceof QueueEvent.MessageAccepted)) {
                Map<String, Object> line = QueueEventText.describe(event);
                lines.add(("  " + line.get("at") + "  " + line.get("event") + "  " + line.get("detail")).stripTrailing());
            }
        }
        lines.add("  now: " + message.now().text());
        message.reports().forEach(report -> lines(report).forEach(line -> lines.add("  | " + line)));
        return lines;
    }

    private static void recipients(TracedMessage message, List<String> lines) {
        List<Addressee> recipients = addressees(message.events());
        for (int i = 0; i < recipients.size(); i++) {
            int recipient = i;
            lines.add("  <" + Printable.text(recipients.get(i).forwardPath()) + ">" + named(recipients.get(i)));
            List<QueueEvent> about = message.events().stream().filter(event -> QueueEventText.recipients(event).contains(recipient)).toList();
            about.forEach(event -> lines.add("    " + QueueEventText.forRecipient(event)));
            if (about.isEmpty()) {
                lines.add("    not tried yet");
            }
        }
    }

    private static String named(Addressee recipient) {
        return recipient.parameters().originalRecipient().map(original -> original.address())
                .filter(original -> !original.equalsIgnoreCase(recipient.forwardPath()))
                .map(original -> ", named as " + Printable.text(original)).orElse("");
    }

    /** Those of the acceptance, and what was made of them later. */
    private static List<Addressee> addressees(List<QueueEvent> events) {
        List<Addressee> all = new ArrayList<>();
        for (QueueEvent event : events) {
            if (event instanceof QueueEvent.MessageAccepted accepted) {
                all.addAll(accepted.recipients());
            } else if (event instanceof QueueEvent.RecipientExpanded expanded) {
                all.addAll(expanded.recipients());
            }
        }
        return all;
    }

    private static String summary(TracedMessage about) {
        return about.accepted().map(accepted -> ", from <" + Printable.text(accepted.reversePath()) + "> to "
                + Printable.paths(accepted.recipients().stream().map(Addressee::forwardPath).limit(3).toList())
                + (accepted.recipients().size() > 3 ? " and more" : "") + " at " + accepted.at()).orElse(", of which " + GONE);
    }

    /** Client, TLS and account. */
    private static String session(List<SessionEvent> events) {
        List<String> words = new ArrayList<>();
        for (SessionEvent event : events) {
            if (event instanceof SessionEvent.Opened opened) {
                words.add(opened.service() + " from " + opened.remote());
            } else if (event instanceof SessionEvent.ClientAssumed assumed) {
                words.add("for " + assumed.remote());
            } else if (event instanceof SessionEvent.Secured secured) {
                words.add(secured.protocol() + " " + secured.cipherSuite());
            } else if (event instanceof SessionEvent.Authenticated authenticated) {
                words.add("account " + authenticated.account() + authenticated.by().map(by -> " by " + by).orElse(""));
            }
        }
        return Printable.text(String.join(", ", words));
    }

    /** The trace field we put in front: it has what the client called itself (RFC 5321 section 4.4). */
    private static Optional<String> received(QueueEvent.MessageAccepted accepted) {
        return ours(accepted, RECEIVED);
    }

    /** What was found out about it when it came. */
    private static Optional<String> checked(QueueEvent.MessageAccepted accepted) {
        return ours(accepted, CHECKED);
    }

    private static Optional<String> ours(QueueEvent.MessageAccepted accepted, Pattern field) {
        Matcher matcher = field.matcher(new String(accepted.prefix(), StandardCharsets.UTF_8));
        return matcher.find() ? Optional.of(Printable.text(matcher.group().replaceAll("\\s+", " ").strip())) : Optional.empty();
    }

    private static Pattern field(String name) {
        return Pattern.compile("(?im)^" + name + ":[^\\r\\n]*(?:\\r?\\n[ \\t][^\\r\\n]*)*");
    }

    static Map<String, Object> fields(TracedMessage message) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", message.id());
        fields.put("gone", message.events().isEmpty());
        message.accepted().ifPresent(accepted -> {
            fields.put("accepted", accepted.at());
            fields.put("sender", accepted.reversePath());
            fields.put("octets", accepted.octets().size());
            fields.put("messageId", accepted.messageId().orElse(""));
            fields.put("account", accepted.account().orElse(""));
            fields.put("session", accepted.session().map(Object::toString).orElse(""));
            fields.put("sessionEvents", message.session().stream().map(SessionAdmin::describe).toList());
            fields.put("received", received(accepted).orElse(""));
            fields.put("checked", checked(accepted).orElse(""));
            fields.put("reportOf", accepted.reportOf().map(Object::toString).orElse(""));
        });
        fields.put("recipients", recipients(message));
        fields.put("events", message.events().stream().map(QueueEventText::describe).toList());
        fields.put("now", now(message.now()));
        fields.put("reports", message.reports().stream().map(TraceText::fields).toList());
        return fields;
    }

    private static List<Map<String, Object>> recipients(TracedMessage message) {
        List<Map<String, Object>> recipients = new ArrayList<>();
        List<Addressee> addressees = addressees(message.events());
        for (int i = 0; i < addressees.size(); i++) {
            int recipient = i;
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("address", addressees.get(i).forwardPath());
            fields.put("events", message.events().stream().filter(event -> QueueEventText.recipients(event).contains(recipient))
                    .map(QueueEventText::describe).toList());
            recipients.add(fields);
        }
        return recipients;
    }

    private static Map<String, Object> now(Whereabouts now) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("place", now.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        if (now instanceof Whereabouts.Waiting waiting) {
            fields.put("slice", waiting.slice());
            fields.put("waiting", QueueText.fields(waiting.message(), false));
        }
        fields.put("text", now.text());
        return fields;
    }
}
