/**
 * Queued messages on their way: the first attempt where a message was accepted, later ones under its slice; local delivery
 * into mailboxes (RFC 5598's MDA), hand-over to the relay, and reports.
 */
package org.sterna.platform.delivery;
