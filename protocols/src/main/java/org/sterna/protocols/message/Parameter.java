package org.sterna.protocols.message;

/**
 * A parameter of Content-Type or Content-Disposition. RFC 2231 continuations and encodings are left as received.
 *
 * @param name octet string, as spelt
 * @param value octet string, quoting removed
 */
public record Parameter(String name, String value) {
}
