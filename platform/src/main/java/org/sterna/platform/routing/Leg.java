package org.sterna.platform.routing;

import java.util.Optional;
import org.sterna.persistence.queue.Target;

/**
 * One copy that a recipient leads to.
 *
 * @param forwardPath an address without angle brackets, domain aliases and aliases replaced; the detail and the case of the
 *                    local part are kept
 * @param errorsTo    the owner of the list it came by, the last one if there are several (RFC 5321 section 3.9.2); empty for the sender
 */
public record Leg(String forwardPath, Target target, Optional<String> errorsTo) {
    /** One that came by no list. */
    public Leg(String forwardPath, Target target) {
        this(forwardPath, target, Optional.empty());
    }
}
