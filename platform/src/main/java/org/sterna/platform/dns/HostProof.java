package org.sterna.platform.dns;

import java.util.List;

/**
 * What DNSSEC vouches for of a host that takes mail (RFC 7672 section 2.2). Names are in ASCII, without a last dot.
 *
 * @param named whether for the MX records that name it, or for there being none
 * @param bases domains below which its TLSA records are looked for, in this order (RFC 7672 section 2.2.2); empty if it does not vouch for its addresses
 * @param names that its certificate may bear beside the base: the domain that the mail is for, and the one that its aliases lead to
 *              (RFC 7672 section 3.2.2); empty if others might have chosen the host
 */
public record HostProof(boolean named, List<String> bases, List<String> names) {
    public static final HostProof NONE = new HostProof(false, List.of(), List.of());

    public HostProof {
        bases = List.copyOf(bases);
        names = List.copyOf(names);
    }
}
