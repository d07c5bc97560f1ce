/** Lookups over dnsjava, and the resolver of mail hosts that asks by them. */
package org.sterna.platform.dns.dnsjava;
