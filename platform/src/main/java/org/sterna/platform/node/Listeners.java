package org.sterna.platform.node;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.config.ListenerSettings;
import org.sterna.config.Network;
import org.sterna.config.Service;
import org.sterna.config.SternaSettings;
import org.sterna.config.TlsMode;
import org.sterna.platform.access.AccessServices;
import org.sterna.platform.access.HeaderMemory;
import org.sterna.platform.access.imap.ImapConnection;
import org.sterna.platform.access.imap.ImapConnectionSettings;
import org.sterna.platform.access.pop3.Pop3Connection;
import org.sterna.platform.access.pop3.Pop3ConnectionSettings;
import org.sterna.platform.connection.ConnectionBehavior;
import org.sterna.platform.connection.ConnectionCap;
import org.sterna.platform.connection.ConnectionCounts;
import org.sterna.platform.connection.Listener;
import org.sterna.platform.connection.NetworkCap;
import org.sterna.platform.connection.PortNotAvailableException;
import org.sterna.platform.connection.ProxyProtocol;

/** The open ports of a node. */
final class Listeners implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    /** For what is said in the end, and for the client to read it and close. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(4);

    private final SternaSettings settings;
    private final Node node;
    private final NodeTls tls;
    private final AccessServices access;
    private final ReceptionPorts reception;
    private final ConnectionCap cap;
    private final Map<Service, List<Listener>> open = new LinkedHashMap<>();

    Listeners(SternaSettings settings, Node node, NodeTls tls) {
        this.settings = settings;
        this.node = node;
        this.tls = tls;
        access = new AccessServices(settings.node().hostName(), node.sharding(), node.replicas(), node.messages(), node.blobs(),
                node.authenticator(), node.sessionLog(), Optional.empty(), node.clock(), node.random(), node.quotas(),
                settings.metadata(), new HeaderMemory(settings.imap().headerMemoryOctets()));
        reception = new ReceptionPorts(settings, node);
        cap = new ConnectionCap(settings.limits().maxConnections());
    }

    /** Finds out before anything is started whether every port can be had. */
    static void tryPorts(SternaSettings settings) {
        for (ListenerSettings listener : settings.listeners()) {
            for (String address : listener.enabled() ? listener.addresses() : List.<String>of()) {
                try {
                    Listener.tryPort(address, listener.port());
                } catch (PortNotAvailableException e) {
                    throw new NodeException(listener.portPath() + ": " + e.getMessage(), e);
                }
            }
        }
    }

    /** Those that this node will open, and nobody else may take meanwhile. */
    static Set<Integer> ports(SternaSettings settings) {
        return Stream.of(settings.listeners().stream().filter(ListenerSettings::enabled).map(ListenerSettings::port), settings.management().port().stream().boxed(),
                settings.admin().port().stream().boxed()).flatMap(each -> each).collect(Collectors.toSet());
    }

    /** Opens every port that is enabled, or none: the first that cannot be opened ends the start. */
    void open() {
        DescriptorLimit.check(settings.limits().maxConnections());
        for (Service service : Service.values()) {
            ListenerSettings listener = settings.listener(service);
            if (listener.enabled()) {
                ConnectionCap portCap = cap.part(listener.maxConnections());
                Optional<NetworkCap> networkCap = networkCap(listener);
                ConnectionBehavior behavior = behavior(service, listener);
                for (String address : listener.addresses()) {
                    bind(listener, binding(listener, address).withCap(portCap, farewell(service, settings.node().hostName())).withNetworkCap(networkCap), behavior);
                }
            }
        }
    }

    private org.sterna.platform.connection.ListenerSettings binding(ListenerSettings listener, String address) {
        var bind = org.sterna.platform.connection.ListenerSettings.clear(address, listener.port());
        if (listener.tls() == TlsMode.IMPLICIT) {
            bind = bind.withImplicitTls(tls.of(listener.service()).orElseThrow()::engine);
        }
        return listener.proxyProtocol() ? bind.withProxyProtocol(new ProxyProtocol(Network.any(settings.proxy().trustedNetworks()),
                settings.proxy().headerTimeout())) : bind;
    }

    private void bind(ListenerSettings listener, org.sterna.platform.connection.ListenerSettings bind, ConnectionBehavior behavior) {
        try {
            open.computeIfAbsent(listener.service(), service -> new ArrayList<>()).add(Node.await(Listener.bind(node.system(), bind, behavior),
                    listener.portPath() + ": port " + listener.port() + " could not be opened"));
        } catch (PortNotAvailableException e) {
            throw new NodeException(listener.portPath() + ": " + e.getMessage(), e);
        }
    }

    private Optional<NetworkCap> networkCap(ListenerSettings listener) {
        if (!settings.limits().enabled()) {
            return Optional.empty();
        }
        Predicate<InetAddress> trusted = Network.any(settings.relay().trustedNetworks());
        return Optional.of(new NetworkCap(listener.maxPerAddress(), address -> trusted.test(address) ? Optional.empty()
                : Optional.of(settings.limits().network(address))));
    }

    /** To a connection too many, in the words of its protocol: RFC 9051 section 7.1.5, RFC 3206 section 4, RFC 5321 section 3.8. */
    static String farewell(Service service, String hostName) {
        switch (service) {
            case IMAP, IMAPS:
                return "* BYE Too many connections, try again later\r\n";
            case POP3, POP3S:
                return "-ERR [SYS/TEMP] Too many connections, try again later\r\n";
            default:
                return "421 4.7.0 " + hostName + " Too many connections, try again later\r\n";
        }
    }

    private ConnectionBehavior behavior(Service service, ListenerSettings listener) {
        boolean implicit = listener.tls() == TlsMode.IMPLICIT;
        switch (service) {
            case IMAP, IMAPS:
                return ImapConnection.behavior(access(listener), imap(service, implicit));
            case POP3, POP3S:
                return Pop3Connection.behavior(access(listener), implicit
                        ? Pop3ConnectionSettings.pop3s(settings.pop3().timeout(), settings.pop3().loginDelay())
                        : Pop3ConnectionSettings.pop3(settings.pop3().timeout(), settings.pop3().loginDelay()));
            default:
                return reception.behavior(service, listener, tls.of(service));
        }
    }

    private AccessServices access(ListenerSettings listener) {
        return access.withTls(tls.of(listener.service()).map(each -> each::engine));
    }

    private ImapConnectionSettings imap(Service service, boolean implicit) {
        return new ImapConnectionSettings(service.settingName(), implicit, settings.imap().preAuthenticationTimeout(), settings.imap().timeout(),
                settings.imap().maxLineOctets(), settings.imap().maxLiteralOctets(), settings.smtp().maxMessageOctets(),
                settings.imap().maxBadCommands(), settings.imap().maxCommands(), settings.imap().maxSelectedMessages());
    }

    /** The ports that are open, by service. */
    Map<Service, Integer> ports() {
        Map<Service, Integer> ports = new LinkedHashMap<>();
        open.forEach((service, listeners) -> ports.put(service, listeners.get(0).address().getPort()));
        return ports;
    }

    /** By service, one for each address. */
    Map<Service, List<ConnectionCounts>> counts() {
        Map<Service, List<ConnectionCounts>> counts = new LinkedHashMap<>();
        open.forEach((service, listeners) -> counts.put(service, listeners.stream().map(Listener::counts).toList()));
        return counts;
    }

    int connections() {
        return open.values().stream().flatMap(List::stream).mapToInt(Listener::connections).sum();
    }

    /**
     * Closes the ports; what is under way on open connections may end within {@code sterna.drain.timeout}. Who is still connected after
     * that is told so where it can be told, and cut off a little later; no message that was acknowledged is lost by it.
     */
    @Override
    public void close() throws Exception {
        List<Listener> all = open.values().stream().flatMap(List::stream).toList();
        CompletableFuture<?> drained = CompletableFuture.allOf(all.stream()
                .map(listener -> listener.drain().thenCompose(done -> listener.drained()).toCompletableFuture()).toArray(CompletableFuture[]::new));
        if (isOver(drained, settings.drain().timeout())) {
            return;
        }
        LOG.info("{} connections have not ended within sterna.drain.timeout and are broken off", connections());
        all.forEach(Listener::endDrain);
        if (!isOver(drained, LAST_WORDS)) {
            LOG.info("{} connections are cut off", connections());
        }
    }

    private static boolean isOver(CompletableFuture<?> drained, Duration time) throws Exception {
        try {
            drained.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }
}
