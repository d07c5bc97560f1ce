package org.sterna.platform.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.protocols.message.HeaderFields;

/**
 * Header sections of messages that a search has read, so that the next one of the same mailbox need not. A message never changes, and neither its UID nor its
 * mailbox's name is ever given to another: what is in here does not grow old. What is seldom asked for leaves when there is no room. For all threads.
 */
public final class HeaderMemory {
    /** A longer section is not kept. */
    static final int LONGEST = 8 * 1024;
    /** Octets that are taken by one section beside its own. */
    private static final int BESIDE = 150;

    private record Key(MailboxId mailbox, long uid) { }

    private final Cache<Key, byte[]> sections;

    /** @param octets how much memory it may take; 0 if nothing is to be kept */
    public HeaderMemory(long octets) {
        sections = Caffeine.newBuilder().maximumWeight(octets).weigher((Key key, byte[] section) -> section.length + BESIDE).executor(Runnable::run).build();
    }

    /** Empty if it is not known any more, or never was. */
    public Optional<HeaderFields> find(MailboxId mailbox, long uid) {
        return Optional.ofNullable(sections.getIfPresent(new Key(mailbox, uid))).map(HeaderFields::parse);
    }

    /** Keeps a whole header section, unless it is long. */
    public void keep(MailboxId mailbox, long uid, byte[] section) {
        if (section.length <= LONGEST) {
            sections.put(new Key(mailbox, uid), section.clone());
        }
    }
}
