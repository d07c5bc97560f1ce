package org.sterna.platform.access.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor.SignalTarget;
import org.apache.pekko.actor.typed.BehaviorSignalInterceptor;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import org.sterna.platform.TestNode;
import org.sterna.platform.access.AccessServices;
import org.sterna.platform.connection.ConnectionBehavior;
import org.sterna.platform.connection.ConnectionEvent;
import org.sterna.platform.connection.ListenerSettings;
import org.sterna.platform.node.Await;

/** Commands that take long: the client is told how far they are (RFC 9585), and they end with it. */
class ImapProgressTest extends AccountConversation {
    private static final int MANY = 2000;

    /** Every look at it is eleven seconds later than the one before. When it is told to, it lets commands go on one page at a time. */
    private static final class HurriedClock extends Clock {
        private final AtomicLong now = new AtomicLong(Instant.parse("2030-01-01T00:00:00Z").toEpochMilli());
        private final AtomicInteger pages = new AtomicInteger();
        private final Semaphore gate = new Semaphore(Integer.MAX_VALUE / 2);

        @Override
        public Instant instant() {
            if (StackWalker.getInstance().walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(Progress.class.getName())
                    && frame.getMethodName().equals("at")))) {
                pages.incrementAndGet();
                gate.acquireUninterruptibly();
            }
            return Instant.ofEpochMilli(now.addAndGet(11_000));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("nobody asks for zones");
        }
    }

    private final HurriedClock clock = new HurriedClock();
    private final CountDownLatch over = new CountDownLatch(1);

    private void hurry() {
        AccessServices usual = node.access();
        AccessServices hurried = new AccessServices(usual.hostName(), usual.sharding(), usual.replicas(), usual.messages(), usual.blobs(),
                usual.authenticator(), usual.sessionLog(), usual.tls(), clock, usual.random(), usual.quotas(), usual.metadata(), usual.headers());
        ConnectionBehavior behavior = ImapConnection.behavior(hurried, ImapConnectionSettings.imaps());
        client = new ImapTranscript(node.listen(ListenerSettings.clear("127.0.0.1", 0).withImplicitTls(TestNode.engines()),
                ends -> Behaviors.intercept(() -> new Ending(over), behavior.create(ends))).address(), true);
        login();
    }

    /** Tells that the session's actor has stopped. */
    private static final class Ending extends BehaviorSignalInterceptor<ConnectionEvent> {
        private final CountDownLatch over;

        Ending(CountDownLatch over) {
            this.over = over;
        }

        @Override
        public Behavior<ConnectionEvent> aroundSignal(TypedActorContext<ConnectionEvent> context, Signal signal, SignalTarget<ConnectionEvent> target) {
            if (signal instanceof PostStop) {
                over.countDown();
            }
            return target.apply(context, signal);
        }
    }

    private void messages(int count) {
        for (int done = 0; done < count; done += 250) {
            int now = Math.min(250, count - done);
            client.send("m APPEND INBOX" + " {10+}\r\nA: b\r\n\r\nhi".repeat(now) + "\r\n");
            client.skip("", "m OK [APPENDUID");
        }
        select("INBOX");
    }

    private List<String> progress(String command) {
        return ask(command).stream().filter(response -> response.contains("INPROGRESS")).toList();
    }

    @Test
    void aSearchTellsHowFarItIs() {                                      // RFC 9585 section 4
        hurry();
        messages(300);
        List<String> told = progress("SEARCH TEXT nothing");
        assertThat(told).isNotEmpty().allMatch(response -> response.matches("\\* OK \\[INPROGRESS \\(\"x\" \\d+ (300|NIL)\\)] .+"));
        assertThat(told).anyMatch(response -> response.contains(" 300)"));
    }

    @Test
    void copyAndFetchTellToo() {
        hurry();
        messages(300);
        assertThat(progress("FETCH 1:* (BODY.PEEK[])")).isNotEmpty().allMatch(response ->
                response.matches("\\* OK \\[INPROGRESS \\(\"x\" \\d+ (300|NIL)\\)] .+"));
        assertThat(ask("CREATE other")).isEmpty();
        assertThat(progress("COPY 1:* other")).isNotEmpty().allMatch(response ->
                response.matches("\\* OK \\[INPROGRESS \\(\"x\" \\d+ (300|NIL)\\)] .+"));
    }

    @Test
    void aSearchEndsWithItsClient() throws InterruptedException {
        hurry();
        messages(MANY);
        int before = clock.pages.get();
        ask("SEARCH TEXT nothing");
        int all = clock.pages.get() - before;
        assertThat(all).as("pages of the whole search").isGreaterThan(5);

        clock.gate.drainPermits();
        client.send("y SEARCH TEXT nothing\r\n");
        Await.until("the search is under way", Duration.ofSeconds(60), () -> clock.pages.get() == before + all + 1);
        client.hangUp();
        // What it says of its progress finds nobody: that ends the session, between two pages.
        int let = 0;
        while (let < all && !over.await(2, TimeUnit.SECONDS)) {
            clock.gate.release();
            let++;
        }
        clock.gate.release(MANY);
        assertThat(let).as("pages looked at after the client has left").isLessThan(all);
    }
}
