/**
 * Addresses as SMTP envelopes carry them: RFC 5321 sections 4.1.2 and 4.1.3, and RFC 6531 section 3.3 for those outside ASCII.
 *
 * <p>Text is Unicode here; whoever reads octets goes through {@link org.sterna.protocols.address.Utf8} first. Reading is
 * {@link org.sterna.protocols.address.AddressForm#ASCII} unless asked otherwise. Domains are kept and compared as A-labels, local-parts as they came.
 *
 * <p>Left out: the comments and folding that RFC 5322 allows in header fields, and of RFC 5891 and RFC 5892 the rules about
 * context and writing direction.
 */
package org.sterna.protocols.address;
