/** Clients from outside on a real node: the stress test, the fuzz test, and mail programs of Debian's packages as their users start them. */
package org.sterna.platform.clients;
