package org.sterna.platform.dns.dnsjava;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;

/** Reads the setting {@code sterna.dns.servers}. */
final class NameServers {

    private static final int ATTEMPTS = 3;
    private static final TcpQuestions TCP = new TcpQuestions();

    private NameServers() { }

    /**
     * @param servers resolved or not; empty for the system's
     * @param timeout for a whole question, all attempts at all servers together
     */
    static Resolver resolver(List<InetSocketAddress> servers, Duration timeout) {
        List<InetSocketAddress> addresses = servers.isEmpty()
                ? ResolverConfig.getCurrentConfig().servers()
                : servers.stream().map(NameServers::resolved).toList();
        ExtendedResolver resolver = new ExtendedResolver(addresses.stream().map(NameServers::server).toArray(Resolver[]::new));
        resolver.setTimeout(timeout);
        resolver.setRetries(ATTEMPTS);
        for (Resolver one : resolver.getResolvers()) {
            one.setTimeout(timeout.dividedBy(ATTEMPTS));
        }
        return resolver;
    }

    private static Resolver server(InetSocketAddress address) {
        SimpleResolver server = new SimpleResolver(address);
        server.setIoClientFactory(TCP);
        return server;
    }

    /** An unknown name ends the start; an unresolved address would be noticed with the first question. */
    static InetSocketAddress resolved(InetSocketAddress server) {
        try {
            return new InetSocketAddress(InetAddress.getByName(server.getHostString()), server.getPort());
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException("sterna.dns.servers: \"" + server.getHostString() + "\" is not an address, such as 192.0.2.53", unknown);
        }
    }
}
