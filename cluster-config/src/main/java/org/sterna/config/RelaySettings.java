package org.sterna.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
 * @param maxConnections         to other servers, open at one time
 * @param maxAttempts            addresses that are tried in one attempt
 * @param maxConversion          octets of a message that is still converted to seven bits
 * @param addressFamilies        which addresses are tried, and which first
 * @param caFile                 PEM certificates of the authorities that are trusted; empty for those of the system
 * @param transports             where mail goes that does not go to its MX hosts
 * @param credentials            by name
 * @param identities             client certificates by name
 * @param sources                the addresses that connections come from
 */
public record RelaySettings(int smtpPort, List<Network> trustedNetworks, Duration connectTimeout, Duration commandTimeout,
                            Duration dataInitiationTimeout, Duration dataBlockTimeout, Duration dataTerminationTimeout,
                            int maxConnections, int maxAttempts, int maxConversion, AddressFamilies addressFamilies, Optional<Path> caFile,
                            List<TransportRule> transports, Map<String, CredentialSettings> credentials, Map<String, ClientIdentity> identities,
                            SourceSettings sources) {
    /** Which addresses of other servers are tried. */
    public enum AddressFamilies { IPV6_FIRST, IPV4_FIRST, IPV6_ONLY, IPV4_ONLY }

    static RelaySettings read(SettingsReader settings) {
        RelaySettings read = new RelaySettings(
                settings.number("sterna.relay.smtp-port", 1, 65_535),
                settings.list("sterna.relay.trusted-networks", "a list of networks, such as [\"192.0.2.0/24\", \"2001:db8::/32\"]",
                        Network::parse),
                settings.duration("sterna.relay.connect-timeout", "100 ms", "10 m"),
                settings.duration("sterna.relay.command-timeout", "100 ms", "1 h"),
                settings.duration("sterna.relay.data-initiation-timeout", "100 ms", "1 h"),
                settings.duration("sterna.relay.data-block-timeout", "100 ms", "1 h"),
                settings.duration("sterna.relay.data-termination-timeout", "100 ms", "1 h"),
                settings.number("sterna.relay.max-connections", 1, 100_000),
                settings.number("sterna.relay.max-attempts", 1, 100),
                settings.size("sterna.relay.max-conversion", "64 KiB", "256 MiB"),
                settings.choice("sterna.relay.address-families", AddressFamilies.values()),
                settings.file("sterna.relay.ca-file"),
                TransportRule.read(settings), CredentialSettings.read(settings), ClientIdentity.read(settings), SourceSettings.read(settings));
        read.transports.forEach(rule -> rule.credentials().filter(name -> !read.credentials.containsKey(name)).or(() ->
                Stream.concat(rule.identity().filter(name -> !read.identities.containsKey(name)).stream(),
                        rule.sourcePool().filter(name -> !read.sources.pools().containsKey(name)).stream()).findFirst()).ifPresent(name -> {
                            throw settings.wrong("sterna.relay.transports", "without names that are not defined: \"" + name + "\"");
                        }));
        return read;
    }
}
