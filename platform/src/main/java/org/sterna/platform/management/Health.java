package org.sterna.platform.management;

import java.util.Optional;

/** What a node says when it is asked how it is. Answers at once, on any thread. */
public interface Health {
    /** Why its ports are not open yet, in one line; empty once they were opened, also when they are closed again. */
    Optional<String> notStarted();

    /** Why no new clients should be sent to it, in one line; empty if they may come. */
    Optional<String> notReady();
}
