package org.sterna.protocols.dkim;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The one hash that is used. */
public final class Sha256 {
    private Sha256() { }

    public static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);     // every Java platform has it
        }
    }

    /** What has been hashed so far, to go on from there. */
    public static MessageDigest copy(MessageDigest begun) {
        try {
            return (MessageDigest) begun.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);     // those of the Java platform can be cloned
        }
    }
}
