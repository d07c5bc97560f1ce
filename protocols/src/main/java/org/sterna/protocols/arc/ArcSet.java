package org.sterna.protocols.arc;

import org.sterna.protocols.dkim.SignatureField;
import org.sterna.protocols.message.HeaderField;

/**
 * One set of a chain whose structure is valid (RFC 8617 section 4.2).
 *
 * @param results ARC-Authentication-Results
 * @param payload of the results, behind i=; unfolded
 */
record ArcSet(int instance, HeaderField results, String payload, SignatureField message, SealField seal) { }
