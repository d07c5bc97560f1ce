package org.sterna.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * One port: {@code sterna.listeners.NAME}.
 *
 * @param service        what is spoken there
 * @param enabled        whether it is opened
 * @param addresses      IP addresses of this machine; at least one, and one that means all of them is alone
 * @param port           1 to 65535, the offset added
 * @param tls            when it speaks TLS
 * @param tlsRules       how it speaks TLS
 * @param proxyProtocol  whether each connection begins with a header of the PROXY protocol
 * @param maxConnections in all, at least 1
 * @param maxPerAddress  from one client network, at least 1
 */
public record ListenerSettings(Service service, boolean enabled, List<String> addresses, int port, TlsMode tls, ListenerTls tlsRules,
        boolean proxyProtocol, int maxConnections, int maxPerAddress) {
    private static final String EVERY = "sterna.every-listener";
    private static final int MOST_CONNECTIONS = 1_000_000;

    /** The full path of the port's setting, for error messages. */
    public String portPath() {
        return path(service) + ".port";
    }

    static List<ListenerSettings> read(SettingsReader settings, int offset) {
        Common.read(settings, EVERY);                        // where a wrong value is best told
        return Stream.of(Service.values()).map(service -> read(settings, service, offset)).toList();
    }

    private static ListenerSettings read(SettingsReader settings, Service service, int offset) {
        String path = path(service);
        int port = settings.number(path + ".port", 1, 65_535);
        if (port + offset > 65_535) {
            throw settings.wrong("sterna.node.port-offset", "at most " + (65_535 - port) + ", because of " + path + ".port = " + port);
        }
        Common common = Common.read(settings, path);
        return new ListenerSettings(service, settings.flag(path + ".enabled"),
                settings.value(path + ".address", "an IP address of this machine, or several with commas between; one that means all of them alone",
                        ListenerSettings::addresses), port + offset,
                settings.choice(path + ".tls", TlsMode.values()), common.tls(), common.proxyProtocol(), common.maxConnections(), common.maxPerAddress());
    }

    /** What {@code sterna.every-listener} has, too. */
    private record Common(ListenerTls tls, boolean proxyProtocol, int maxConnections, int maxPerAddress) {
        static Common read(SettingsReader settings, String path) {
            return new Common(ListenerTls.read(settings, path), settings.flag(path + ".proxy-protocol"),
                    settings.number(path + ".max-connections", 1, MOST_CONNECTIONS), settings.number(path + ".max-per-address", 1, MOST_CONNECTIONS));
        }
    }

    private static List<String> addresses(String text) {
        List<String> addresses = Stream.of(text.split(",", -1)).map(String::strip).toList();
        for (String address : addresses) {
            if (address.contains("/") || Network.parse(address).address().isAnyLocalAddress() && addresses.size() > 1) {
                throw new IllegalArgumentException(text);
            }
        }
        if (addresses.stream().distinct().count() < addresses.size()) {
            throw new IllegalArgumentException(text);
        }
        return addresses;
    }

    private static String path(Service service) {
        return "sterna.listeners." + service.settingName();
    }
}
