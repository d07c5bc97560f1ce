/** Policies of other domains that were fetched (RFC 8461 section 3.3), for all nodes and for as long as they hold. */
package org.sterna.persistence.mtasts;
