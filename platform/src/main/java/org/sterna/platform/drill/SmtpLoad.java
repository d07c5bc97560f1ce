package org.sterna.platform.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Sends numbered messages to an SMTP server and tells what became of each. Threads and blocking sockets: with a few hundred sessions they cost
 * less of the shared processor than a selector.
 *
 * <p>A number whose final dot was sent is sent again only if the plan says so. One that was turned away before (connection refused or lost, 4xx to
 * a command) is tried again after a pause until the deadline.
 */
public final class SmtpLoad {

    private static final int CODES = 1000;

    private final SmtpLoadPlan plan;
    private final IntFunction<byte[]> messages;
    private final SmtpLoadListener listener;
    private final long start = System.nanoTime();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicLongArray replies = new AtomicLongArray(CODES);
    private final AtomicLong connections = new AtomicLong();
    private final LatencyHistogram dotToReply = new LatencyHistogram();
    private final BitSet acknowledged = new BitSet();
    private final BitSet refused = new BitSet();
    private final BitSet replyLost = new BitSet();

    private SmtpLoad(SmtpLoadPlan plan, IntFunction<byte[]> messages, SmtpLoadListener listener) {
        this.plan = plan;
        this.messages = messages;
        this.listener = listener;
    }

    /** Runs the plan; blocks until all numbers are done with, or the deadline has passed and the last replies are read. */
    public static SmtpLoadResult run(SmtpLoadPlan plan, SmtpLoadListener listener) throws InterruptedException {
        return run(plan, plan::message, listener);
    }

    /**
     * The same with other octets than the plan's.
     *
     * @param messages by number, with CRLF line ends, of which the last one ends the message; asked on the threads of the sessions
     */
    public static SmtpLoadResult run(SmtpLoadPlan plan, IntFunction<byte[]> messages, SmtpLoadListener listener) throws InterruptedException {
        return new SmtpLoad(plan, messages, listener).run();
    }

    private SmtpLoadResult run() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int session = 0; session < plan.sessions(); session++) {
            Thread thread = new Thread(new SmtpLoadSession(plan, this), "smtp-load-" + session);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        SortedMap<Integer, Long> codes = new TreeMap<>();
        for (int code = 0; code < CODES; code++) {
            if (replies.get(code) > 0) {
                codes.put(code, replies.get(code));
            }
        }
        return new SmtpLoadResult(acknowledged, refused, replyLost, codes, Duration.ofNanos(System.nanoTime() - start), dotToReply,
                connections.get());
    }

    /** The next number when its time has come; 0 if there is none, or none in time. */
    int nextNumber() {
        int number = numbers.incrementAndGet();
        if (number > plan.messages()) {
            return 0;
        }
        plan.messagesPerSecond().ifPresent(rate -> waitUntil(start + (long) ((number - 1) / rate * 1e9)));
        return inTime() ? number : 0;
    }

    byte[] message(int number) {
        return messages.apply(number);
    }

    boolean inTime() {
        return System.nanoTime() - start < plan.deadline().toNanos();
    }

    private void waitUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0 && inTime(); left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    void connected() {
        connections.incrementAndGet();
    }

    void replied(int code) {
        replies.incrementAndGet(code);
    }

    void onAcknowledged(int number, long nanos, String reply) {
        dotToReply.record(nanos);
        mark(acknowledged, number);
        listener.acknowledged(number, reply);
    }

    void onRefused(int number, String reply) {
        mark(refused, number);
        listener.refused(number, reply);
    }

    void onReplyLost(int number, String cause) {
        mark(replyLost, number);
        listener.replyLost(number, cause);
    }

    void onConnectionLost(String cause) {
        listener.connectionLost(cause);
    }

    private static void mark(BitSet numbers, int number) {
        synchronized (numbers) {
            numbers.set(number);
        }
    }
}
