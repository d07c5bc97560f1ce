package org.sterna.protocols.dkim;

/**
 * Whose key made a signature, and how.
 *
 * @param domain d=, A-labels in lower case
 * @param selector s=
 */
public record SigningName(String domain, String selector, SignatureAlgorithm algorithm) { }
