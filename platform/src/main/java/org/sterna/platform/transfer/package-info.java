/** Mail to other hosts: RFC 5598's MTA as a client. Routes, MX hosts in their order, opportunistic TLS (RFC 7435). */
package org.sterna.platform.transfer;
