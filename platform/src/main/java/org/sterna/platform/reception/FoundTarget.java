package org.sterna.platform.reception;

import org.sterna.persistence.queue.Target;
import org.sterna.protocols.smtp.RecipientTarget;

/** What was found behind a forward-path, as the session keeps it. */
record FoundTarget(Target target) implements RecipientTarget { }
