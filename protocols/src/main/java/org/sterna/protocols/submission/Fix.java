package org.sterna.protocols.submission;

import java.util.EnumSet;
import java.util.Set;

/** One thing that is mended. */
public enum Fix {
    /** A missing Date is added. RFC 6409 section 8.2. */
    ADD_DATE,
    /** A missing Message-ID is added, one that cannot be an identifier replaced. RFC 6409 section 8.3. */
    ADD_MESSAGE_ID,
    /** A missing From is the account's address; RFC 5322 section 3.6 demands one. */
    ADD_FROM,
    /** Sender tells the account's address when From does not, or names several. RFC 6409 section 8.1, RFC 5322 section 3.6.2. */
    ADD_SENDER,
    /**
     * An address without a domain gets the account's. RFC 6409 section 8 wants the local-part verified first. We are in violation,
     * because only header fields change and an unknown local-part in the user's own domain misleads nobody but the user.
     */
    QUALIFY_ADDRESSES,
    /** Bcc and Resent-Bcc are taken out; RFC 5322 section 3.6.3 allows that for all recipients alike. */
    STRIP_BCC;

    /** All but {@link #ADD_SENDER}, which shows who used an address that the account may use. */
    public static final Set<Fix> USUAL = Set.copyOf(EnumSet.complementOf(EnumSet.of(ADD_SENDER)));
}
