package org.sterna.platform.routing;

import org.sterna.persistence.queue.Target;

/**
 * One copy that a recipient leads to.
 *
 * @param forwardPath an address without angle brackets, domain aliases and aliases replaced; the detail and the case of the
 *                    local part are kept
 */
public record Leg(String forwardPath, Target target) { }
