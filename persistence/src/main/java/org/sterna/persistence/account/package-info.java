/**
 * What an address of ours is: a user's account with credentials, quota and the tree of mailbox names (RFC 9051 section 5.1),
 * changed as one; or an alias; or a recipient behind a relay. One entity for each address, so that it is never two of them.
 */
package org.sterna.persistence.account;
