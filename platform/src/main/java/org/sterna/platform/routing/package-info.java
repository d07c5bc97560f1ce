/**
 * Where a forward-path leads when RCPT names it (RFC 5321 sections 3.3, 3.6 and 3.9.1): to mailboxes here, to servers behind us, to the
 * outside, or nowhere. Domain aliases, details behind a separator (RFC 5233 section 1), aliases, catch-all addresses, relay
 * domains and quotas are weighed here. Who may relay to the outside is decided by the caller; mailing lists are left out.
 */
package org.sterna.platform.routing;
