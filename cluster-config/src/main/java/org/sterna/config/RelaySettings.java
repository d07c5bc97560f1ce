package org.sterna.config;

import java.time.Duration;
import java.util.List;

/**
 * Sending to other servers: {@code sterna.relay}.
 *
 * @param smtpPort               the port of other servers
 * @param trustedNetworks        who may send anywhere without a login
 * @param connectTimeout         for TCP
 * @param commandTimeout         for the greeting and replies to commands
 * @param dataInitiationTimeout  for the reply to DATA
 * @param dataBlockTimeout       for sending one block
 * @param dataTerminationTimeout for the reply to the final dot
 */
public record RelaySettings(int smtpPort, List<Network> trustedNetworks, Duration connectTimeout, Duration commandTimeout,
                            Duration dataInitiationTimeout, Duration dataBlockTimeout, Duration dataTerminationTimeout) {
    static RelaySettings read(SettingsReader settings) {
        return new RelaySettings(
                settings.number("sterna.relay.smtp-port", 1, 65_535),
                settings.list("sterna.relay.trusted-networks", "a list of networks, such as [\"192.0.2.0/24\", \"2001:db8::/32\"]",
                        Network::parse),
                settings.duration("sterna.relay.connect-timeout", "100 ms", "10 m"),
                settings.duration("sterna.relay.command-timeout", "100 ms", "1 h"),
                settings.duration("sterna.relay.data-initiation-timeout", "100 ms", "1 h"),
                settings.duration("sterna.relay.data-block-timeout", "100 ms", "1 h"),
                settings.duration("sterna.relay.data-termination-timeout", "100 ms", "1 h"));
    }
}
