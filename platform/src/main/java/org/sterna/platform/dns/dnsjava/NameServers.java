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

    private static final int DNS_PORT = 53;
    private static final int ATTEMPTS = 3;

    private NameServers() { }

    /**
     * @param servers {@code address}, {@code address:port} or {@code [IPv6 address]:port} each; empty for the system's
     * @param timeout for a whole question, all attempts at all servers together
     */
    static Resolver resolver(List<String> servers, Duration timeout) {
        List<InetSocketAddress> addresses = servers.isEmpty()
                ? ResolverConfig.getCurrentConfig().servers()
                : servers.stream().map(NameServers::parse).toList();
        ExtendedResolver resolver = new ExtendedResolver(addresses.stream().map(SimpleResolver::new).toArray(Resolver[]::new));
        resolver.setTimeout(timeout);
        resolver.setRetries(ATTEMPTS);
        for (Resolver one : resolver.getResolvers()) {
            one.setTimeout(timeout.dividedBy(ATTEMPTS));
        }
        return resolver;
    }

    static InetSocketAddress parse(String server) {
        int colon = server.lastIndexOf(':');
        boolean hasPort = colon > 0 && (server.indexOf(':') == colon || server.charAt(colon - 1) == ']');
        String host = hasPort ? server.substring(0, colon) : server;
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        try {
            int port = hasPort ? Integer.parseInt(server.substring(colon + 1)) : DNS_PORT;
            return new InetSocketAddress(InetAddress.getByName(bare), port);
        } catch (UnknownHostException | IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "sterna.dns.servers: \"" + server + "\" is not an address with an optional port, such as 192.0.2.53:53", wrong);
        }
    }
}
