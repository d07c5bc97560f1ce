package org.sterna.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * One port: {@code sterna.listeners.NAME}.
 *
 * @param service       what is spoken there
 * @param enabled       whether it is opened
 * @param address       an IP address of this machine
 * @param port          1 to 65535, the offset added
 * @param tls           when it speaks TLS
 * @param proxyProtocol whether each connection begins with a header of the PROXY protocol
 */
public record ListenerSettings(Service service, boolean enabled, String address, int port, TlsMode tls, boolean proxyProtocol) {

    /** The full path of the port's setting, for error messages. */
    public String portPath() {
        return path(service) + ".port";
    }

    static List<ListenerSettings> read(SettingsReader settings, int offset) {
        return Stream.of(Service.values()).map(service -> read(settings, service, offset)).toList();
    }

    private static ListenerSettings read(SettingsReader settings, Service service, int offset) {
        String path = path(service);
        int port = settings.number(path + ".port", 1, 65_535);
        if (port + offset > 65_535) {
            throw settings.wrong("sterna.node.port-offset", "at most " + (65_535 - port) + ", because of " + path + ".port = " + port);
        }
        return new ListenerSettings(service, settings.flag(path + ".enabled"),
                settings.text(path + ".address", "an IP address of this machine", ListenerSettings::isAddress), port + offset,
                settings.choice(path + ".tls", TlsMode.values()), settings.flag(path + ".proxy-protocol"));
    }

    private static boolean isAddress(String text) {
        try {
            return !text.contains("/") && Network.parse(text) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String path(Service service) {
        return "sterna.listeners." + service.settingName();
    }
}
