package org.sterna.persistence.directory;

import java.time.Instant;

/** What has happened to the directory. Names are in lower case. */
public sealed interface DirectoryEvent {
    record DomainAdded(String domain, DomainSettings settings, Instant at) implements DirectoryEvent {
        /** A domain with mailboxes here and nothing special about it. */
        public DomainAdded(String domain, Instant at) {
            this(domain, DomainSettings.LOCAL, at);
        }
    }

    record DomainChanged(String domain, DomainSettings settings, Instant at) implements DirectoryEvent { }

    record DomainRemoved(String domain, Instant at) implements DirectoryEvent { }

    /** Mail for the alias is treated as if it were for the domain. */
    record DomainAliasAdded(String alias, String domain, Instant at) implements DirectoryEvent { }

    record DomainAliasRemoved(String alias, Instant at) implements DirectoryEvent { }

    /** @param pattern a domain, or {@code *.domain} for what is below it, or {@code *} */
    record RouteAdded(String pattern, String nextHop, Instant at) implements DirectoryEvent { }

    record RouteRemoved(String pattern, Instant at) implements DirectoryEvent { }

    /**
     * Who asked for the event behind this one; stored together with it.
     *
     * @param who an operator, by the name the operating system has
     */
    record ChangedBy(String who, Instant at) implements DirectoryEvent { }
}
