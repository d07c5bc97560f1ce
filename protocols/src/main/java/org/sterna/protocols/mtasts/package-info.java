/** SMTP MTA Strict Transport Security (RFC 8461): records, policies, and what a policy lets a host be. */
package org.sterna.protocols.mtasts;
