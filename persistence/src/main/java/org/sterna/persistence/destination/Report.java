package org.sterna.persistence.destination;

import java.time.Duration;

/**
 * What a node says when it asks for a grant.
 *
 * @param known    the newest grant that it has
 * @param wanted   connections it could use, those in use included
 * @param inUse    connections it has open or is opening
 * @param connects its new connections, if they have a rate
 * @param messages its messages, if they have a rate
 * @param outcomes since its last ask
 * @param leaving  it gives back what it has, and begins nothing more
 */
public record Report(Known known, int wanted, int inUse, Tokens connects, Tokens messages, Outcomes outcomes, boolean leaving) {
    /**
     * Names a grant.
     *
     * @param life   of the entity that gave it
     * @param number grows with each grant of that life to this node; 0 for none
     */
    public record Known(long life, long number) {
        public static final Known NONE = new Known(0, 0);
    }

    /**
     * Of one rate.
     *
     * @param wanted more than are left
     * @param left   of the grants that it knows
     * @param used   in all, since the node began with this destination
     * @param ago    when the last one was used, before this was said
     */
    public record Tokens(int wanted, int left, long used, Duration ago) {
        public static final Tokens NONE = new Tokens(0, 0, 0, Duration.ZERO);
    }

    /**
     * How its connections fared.
     *
     * @param failures no host reached, or turned away
     * @param trailing of the failures, those behind the last success
     * @param reason   of the last failure
     */
    public record Outcomes(int successes, int failures, int trailing, String reason) {
        public static final Outcomes NONE = new Outcomes(0, 0, 0, "");
    }

    Tokens tokens(Rate.What what) {
        return what == Rate.What.CONNECTIONS ? connects : messages;
    }
}
