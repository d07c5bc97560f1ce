package org.sterna.platform.access.imap;

import java.time.Duration;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** How long a client may be silent: less before it has logged in. For the actor's thread. */
final class Patience {
    /** What the actor is sent when it is time to look at {@link #isExhausted}. */
    enum Tick { TIMEOUT }

    private final TimerScheduler<Object> timers;
    private final ImapConnectionSettings settings;
    private Duration limit;
    private long lastActivity = System.nanoTime();

    Patience(TimerScheduler<Object> timers, ImapConnectionSettings settings) {
        this.timers = timers;
        this.settings = settings;
        this.limit = settings.preAuthenticationTimeout();
    }

    void renew() {
        lastActivity = System.nanoTime();
    }

    boolean isExhausted() {
        return System.nanoTime() - lastActivity >= limit.toNanos();
    }

    void loggedIn() {
        limit = settings.timeout();
        watch();
    }

    void loggedOut() {
        limit = settings.preAuthenticationTimeout();
        watch();
    }

    /** Has the actor sent a tick when the client will have been silent for too long, if nothing comes until then. */
    void watch() {
        Duration left = limit.minusNanos(System.nanoTime() - lastActivity);
        timers.startSingleTimer(Tick.TIMEOUT, left.isNegative() ? Duration.ZERO : left);
    }
}
