package org.sterna.protocols.smtp.parameter;

/**
 * ORCPT: the recipient as the sender named it. RFC 3461 section 4.2.
 *
 * @param addressType an atom such as {@code rfc822} (RFC 3461) or {@code utf-8} (RFC 6533 section 3)
 * @param address decoded from xtext or utf-8-addr-xtext
 */
public record OriginalRecipient(String addressType, String address) {}
