/**
 * Reports of failed delivery: RFC 3464 in the multipart/report of RFC 6522. Only {@code failed} is reported; delay
 * and success reports, and the SMTP extension that asks for them (RFC 3461), are left out.
 */
package org.sterna.protocols.dsn;
