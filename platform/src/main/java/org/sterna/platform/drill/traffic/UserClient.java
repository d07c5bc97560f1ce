package org.sterna.platform.drill.traffic;

import java.util.List;

/** An IMAP client that lives through a whole drill on one account. */
public interface UserClient extends Runnable {

    /** What it was told that cannot be true; when it has ended. */
    List<String> violations();
}
