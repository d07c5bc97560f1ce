package org.sterna.platform.routing;

import org.sterna.config.RoutingSettings.OverQuota;
import org.sterna.protocols.smtp.Reply;

/** Why a recipient is refused; codes from RFC 5321 section 4.2.3, status from RFC 3463 section 3. */
final class RoutingReplies {
    static final Reply NO_SUCH_RELAY_RECIPIENT = Reply.of(550, "5.1.1", "No such recipient behind this relay");
    static final Reply CANNOT_VERIFY = Reply.of(450, "4.1.1", "The recipient cannot be verified now, try again later");
    /** X.4.6: a routing loop. */
    static final Reply ALIAS_LOOP = Reply.of(550, "5.4.6", "The alias leads to itself");
    static final Reply ALIAS_TOO_DEEP = Reply.of(550, "5.4.6", "Too many aliases stand behind one another");
    /** X.2.4: a mailing list expansion problem. */
    static final Reply TOO_MANY_TARGETS = Reply.of(550, "5.2.4", "The alias leads to too many addresses");
    static final Reply NO_LONGER_OURS = Reply.of(550, "5.1.1", "No report is expected under this address, or not any more");
    static final Reply NO_POSTMASTER = Reply.of(450, "4.2.1", "Nobody is here yet to read the postmaster's mail");

    private RoutingReplies() { }

    static Reply full(OverQuota answer) {
        return answer == OverQuota.DEFER ? Reply.of(452, "4.2.2", "The mailbox is full, try again later")
                : Reply.of(552, "5.2.2", "The mailbox is full");
    }
}
