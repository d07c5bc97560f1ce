package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.queue.Cause;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.QueueEvent.Addressee;
import org.sterna.persistence.queue.QueueEvent.Remark;
import org.sterna.persistence.queue.Target;
import org.sterna.persistence.queue.WaitingMessage;
import org.sterna.persistence.queue.WaitingMessage.State;
import org.sterna.platform.admin.AdminProgress;
import org.sterna.platform.admin.AdminResult;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.RcptParameters;

@Timeout(120)
class QueueAdminTest {
    private static final Instant AT = Instant.parse("2026-11-22T03:06:00Z");

    private final InMemorySlices slices = new InMemorySlices();
    private final Map<QueueId, List<QueueEvent>> events = new HashMap<>();
    private final QueueAdmin admin = new QueueAdmin(slices, slices, id -> CompletableFuture.completedFuture(events.getOrDefault(id, List.of())));

    private static QueueId id(int number) {
        return new QueueId(new Incarnation("q"), 0, number);
    }

    private static WaitingMessage message(int number, String sender, String recipient, State state) {
        return new WaitingMessage(id(number), AT, sender, List.of(recipient), 1000 + number, 0, recipient.substring(recipient.indexOf('@') + 1), state,
                AT.plusSeconds(1000 - number), AT.plusSeconds(9000), state == State.DEFERRED ? "450 4.7.1 not now" : "");
    }

    private void waits(int from, int to, String recipient, State state) {
        for (int i = from; i < to; i++) {
            slices.add(message(i, "jones@example.org", recipient, state));
        }
    }

