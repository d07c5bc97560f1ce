package org.sterna.platform.transfer;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.smtp.Outcome;

/**
 * What an attempt has one session do: one transaction.
 *
 * @param recipients of the job, at least one
 * @param lenient    REQUIRETLS is a wish (RFC 8689 section 5)
 * @param done       told exactly once, on the session's thread, however the session ends
 */
record Errand(RelayJob job, List<ForwardPath> recipients, boolean lenient, Consumer<Carried> done) {
    /** One whose end is heard by another first. */
    Errand andThen(Consumer<Carried> before) {
        return new Errand(job, recipients, lenient, before.andThen(done));
    }

    /** What is known of the connection besides the outcomes. */
    enum Sign {
        /** It was greeted, secured and logged in: it takes messages. Without it the outcomes say nothing of other hosts. */
        REACHED,
        /** The transaction was begun. */
        BEGUN,
        /** It takes another errand now. */
        REUSABLE,
        /** It had been used before and was lost before anything of this transaction was answered: the host may be fine. */
        STALE,
        /** The handshake failed where TLS is a wish: to be tried in the clear. */
        RETRY_IN_CLEAR
    }

    /**
     * How it ended.
     *
     * @param outcomes of those recipients that are decided, at least for this host
     * @param left     those that the host did not take in this transaction for their number
     * @param security as {@link RelayResult} has it
     */
    record Carried(Map<ForwardPath, Outcome> outcomes, List<ForwardPath> left, Set<Sign> signs, String security) {
        Carried {
            outcomes = Map.copyOf(outcomes);
            left = List.copyOf(left);
            signs = Set.copyOf(signs);
        }

        boolean is(Sign sign) {
            return signs.contains(sign);
        }
    }
}
