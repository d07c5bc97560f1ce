/**
 * Octets between TCP and the actors that hold the conversations: one {@link org.sterna.platform.connection.ConnectionLogic} and one typed actor per connection.
 *
 * <p>{@link org.sterna.platform.connection.Listener} accepts, {@link org.sterna.platform.connection.Connector} reaches out; a few
 * {@link org.sterna.platform.connection.EventLoop}s wait for all sockets. The actor gets
 * {@link org.sterna.platform.connection.ConnectionEvent}s and answers through a
 * {@link org.sterna.platform.connection.ConnectionOutput}. TLS starts at once (RFC 8314 section 3) or behind a command
 * (RFC 3207, RFC 2595). Lines, commands, timeouts of a protocol and the choice of certificates belong to the callers.
 */
package org.sterna.platform.connection;
