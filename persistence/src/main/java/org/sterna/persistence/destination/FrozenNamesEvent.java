package org.sterna.persistence.destination;

/** Changes of {@link FrozenNames}. */
public sealed interface FrozenNamesEvent {
    /** Before the destination is frozen. */
    record NameAdded(String id) implements FrozenNamesEvent { }

    /** After it has thawed. */
    record NameRemoved(String id) implements FrozenNamesEvent { }
}
