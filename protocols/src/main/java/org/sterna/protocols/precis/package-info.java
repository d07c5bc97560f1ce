/**
 * PRECIS: how names and passwords are made comparable (RFC 8264), with the profiles of RFC 8265. By the JVM's Unicode tables, which are
 * younger than those the RFCs were written with.
 *
 * <p>Left out: the profiles for nicknames (RFC 8266), for nobody here has one.
 */
package org.sterna.protocols.precis;
