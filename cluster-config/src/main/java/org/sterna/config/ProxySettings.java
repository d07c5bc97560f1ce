package org.sterna.config;

import java.time.Duration;
import java.util.List;

/**
 * The PROXY protocol of ports behind a load balancer: {@code sterna.proxy}.
 *
 * @param trustedNetworks where the balancers are; nobody else may connect to such a port
 * @param headerTimeout   how long the header may take
 */
public record ProxySettings(List<Network> trustedNetworks, Duration headerTimeout) {
    static ProxySettings read(SettingsReader settings) {
        return new ProxySettings(
                settings.list("sterna.proxy.trusted-networks", "a list of networks, such as [\"192.0.2.0/24\", \"2001:db8::/32\"]",
                        Network::parse),
                settings.duration("sterna.proxy.header-timeout", "100 ms", "1 m"));
    }
}
