package org.sterna.persistence.directory;

import java.time.Instant;

/** What has happened to the directory. Names are in lower case. */
public sealed interface DirectoryEvent {
    record DomainAdded(String domain, Instant at) implements DirectoryEvent { }

    record DomainRemoved(String domain, Instant at) implements DirectoryEvent { }

    /** @param pattern a domain, or {@code *.domain} for what is below it, or {@code *} */
    record RouteAdded(String pattern, String nextHop, Instant at) implements DirectoryEvent { }

    record RouteRemoved(String pattern, Instant at) implements DirectoryEvent { }
}