    private static AdminResult get(CompletionStage<AdminResult> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    private AdminResult handle(String... words) {
        List<String> command = new ArrayList<>(List.of("queue"));
        command.addAll(List.of(words));
        return get(admin.handle(command, AdminProgress.NONE));
    }

    @Test
    void anEmptyQueueIsListedShort() {
        assertThat(handle("list")).isEqualTo(AdminResult.done("0 waiting, 0 being tried for the first time on this node"));
        assertThat(handle("list", "--json")).isEqualTo(AdminResult.done("[]"));
    }

    @Test
    void aMessageIsOneLine() {
        slices.add(message(1, "", "smith@example.com", State.DEFERRED));
        slices.first.add(message(2, "jones@example.org", "brown@example.net", State.READY));
        assertThat(handle("list").output()).isEqualTo("""
                1 waiting, 1 being tried for the first time on this node
                q-0-2  active  accepted 2026-11-22T03:06:00Z  1002 octets  <jones@example.org> to <brown@example.net>  at example.net
                q-0-1  deferred  accepted 2026-11-22T03:06:00Z  next attempt 2026-11-22T03:22:39Z  1001 octets  <> to <smith@example.com>  \
                at example.com  450 4.7.1 not now""");
    }

    @Test
    void programsReadTheSame() {
        slices.add(message(1, "", "smith@example.com", State.HELD));
        assertThat(handle("list", "--json").output()).isEqualTo("[{\"id\":\"q-0-1\",\"state\":\"held\",\"accepted\":\"2026-11-22T03:06:00Z\","
                + "\"due\":\"2026-11-22T03:22:39Z\",\"sender\":\"\",\"recipients\":[\"smith@example.com\"],\"octets\":1001,\"priority\":0,"
                + "\"destination\":\"example.com\",\"reason\":\"\"}]");
    }

    @Test
    void theFirstOfAllSlicesAreShownInOrder() {
        waits(0, 100, "smith@example.com", State.DEFERRED);
        List<String> lines = handle("list", "--limit", "3").output().lines().toList();
        assertThat(lines.get(0)).isEqualTo("100 waiting, 0 being tried for the first time on this node; the first 3 of those waiting:");
        assertThat(lines.subList(1, 4)).extracting(line -> line.split(" ")[0]).containsExactly(id(99).toString(), id(98).toString(), id(97).toString());
        assertThat(handle("list", "--limit", "2", "--sort", "age").output().lines().skip(1)).extracting(line -> line.split(" ")[0])
                .containsExactly(id(0).toString(), id(1).toString());
        assertThat(handle("list", "--limit", "10001").error()).contains("at most 10000");
    }

    @Test
    void filtersChoose() {
        waits(0, 8, "smith@example.com", State.DEFERRED);
        waits(8, 16, "brown@example.net", State.HELD);
        slices.first.add(message(20, "jones@example.org", "brown@example.net", State.READY));
        assertThat(handle("list", "--domain", "*.net").output().lines()).hasSize(10);
        assertThat(handle("list", "--state", "held").output().lines()).as("what is tried is in no state").hasSize(9);
        assertThat(handle("list", "--state", "ready,scheduled").output().lines()).hasSize(1);
        assertThat(handle("list", "--reason", "NOT NOW", "--older", AT.plusSeconds(1).toString()).output().lines()).hasSize(9);
        assertThat(handle("list", "--younger", AT.plusSeconds(1).toString()).output().lines()).hasSize(1);
    }

    @Test
    void aSilentSliceIsNamedAndTheOthersAreShown() {
        waits(0, 8, "smith@example.com", State.DEFERRED);
        slices.silent.add(3);
        AdminResult list = handle("list");
        assertThat(list.status()).isEqualTo(1);
        assertThat(list.output().lines()).hasSize(8);
        assertThat(list.error()).isEqualTo("these slices did not answer, what waits in them is missing: 3; try again in a moment");
        assertThat(handle("count").error()).contains("missing: 3");
        assertThat(handle("retry", "--all").error()).contains("missing: 3");
        assertThat(handle("hold", id(3).toString()).error()).isEqualTo("q-0-3: slice 3 did not answer; try again in a moment");
    }

    @Test
    void aCountIsATableByDestinationAndAge() {
        waits(0, 3, "smith@example.com", State.DEFERRED);
        waits(3, 15, "brown@example.net", State.HELD);
        slices.add(new WaitingMessage(id(20), Instant.EPOCH, "", List.of("a@b.example"), 1, 0, "", State.READY, AT, AT, ""));
        assertThat(handle("count").output()).isEqualTo("""
                                         all   5  10  20  40  80  160  320  640  1280  1280+
                all                       16  15   0   0   0   0    0    0    0     0      1
                example.net               12  12   0   0   0   0    0    0    0     0      0
                example.com                3   3   0   0   0   0    0    0    0     0      0
                (several, or mailboxes)    1   0   0   0   0   0    0    0    0     0      1""");
        assertThat(handle("count", "--by", "state").output()).isEqualTo("ready       1\ndeferred    3\nscheduled   0\nheld       12");
        assertThat(handle("count", "--by", "age", "--state", "held").output().lines()).startsWith("5 min      12").endsWith("1280+ min   0");
        assertThat(handle("count", "--json", "--destination", "example.com").output())
                .startsWith("{\"all\":{\"destination\":\"\",\"count\":3,\"minutes\":{\"5\":3,").contains("\"states\":{\"ready\":0,\"deferred\":3,");
    }

    @Test
    void operationsGoThroughAllThatIsSelectedInSteps() {
        waits(0, 4000, "smith@example.com", State.DEFERRED);
        waits(4000, 4100, "brown@example.net", State.DEFERRED);
        slices.first.add(message(5000, "jones@example.org", "smith@example.com", State.READY));
        assertThat(handle("bounce", "--destination", "example.com", "--because", "gone")).isEqualTo(AdminResult.done("4001 messages bounced"));
        assertThat(slices.done).hasSize(4001).doesNotHaveDuplicates().contains("Bounce q-0-" + "4w8", "Bounce[reason=gone] q-0-0");
        assertThat(slices.largestStep).isEqualTo(50);
        assertThat(handle("hold", "--domain", "example.net").output()).isEqualTo("100 messages held");
        assertThat(handle("retry", "--state", "scheduled").output()).isEqualTo("0 messages made due");
        assertThat(handle("remove").error()).contains("which messages?");
    }

    @Test
    void namedMessagesAreAnsweredOneByOne() {
        waits(0, 3, "smith@example.com", State.DEFERRED);
        slices.first.add(message(7, "jones@example.org", "smith@example.com", State.READY));
        AdminResult removed = handle("remove", "q-0-1", "q-0-7", "q-0-5");
        assertThat(removed).isEqualTo(new AdminResult(1, "2 messages removed", "q-0-5: not waiting, or nothing to be removed"));
        assertThat(slices.done).containsExactly("Remove[] q-0-1", "Remove q-0-7");
        assertThat(handle("release", "q-0-2")).isEqualTo(AdminResult.done("1 message released"));
        assertThat(handle("release", "nonsense").error()).isEqualTo("'nonsense' is no queue id; ./sterna queue list shows them");
    }

    @Test
    void whoStopsWaitingStopsTheOperation() {
        waits(0, 8000, "smith@example.com", State.DEFERRED);
        QueueOperations operations = new QueueOperations(new SlowSlices(slices), slices);
        List<String> told = new ArrayList<>();
        AdminResult result = get(operations.handle(Words.of(List.of("queue", "remove", "--all")), line -> {
            told.add(line);
            return false;
        }));
        assertThat(told).hasSize(1).first().asString().matches("[0-9]+ messages removed, [0-8] of 8 slices done");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.error()).isEqualTo("stopped before the end");
        assertThat(slices.done).hasSizeLessThan(8000);
    }

