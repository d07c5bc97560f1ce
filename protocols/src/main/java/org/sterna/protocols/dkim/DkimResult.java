package org.sterna.protocols.dkim;

import java.util.Locale;

/**
 * What became of one signature.
 *
 * @param reason one line; empty for a pass
 * @param keyBits of the public key; 0 when there was none to look at
 * @param testing whether the key's domain is testing: then the message is to be treated as if it were not signed (RFC 6376 section 3.6.1, t=y)
 */
public record DkimResult(Status status, String reason, SignatureClaim claim, int keyBits, boolean testing) {
    /** The reason of a {@link Status#FAIL}: the body is not the one that was signed. */
    public static final String BODY_CHANGED = "body hash did not verify";
    /** The reason of a {@link Status#PERMERROR}: the domain has withdrawn the key. */
    public static final String KEY_REVOKED = "key revoked";

    /** The results of RFC 8601 section 2.7.1; a message without signatures has none of them. */
    public enum Status {
        /** The signature verified and is acceptable. */
        PASS,
        /** The signature, or the body's hash, did not verify. */
        FAIL,
        /** The signature verified and is not acceptable: it leaves octets of the body unsigned. */
        POLICY,
        /** The field cannot be read, or is of a version or an algorithm that is unknown. */
        NEUTRAL,
        /** The key could not be asked for; later it may be there. */
        TEMPERROR,
        /** It cannot be verified, now or later: no key, one that is revoked, too short or unsuitable, or a signature that is not allowed. */
        PERMERROR;

        /** As written in Authentication-Results. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public boolean isPass() {
        return status == Status.PASS;
    }
}
