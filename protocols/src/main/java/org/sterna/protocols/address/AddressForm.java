package org.sterna.protocols.address;

/** Which characters an address may hold where it is read. */
public enum AddressForm {
    /** RFC 5321 section 4.1.2; an internationalized domain comes as A-labels (RFC 5890 section 2.3.2.1). */
    ASCII,
    /** RFC 6531 section 3.3: UTF-8 in the local-part, U-labels in the domain. Only with SMTPUTF8. */
    UTF8
}
