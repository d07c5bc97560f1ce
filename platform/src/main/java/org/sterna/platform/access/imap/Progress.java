package org.sterna.platform.access.imap;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.sterna.protocols.imap.ImapResponses;
import org.sterna.protocols.imap.StatusResponse;

/** Tells a client that waits how far its command is (RFC 9585 section 4): clients hang up on a server that seems dead. For the actor's thread. */
final class Progress {
    /** Ten seconds: the response costs little, and no client gives up sooner. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final PacedOutput output;
    private final Clock clock;
    private final String tag;
    private Instant next;

    Progress(SessionScope scope, String tag) {
        this.output = scope.output();
        this.clock = scope.services().clock();
        this.tag = tag;
        this.next = clock.instant().plus(PAUSE);
    }

    /**
     * To be called once a page; says something every ten seconds.
     *
     * @param done  0 or more
     * @param total the goal, more than {@code done}; at most that nothing is said of a goal
     */
    void at(long done, long total) {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return;
        }
        next = now.plus(PAUSE);
        String goal = total > done ? Long.toString(total) : "NIL";
        output.write(ImapResponses.untagged(StatusResponse.ok("Still at work")
                .withCode("INPROGRESS (" + quoted(tag) + " " + done + " " + goal + ")")));
        output.flush();
    }

    /** As {@link #at(long, long)} where the goal is not known. */
    void at(long done) {
        at(done, 0);
    }

    private static String quoted(String tag) {
        return '"' + tag.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
