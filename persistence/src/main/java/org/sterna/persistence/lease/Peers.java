package org.sterna.persistence.lease;

import java.util.Optional;
import org.sterna.persistence.identity.Incarnation;

/** The other nodes of a cluster, as far as this one knows. Thread-safe; answers at once. */
public interface Peers {
    /** A node that is alone: everybody else has ended, or is to be fenced. */
    Peers NONE = incarnation -> Optional.empty();

    /**
     * Where the actor system of an incarnation can be asked.
     *
     * @return empty if it is no member of the cluster, or one that was counted out
     */
    Optional<String> addressOf(Incarnation incarnation);
}
