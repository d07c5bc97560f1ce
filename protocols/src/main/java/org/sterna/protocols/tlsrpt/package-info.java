/**
 * SMTP TLS Reporting (RFC 8460): the record by which a domain asks for reports, the report itself as JSON, and the message or file that carries it.
 * Left out: nothing that a reporter or a receiver of reports needs; how sessions are counted and reports are sent is not said here.
 */
package org.sterna.protocols.tlsrpt;
