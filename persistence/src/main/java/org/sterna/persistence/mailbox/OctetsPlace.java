package org.sterna.persistence.mailbox;

import org.sterna.persistence.identity.BlobId;

/** Where the octets of a message are, as they were received. */
public sealed interface OctetsPlace {
    /** In the message's own row. */
    record Inline(long size) implements OctetsPlace { }

    /** In chunks of their own. */
    record InBlob(BlobId blob, long size) implements OctetsPlace { }

    /** Octets as received, without prefix and before anything is taken out. */
    long size();
}