    @Test
    void aMessageIsShownWithItsEventsAndItsPlace() {
        events.put(id(1), List.of(accepted(), new QueueEvent.RecipientDeferred(0, Cause.REPLY, new Remark("4.7.1", "450 4.7.1 not\u001b now", "mx.example.com"),
                AT, AT.plusSeconds(300))));
        slices.add(message(1, "jones@example.org", "smith@example.com", State.DEFERRED));
        assertThat(handle("show", "q-0-1").output()).isEqualTo("""
                q-0-1: waits in slice 1, deferred, next attempt 2026-11-22T03:22:39Z: 450 4.7.1 not now
                2026-11-22T03:06:00Z  accepted  from <jones@example.org> to <smith@example.com>, 3 octets
                2026-11-22T03:06:00Z  deferred  recipient 0: 450 4.7.1 not? now (mx.example.com), next attempt 2026-11-22T03:11:00Z""");
        assertThat(handle("show", "q-0-1", "--json").output()).startsWith("[{\"at\":\"2026-11-22T03:06:00Z\",\"event\":\"accepted\",");
        assertThat(handle("show", "q-0-2").error()).isEqualTo("there is no message q-0-2, or it is older than sterna.intake.ttl");
    }

    private static QueueEvent.MessageAccepted accepted() {
        return new QueueEvent.MessageAccepted(AT, Optional.empty(), Optional.empty(), "jones@example.org",
                List.of(new Addressee("smith@example.com", Target.Relay.to("example.com"), RcptParameters.NONE)), MailParameters.NONE, Optional.empty(),
                Optional.empty(), new OctetsPlace.Inline(3), new byte[0], List.of(), Optional.empty());
    }

    @Test
    void everyEventHasWords() {
        Remark remark = new Remark("2.0.0", "250 ok", "mx.example.com", "TLSv1.3");
        List<QueueEvent> one = List.of(accepted(), new QueueEvent.AttemptStarted(List.of(0), "mx.example.com", "", 7, AT),
                new QueueEvent.RecipientDelivered(0, new MailboxId("m"), 1, AT), new QueueEvent.RecipientRelayed(0, remark, false, AT),
                new QueueEvent.RecipientDeferred(0, Cause.DNS, remark, AT, AT), new QueueEvent.RecipientFailed(0, remark, AT),
                new QueueEvent.RecipientAmbiguous(0, remark, 7, AT, AT), new QueueEvent.RecipientExpanded(0, accepted().recipients(), AT),
                new QueueEvent.ReportQueued(QueueEvent.ReportKind.DELAY, List.of(0), id(9), AT), new QueueEvent.HandedToSlice(1, AT, AT),
                new QueueEvent.MessageRenewed(AT), new QueueEvent.MessageRemoved(AT), new QueueEvent.MessageCompleted(AT));
        assertThat(one).extracting(Object::getClass).map(Class.class::cast)
                .containsExactlyInAnyOrder(Stream.of(QueueEvent.class.getPermittedSubclasses()).toArray(Class[]::new));
        assertThat(one).map(event -> QueueEventText.describe(event).get("event")).doesNotHaveDuplicates();
        assertThat(one).filteredOn(event -> !QueueEventText.recipients(event).isEmpty()).hasSize(7);
    }
}
