/**
 * What MAIL and RCPT say beside their paths: RFC 1870, RFC 2852, RFC 3030, RFC 3461, RFC 4865, RFC 4954, RFC 6152, RFC 6531, RFC 6710 and
 * RFC 8689. Values only; a queued message keeps them, and a client says them again to the next host.
 */
package org.sterna.protocols.smtp.parameter;
