package org.sterna.platform.routing;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sterna.persistence.queue.QueueEvent.Addressee;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.smtp.parameter.Notify;
import org.sterna.protocols.smtp.parameter.OriginalRecipient;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/**
 * What one recipient becomes when its copies are made, with the wishes each copy carries. RFC 3461 section 5.2.7, RFC 5321 section 3.9.
 *
 * @param addressees one for each leg, in their order
 * @param reached    what the sender is told at once of the recipient itself, if NOTIFY asked for success; nobody behind it will
 */
public record Copies(List<Addressee> addressees, Optional<Reached> reached) {
    /** That the recipient took the message before the copies go on. */
    public enum Reached {
        /** All copies go by a list: for the sender it is delivered (RFC 3461 section 5.2.7.1). */
        LIST,
        /** An alias of several: it is expanded, and only failures and delays are told from then on (RFC 3461 section 5.2.7.3 (c)). */
        ALIAS
    }

    public Copies {
        addressees = List.copyOf(addressees);
    }

    /**
     * The copies of a recipient.
     *
     * @param nullReversePath whether the message is a report itself: then nobody is told of its copies, no owner of a list either
     *                        (RFC 5321 section 6.1)
     * @param legs            where it was routed to, at least one
     */
    public static Copies of(boolean nullReversePath, ForwardPath recipient, RcptParameters asked, List<Leg> legs) {
        boolean single = legs.size() == 1;
        List<Addressee> addressees = legs.stream().map(leg -> leg.errorsTo().isPresent()
                // RFC 3461 section 5.2.7.1 (b): what a list sends on is its own.
                ? new Addressee(leg.forwardPath(), leg.target(), RcptParameters.NONE, nullReversePath ? Optional.empty() : leg.errorsTo())
                : new Addressee(leg.forwardPath(), leg.target(), original(recipient, leg, single ? asked : withoutSuccess(asked)))).toList();
        boolean list = legs.stream().allMatch(leg -> leg.errorsTo().isPresent());
        return new Copies(addressees, single && !list || !asked.notifications().contains(Notify.SUCCESS) ? Optional.empty()
                : Optional.of(list ? Reached.LIST : Reached.ALIAS));
    }

    /** NOTIFY without SUCCESS; where nothing else was asked for, nothing is told: to leave it out would ask for failures. */
    private static RcptParameters withoutSuccess(RcptParameters asked) {
        if (!asked.notifications().contains(Notify.SUCCESS)) {
            return asked;
        }
        Set<Notify> rest = EnumSet.copyOf(asked.notifications());
        rest.remove(Notify.SUCCESS);
        return new RcptParameters(rest.isEmpty() ? EnumSet.of(Notify.NEVER) : rest, asked.originalRecipient());
    }

    /**
     * Who is reached through an alias is reported under the alias' name, which the sender knows: RFC 3461 section 5.2.1 (d) allows to add it
     * where the sender gave none.
     */
    private static RcptParameters original(ForwardPath recipient, Leg leg, RcptParameters asked) {
        String named = recipient.toString();
        if (named.equals(leg.forwardPath()) || asked.originalRecipient().isPresent()) {
            return asked;
        }
        boolean ascii = named.chars().allMatch(c -> c < 128);
        return new RcptParameters(asked.notifications(), Optional.of(new OriginalRecipient(ascii ? "rfc822" : "utf-8", named)));
    }
}
