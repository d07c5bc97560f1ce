package org.sterna.protocols.spf;

/**
 * The arguments of {@code check_host()}. RFC 7208 section 4.1.
 *
 * @param localPart of the sender, without quoting; never empty
 * @param domain    the one that is asked, and that of the sender; need not be a domain name, then the result is {@link SpfResult#NONE}
 */
public record SpfQuestion(SpfIdentity identity, SpfClient client, String localPart, String domain) {
    /** RFC 7208 section 4.3: an absent local-part is {@code postmaster}. */
    public SpfQuestion {
        localPart = localPart.isEmpty() ? "postmaster" : localPart;
    }

    /** Whether the local-part is. */
    boolean isAscii() {
        return localPart.chars().allMatch(c -> c < 128);
    }

    /** The address that is asked about. */
    String sender() {
        return localPart + "@" + domain;
    }
}
