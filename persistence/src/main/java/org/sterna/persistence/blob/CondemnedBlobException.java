package org.sterna.persistence.blob;

import org.sterna.persistence.identity.BlobId;

/** The octets are about to be removed: nobody held them any more. Whoever still has them writes them anew under another id. */
public final class CondemnedBlobException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CondemnedBlobException(BlobId id) {
        super("blob " + id + " is condemned");
    }
}
