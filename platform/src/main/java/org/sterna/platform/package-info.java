/** The running thing: sockets, streams, sharding, wiring, and the command line. */
package org.sterna.platform;
