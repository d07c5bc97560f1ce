package org.sterna.platform.node;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.sterna.persistence.identity.SessionId;
import org.sterna.persistence.session.SessionEvent;

/** Who was logged in as somebody else in one session, and when: a client of IMAP can log in more than once (RFC 8437). */
final class ActingNames {
    /** Sessions read at one time. */
    private static final int AT_ONCE = 32;

    private final List<SessionEvent.Authenticated> logins;

    private ActingNames(List<SessionEvent.Authenticated> logins) {
        this.logins = logins;
    }

    static ActingNames of(List<SessionEvent> session) {
        return new ActingNames(session.stream().filter(SessionEvent.Authenticated.class::isInstance).map(SessionEvent.Authenticated.class::cast).toList());
    }

    /** The account that acted for the other one at this time; usually nobody. */
    Optional<String> at(Instant time) {
        Optional<String> acting = Optional.empty();
        for (SessionEvent.Authenticated login : logins) {
            if (!login.at().isAfter(time)) {
                acting = login.by();
            }
        }
        return acting;
    }

    /** Of these sessions. One whose events are gone, because the log is not kept so long, has nobody. */
    static CompletionStage<Map<SessionId, ActingNames>> read(List<SessionId> sessions, Function<SessionId, CompletionStage<List<SessionEvent>>> log) {
        CompletionStage<Map<SessionId, ActingNames>> done = CompletableFuture.completedFuture(new HashMap<>());
        for (int from = 0; from < sessions.size(); from += AT_ONCE) {
            List<SessionId> some = sessions.subList(from, Math.min(sessions.size(), from + AT_ONCE));
            done = done.thenComposeAsync(found -> {
                Map<SessionId, CompletableFuture<List<SessionEvent>>> reads = new HashMap<>();
                some.forEach(id -> reads.put(id, log.apply(id).toCompletableFuture()));
                return CompletableFuture.allOf(new ArrayList<>(reads.values()).toArray(CompletableFuture[]::new)).thenApply(unused -> {
                    reads.forEach((id, events) -> found.put(id, of(events.join())));
                    return found;
                });
            });
        }
        return done;
    }
}
