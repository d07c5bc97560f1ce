package org.sterna.protocols.smtp;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Whom a trusted proxy speaks for; what it did not say or says it cannot tell is empty.
 *
 * @param address ADDR
 * @param port PORT
 * @param name NAME, the client's host name as the proxy found it
 * @param helo HELO
 * @param login LOGIN: an account that the proxy has authenticated
 * @param destination DESTADDR
 * @param destinationPort DESTPORT
 */
public record XclientAttributes(
        Optional<InetAddress> address,
        OptionalInt port,
        Optional<String> name,
        Optional<String> helo,
        Optional<String> login,
        Optional<InetAddress> destination,
        OptionalInt destinationPort) {}
