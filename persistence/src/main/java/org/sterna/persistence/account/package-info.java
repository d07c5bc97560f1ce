/** A user's account: credentials, quota and the tree of mailbox names (RFC 9051 section 5.1), changed as one. */
package org.sterna.persistence.account;
