package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.identity.SessionId;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.queue.Cause;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.QueueEvent.Addressee;
import org.sterna.persistence.queue.QueueEvent.Remark;
import org.sterna.persistence.queue.Target;
import org.sterna.persistence.queue.WaitingMessage;
import org.sterna.persistence.session.SessionEvent;
import org.sterna.persistence.trace.TraceEntry;
import org.sterna.persistence.trace.TraceIndex;
import org.sterna.persistence.trace.TraceKeys;
import org.sterna.platform.admin.AdminResult;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.OriginalRecipient;
import org.sterna.protocols.smtp.parameter.RcptParameters;

class TraceAdminTest {
    private static final Instant AT = Instant.parse("2026-11-22T03:06:00Z");
    private static final SessionId SESSION = new SessionId(new Incarnation("s"), 1, 2);
    private static final QueueId FIRST = id(1);
    private static final QueueId REPORT = id(2);

    private final Map<QueueId, List<QueueEvent>> events = new HashMap<>();
    private final Map<SessionId, List<SessionEvent>> sessions = new HashMap<>();
    private final InMemoryIndex index = new InMemoryIndex();
    private final InMemorySlices slices = new InMemorySlices();
    private final TraceAdmin admin = new TraceAdmin(new TraceAdmin.Sources(index, id -> CompletableFuture.completedFuture(events.getOrDefault(id, List.of())),
            id -> CompletableFuture.completedFuture(sessions.getOrDefault(id, List.of())),
            new QueueAdmin(slices, slices, id -> CompletableFuture.completedFuture(List.of()))::whereabouts, Duration.ofDays(40)),
            Clock.fixed(AT.plus(Duration.ofDays(3)), ZoneOffset.UTC));

    /** Believes what it was told, collisions and all. */
    private static final class InMemoryIndex implements TraceIndex {
        private final Map<String, List<TraceEntry>> entries = new HashMap<>();

        @Override
        public void add(QueueId id, Instant at, Collection<String> keys) {
            keys.forEach(key -> entries.computeIfAbsent(TraceKeys.normal(key), unused -> new ArrayList<>()).add(new TraceEntry(id, at)));
        }

        @Override
        public CompletionStage<List<TraceEntry>> find(String key, Instant since, Instant until, int most) {
            return CompletableFuture.completedFuture(entries.getOrDefault(TraceKeys.normal(key), List.of()).stream()
                    .filter(entry -> !entry.at().isBefore(since) && entry.at().isBefore(until))
                    .sorted(Comparator.comparing(TraceEntry::at).reversed()).limit(most).toList());
        }
    }

    private static QueueId id(int number) {
        return new QueueId(new Incarnation("q"), 0, number);
    }

    private void accepted(QueueId id, QueueEvent.MessageAccepted event, QueueEvent... others) {
        List<QueueEvent> all = new ArrayList<>(List.of(event));
        all.addAll(List.of(others));
        events.put(id, all);
        all.forEach(each -> index.add(id, event.at(), TraceKeys.of(each)));
    }

    private static QueueEvent.MessageAccepted message(Instant at, String reversePath, Optional<QueueId> reportOf, Addressee... recipients) {
        return new QueueEvent.MessageAccepted(at, reportOf.isPresent() ? Optional.empty() : Optional.of(SESSION), Optional.of("jones@example.org"), reversePath,
                List.of(recipients), MailParameters.NONE, Optional.empty(), Optional.of("<life@example.org>"), new OctetsPlace.Inline(5120),
                reportOf.isPresent() ? new byte[0] : "Received: from client.example ([192.0.2.7])\r\n\tby mx.example.org; Sun\r\nX: y\r\n"
                        .getBytes(StandardCharsets.UTF_8), List.of(), reportOf);
    }

    private static Addressee to(String path) {
        return new Addressee(path, Target.Relay.to("example.com"), RcptParameters.NONE);
    }

    @BeforeEach
    void aLife() {
        Remark refusal = new Remark("5.1.1", "550 5.1.1 no such user", "mx.example.com", "TLSv1.3");
        accepted(FIRST, message(AT, "jones@example.org", Optional.empty(), to("smith@example.com"), new Addressee("brown@example.net",
                        Target.Relay.to("example.net"), new RcptParameters(Set.of(), Optional.of(new OriginalRecipient("rfc822", "team@example.org")))),
                        to("white@example.com")),
                new QueueEvent.AttemptStarted(List.of(0), "mx.example.com", "TLSv1.3", 5200, AT.plusSeconds(1)),
                new QueueEvent.RecipientFailed(0, refusal, AT.plusSeconds(2)),
                new QueueEvent.ReportQueued(QueueEvent.ReportKind.FAILURE, List.of(0), REPORT, AT.plusSeconds(3)),
                new QueueEvent.RecipientDeferred(1, Cause.CONNECTION, new Remark("4.4.1", "no host answers\r\n\u001b[2J", ""), AT.plusSeconds(4), AT.plusSeconds(304)),
                new QueueEvent.HandedToSlice(1, AT.plusSeconds(304), AT.plusSeconds(5)));
        accepted(REPORT, message(AT.plusSeconds(3), "", Optional.of(FIRST), to("jones@example.org")),
                new QueueEvent.RecipientRelayed(0, new Remark("2.0.0", "250 ok", "mx.example.org"), false, AT.plusSeconds(4)),
                new QueueEvent.MessageCompleted(AT.plusSeconds(4)));
        sessions.put(SESSION, List.of(new SessionEvent.Opened("submission", "192.0.2.7:4711", "192.0.2.1:587", AT.minusSeconds(1)),
                new SessionEvent.Secured("TLSv1.3", "TLS_AES_128_GCM_SHA256", AT), new SessionEvent.Authenticated("jones@example.org", Optional.empty(), AT)));
        slices.add(new WaitingMessage(FIRST, AT, "jones@example.org", List.of("brown@example.net"), 5120, 0, "example.net", WaitingMessage.State.DEFERRED,
                AT.plusSeconds(304), AT.plusSeconds(9000), "no host answers"));
    }

