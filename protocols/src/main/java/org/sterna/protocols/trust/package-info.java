/**
 * What a host found out about where a message comes from, as it is told in the field Authentication-Results (RFC 8601): written, read,
 * and recognised when somebody else wrote it in our name. The methods themselves have packages of their own.
 */
package org.sterna.protocols.trust;
