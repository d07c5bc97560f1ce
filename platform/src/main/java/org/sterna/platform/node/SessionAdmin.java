package org.sterna.platform.node;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.identity.SessionId;
import org.sterna.persistence.lease.cassandra.CassandraLeases.LeaseRow;
import org.sterna.persistence.session.Session;
import org.sterna.persistence.session.SessionEvent;
import org.sterna.platform.admin.AdminResult;

/** What connections did, present and past. */
final class SessionAdmin {
    private static final Duration DEFAULT_SINCE = Duration.ofHours(24);
    private static final int MOST = 1000;

    private final Node node;

    SessionAdmin(Node node) {
        this.node = node;
    }

    CompletionStage<AdminResult> handle(List<String> command) {
        boolean json = command.contains("--json");
        if (command.get(1).equals("list")) {
            return list(option(command, "--account"), option(command, "--since").map(Instant::parse), json);
        }
        if (command.get(1).equals("show")) {
            Optional<SessionId> id = SessionId.parse(command.get(2));
            return id.isPresent() ? show(id.get(), json)
                    : CompletableFuture.completedFuture(AdminResult.refused("'" + command.get(2) + "' is no session id; ./sterna session list shows them"));
        }
        return CompletableFuture.completedFuture(AdminResult.refused("this node does not know the command session " + command.get(1)));
    }

    private static Optional<String> option(List<String> command, String name) {
        int at = command.indexOf(name);
        return at < 0 ? Optional.empty() : Optional.of(command.get(at + 1));
    }

    private CompletionStage<AdminResult> list(Optional<String> account, Optional<Instant> since, boolean json) {
        Instant from = since.orElse(node.clock().instant().minus(DEFAULT_SINCE));
        return node.leases().readAll().thenCompose(rows -> node.sessionLog().list(account, from,
                rows.stream().map(LeaseRow::incarnation).toList(), MOST)).thenApply(sessions -> {
                    if (json) {
                        return AdminResult.done(Json.write(sessions.stream().map(SessionAdmin::fields).toList()));
                    }
                    StringBuilder out = new StringBuilder();
                    for (int i = sessions.size() - 1; i >= 0; i--) {
                        Session each = sessions.get(i);
                        out.append(out.isEmpty() ? "" : "\n").append(each.id()).append("  ").append(each.opened()).append("  ").append(each.service())
                                .append("  ").append(each.remote()).append(each.secured() ? "  TLS" : "").append(each.account().map(name -> "  " + name).orElse("")).append(each.by().map(name -> " by " + name).orElse(""))
                                .append("  ").append(each.messages()).append(" messages  ").append(each.ended().orElse("open"));
                    }
                    return AdminResult.done(out.toString());
                });
    }

    private static Map<String, Object> fields(Session session) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", session.id());
        fields.put("opened", session.opened());
        fields.put("service", session.service());
        fields.put("remote", session.remote());
        fields.put("secured", session.secured());
        fields.put("account", session.account().orElse(""));
        fields.put("by", session.by().orElse(""));
        fields.put("messages", session.messages());
        fields.put("ended", session.ended().orElse(""));
        return fields;
    }

    private CompletionStage<AdminResult> show(SessionId id, boolean json) {
        return node.sessionLog().events(id).thenApply(events -> {
            if (events.isEmpty()) {
                return AdminResult.refused("there is no session " + id);
            }
            List<Map<String, Object>> lines = events.stream().map(SessionAdmin::describe).toList();
            if (json) {
                return AdminResult.done(Json.write(lines));
            }
            StringBuilder out = new StringBuilder(id.toString());
            lines.forEach(line -> out.append("\n").append(line.get("at")).append("  ").append(line.get("event")).append("  ").append(line.get("detail")));
            return AdminResult.done(out.toString());
        });
    }

    static Map<String, Object> describe(SessionEvent event) {
        if (event instanceof SessionEvent.Opened opened) {
            return line(event, "opened", opened.service() + " from " + opened.remote() + " at " + opened.local());
        }
        if (event instanceof SessionEvent.Secured secured) {
            return line(event, "secured", secured.protocol() + " " + secured.cipherSuite());
        }
        if (event instanceof SessionEvent.Authenticated authenticated) {
            return line(event, "authenticated", authenticated.by().map(by -> by + " as ").orElse("") + authenticated.account());
        }
        if (event instanceof SessionEvent.AuthenticationFailed failed) {
            return line(event, "authentication failed", failed.name());
        }
        if (event instanceof SessionEvent.MailboxSelected selected) {
            return line(event, "mailbox selected", selected.name());
        }
        if (event instanceof SessionEvent.TransactionAccepted accepted) {
            return line(event, "transaction accepted", accepted.queueId().toString());
        }
        if (event instanceof SessionEvent.ReplyDelivered delivered) {
            return line(event, "reply delivered", delivered.queueId().toString());
        }
        if (event instanceof SessionEvent.Refused refused) {
            return line(event, "refused", (refused.command() + " " + refused.reply()).strip()
                    + (refused.rule().isEmpty() ? "" : ", by " + refused.rule()));
        }
        if (event instanceof SessionEvent.Tagged tagged) {
            return line(event, "tagged", tagged.text() + ", by " + tagged.rule());
        }
        if (event instanceof SessionEvent.Checked checked) {
            return line(event, "checked", (checked.method() + " " + checked.result() + " " + checked.about()).strip()
                    + (checked.reason().isEmpty() ? "" : ": " + checked.reason()));
        }
        if (event instanceof SessionEvent.ClientAssumed assumed) {
            return line(event, "client assumed", assumed.proxy() + " speaks for " + assumed.remote());
        }
        if (event instanceof SessionEvent.TransactionRepeated repeated) {
            return line(event, "transaction repeated", repeated.queueId() + ", whose reply had been lost");
        }
        if (event instanceof SessionEvent.Closed closed) {
            return line(event, "closed", closed.reason() + "; " + closed.octetsIn() + " octets in, " + closed.octetsOut() + " out"
                    + (closed.overrun() > 0 ? "; " + closed.overrun() + " events not recorded" : ""));
        }
        if (event instanceof SessionEvent.Lost) {
            return line(event, "lost", "the node ended before the session did");
        }
        throw new AssertionError(event);
    }

    private static Map<String, Object> line(SessionEvent event, String name, String detail) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", event.at());
        line.put("event", name);
        line.put("detail", detail.replaceAll("\\p{Cntrl}", "?"));         // clients chose parts of it: nothing for a terminal to obey
        return line;
    }
}
