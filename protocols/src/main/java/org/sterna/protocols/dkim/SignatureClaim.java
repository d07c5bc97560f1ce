package org.sterna.protocols.dkim;

/**
 * What a signature field says of itself. Whatever could not be read is empty.
 *
 * @param domain d=, A-labels in lower case (the SDID of RFC 6376 section 3.5)
 * @param selector s=, A-labels
 * @param algorithm a=, as written
 * @param identity i=, or the domain with an at sign in front (the AUID)
 * @param signatureStart the first octets of b=, enough to tell the message's signatures apart (RFC 6008 section 4)
 */
public record SignatureClaim(String domain, String selector, String algorithm, String identity, String signatureStart) {
    static final SignatureClaim NONE = new SignatureClaim("", "", "", "", "");
}
