/** JSON (RFC 8259), for tokens and reports. */
package org.sterna.protocols.json;
