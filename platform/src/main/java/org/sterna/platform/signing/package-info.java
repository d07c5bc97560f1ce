/**
 * Signs what users submit and what this host writes itself (RFC 6376), and keeps the keys for it: encrypted in the directory, by a key that stands in a file of each
 * node and nowhere else.
 */
package org.sterna.platform.signing;
