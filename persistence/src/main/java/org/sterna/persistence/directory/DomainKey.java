package org.sterna.persistence.directory;

import java.time.Instant;

/**
 * A key that signs for one of our domains (RFC 6376 section 3.1).
 *
 * @param selector  under which it is published; no two keys of a domain have the same
 * @param algorithm as in the tag a= of signatures
 * @param sealed    the private key, encrypted, in base64: who reads the store cannot sign
 * @param record    what the DNS has to say of it
 * @param since     when it came into this state
 */
public record DomainKey(String selector, String algorithm, String sealed, String record, State state, Instant since) {
    /** Where in its life a key is; it only goes on. */
    public enum State {
        /** Made, and waiting until it is published. */
        PREPARED,
        /** Signs. One of each algorithm does. */
        ACTIVE,
        /** Signs no more, and stays published for what was signed with it. */
        RETIRED
    }

    DomainKey in(State next, Instant at) {
        return new DomainKey(selector, algorithm, sealed, record, next, at);
    }
}
