/** MTA-STS (RFC 8461): policies of other domains are fetched, kept and refreshed, and those of our domains are served. */
package org.sterna.platform.mtasts;
