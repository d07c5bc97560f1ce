package org.sterna.protocols.dkim;

/**
 * What a verifier accepts, and how much work it does.
 *
 * @param maxSignatures of one message that are verified, the topmost ones; 1 or more
 * @param maxHeaderOctets of a header section that is looked at; in larger ones nothing verifies
 * @param minRsaBits at least 1024 (RFC 8301 section 3.2)
 * @param wholeBody whether a signature that leaves octets of the body unsigned (l=) is {@link DkimResult.Status#POLICY} and no pass: anything could have been
 *     appended (RFC 6376 section 8.2)
 */
public record DkimPolicy(int maxSignatures, int maxHeaderOctets, int minRsaBits, boolean wholeBody) {
    public static final DkimPolicy USUAL = new DkimPolicy(10, 1024 * 1024, 1024, true);

    public DkimPolicy {
        if (maxSignatures < 1 || maxHeaderOctets < 1 || minRsaBits < 1024) {
            throw new IllegalArgumentException("signatures " + maxSignatures + ", header octets " + maxHeaderOctets + ", RSA bits " + minRsaBits);
        }
    }
}
