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
     * A key was made to sign for a domain; it does not sign yet.
     *
     * @param algorithm as in the tag a= of signatures (RFC 6376 section 3.5)
     * @param sealed    the private key, encrypted, in base64
     * @param record    what the DNS has to say of it
     */
    record SigningKeyAdded(String domain, String selector, String algorithm, String sealed, String record, Instant at) implements DirectoryEvent { }

    /** The key signs from now on, and the one of its algorithm that did before is retired. */
    record SigningKeyActivated(String domain, String selector, Instant at) implements DirectoryEvent { }

    record SigningKeyRemoved(String domain, String selector, Instant at) implements DirectoryEvent { }

    /**
     * Who asked for the event behind this one; stored together with it.
     *
     * @param who an operator, by the name the operating system has
     */
    record ChangedBy(String who, Instant at) implements DirectoryEvent { }
}
