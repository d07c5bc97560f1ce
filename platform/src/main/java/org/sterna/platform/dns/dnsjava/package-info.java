/** The resolver over dnsjava's asynchronous lookups. */
package org.sterna.platform.dns.dnsjava;
