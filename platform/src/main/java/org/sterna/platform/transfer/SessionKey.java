package org.sterna.platform.transfer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * What connections must have in common to stand in for each other.
 *
 * @param destination whose connections they are: limits are by destination, so two of them share none
 * @param sources     one of which it comes from; empty for any
 */
record SessionKey(String destination, String host, InetSocketAddress address, Transport.Protocol protocol, Transport.TlsDemand tls,
        Optional<String> credentials, List<InetAddress> sources) { }
