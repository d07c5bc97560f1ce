package org.sterna.platform.policy;

import java.time.Clock;
import java.util.concurrent.Executor;
import org.sterna.config.AccessLists;

/**
 * The three lists of one kind.
 *
 * @param networks     of clients
 * @param helo         names in HELO or EHLO
 * @param reversePaths addresses and domains
 */
record ClientLists(EntryList<NetworkSet> networks, EntryList<NameSet> helo, EntryList<NameSet> reversePaths) {

    static ClientLists of(String path, AccessLists entries, Clock clock, Executor files) {
        return new ClientLists(
                new EntryList<>(path + ".networks", entries.networks(), NetworkSet::new, clock, files),
                new EntryList<>(path + ".helo", entries.helo(), names -> new NameSet(names, AccessLists::name), clock, files),
                new EntryList<>(path + ".reverse-path", entries.reversePaths(), names -> new NameSet(names, AccessLists::reversePath), clock,
                        files));
    }

    boolean isEmpty() {
        return networks.isEmpty() && helo.isEmpty() && reversePaths.isEmpty();
    }
}