    private AdminResult trace(String... words) {
        List<String> command = new ArrayList<>(List.of("trace"));
        command.addAll(List.of(words));
        return admin.handle(command).toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Test
    void aLifeIsToldFromReceptionToEachEnd() {
        AdminResult result = trace("q-0-1");
        assertThat(result.status()).isZero();
        assertThat(result.output()).isEqualTo("""
                message q-0-1
                  2026-11-22T03:06:00Z  accepted from <jones@example.org>, 5120 octets, Message-ID <life@example.org>
                    session ss-1-2: submission from 192.0.2.7:4711, TLSv1.3 TLS_AES_128_GCM_SHA256, account jones@example.org
                    Received: from client.example ([192.0.2.7]) by mx.example.org; Sun
                  <smith@example.com>
                    2026-11-22T03:06:01Z  attempt at mx.example.com, TLSv1.3, 5200 octets
                    2026-11-22T03:06:02Z  failed  550 5.1.1 no such user (mx.example.com, TLSv1.3)
                  <brown@example.net>, named as team@example.org
                    2026-11-22T03:06:04Z  deferred  no host answers???[2J, next attempt 2026-11-22T03:11:04Z
                  <white@example.com>
                    not tried yet
                  2026-11-22T03:06:03Z  report queued  failure q-0-2 about recipients [0]
                  2026-11-22T03:06:05Z  waits  in slice 1 until 2026-11-22T03:11:04Z
                  now: waits in slice 1, deferred, next attempt 2026-11-22T03:11:04Z: no host answers
                  | message q-0-2
                  |   2026-11-22T03:06:03Z  accepted from <>, 5120 octets, Message-ID <life@example.org>
                  |     is a report about message q-0-1
                  |   <jones@example.org>
                  |     2026-11-22T03:06:04Z  relayed  250 ok (mx.example.org)
                  |   2026-11-22T03:06:04Z  completed
                  |   now: finished""");
    }

    @Test
    void aReportTellsWhatItIsAbout() {
        assertThat(trace("q-0-2").output()).contains("    is a report about message q-0-1, from <jones@example.org> to <smith@example.com>,"
                + " <brown@example.net>, <white@example.com> at 2026-11-22T03:06:00Z\n").endsWith("  now: finished");
    }

    @Test
    void messagesAreFoundByWhatPeopleKnow() {
        assertThat(trace("<LIFE@example.org>").output()).startsWith("message q-0-2\n").contains("\n\nmessage q-0-1\n");
        assertThat(trace("smith@example.com").output()).startsWith("message q-0-1\n").doesNotContain("\n\n");
        assertThat(trace("Team@example.org").output()).startsWith("message q-0-1\n");
        assertThat(trace("nobody@example.org")).isEqualTo(AdminResult.refused("no message is known by nobody@example.org since 2026-11-11T03:06:00Z;"
                + " --since looks further back, at most 40 days (sterna.intake.ttl)"));
    }

    @Test
    void theNewestComeFirstAndTheRestIsSaid() {
        for (int i = 10; i < 40; i++) {
            accepted(id(i), message(AT.plusSeconds(i), "", Optional.of(FIRST), to("often@example.com")));
        }
        AdminResult all = trace("often@example.com");
        assertThat(all.output().lines().filter(line -> line.startsWith("message "))).hasSize(20).first().isEqualTo("message " + id(39));
        assertThat(all.error()).isEqualTo("there are more: the newest 20 are shown; see --limit and --until");
        assertThat(trace("often@example.com", "--limit", "2").output().lines().filter(line -> line.startsWith("message "))).hasSize(2);
        assertThat(trace("often@example.com", "--until", AT.plusSeconds(12).toString()).output().lines().filter(line -> line.startsWith("message ")))
                .containsExactly("message " + id(11), "message " + id(10));
        assertThat(trace("often@example.com", "--since", AT.plusSeconds(38).toString()).error()).isEmpty();
        assertThat(trace("often@example.com", "--limit", "501").error()).contains("at most 500");
    }

    @Test
    void aCollisionIsNoMatchAndAForgottenMessageIsSaidSo() {
        index.add(FIRST, AT, List.of("collision@example.org"));
        assertThat(trace("collision@example.org").status()).isEqualTo(1);
        index.add(id(99), AT, List.of("forgotten@example.org"));
        assertThat(trace("forgotten@example.org").output()).isEqualTo("message " + id(99) + "\n  nothing is kept of it any more (sterna.intake.ttl)");
        sessions.clear();
        assertThat(trace("q-0-1").output()).contains("session ss-1-2: nothing is kept of it any more (sterna.session-log.ttl)");
    }

    @Test
    void programsReadTheSame() {
        assertThat(trace("q-0-1", "--json").output()).startsWith("[{\"id\":\"q-0-1\",\"gone\":false,\"accepted\":\"2026-11-22T03:06:00Z\",")
                .contains("\"now\":{\"place\":\"waiting\",\"slice\":1,\"waiting\":{\"id\":\"q-0-1\"", "\"recipients\":[{\"address\":\"smith@example.com\",\"events\":[{")
                .contains("\"sessionEvents\":[{\"at\":\"2026-11-22T03:05:59Z\",\"event\":\"opened\"", "\"reports\":[{\"id\":\"q-0-2\"");
    }
}
