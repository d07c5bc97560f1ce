package org.sterna.platform.reception;

import java.util.List;
import org.sterna.platform.routing.Leg;
import org.sterna.protocols.smtp.RecipientTarget;

/** What was found behind a forward-path, as the session keeps it: at least one leg. */
record FoundTarget(List<Leg> legs) implements RecipientTarget { }
