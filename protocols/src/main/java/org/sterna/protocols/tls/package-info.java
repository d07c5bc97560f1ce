/** Which certificate another server may show (RFC 6125), and in which words a failure of TLS is reported (RFC 8460). */
package org.sterna.protocols.tls;
