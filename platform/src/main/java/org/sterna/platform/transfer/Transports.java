package org.sterna.platform.transfer;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.smtp.EnhancedStatus;

/**
 * Decides how a recipient's copy leaves: by the next hop that its target names, else by the directory's route, else by the rules of the settings, else
 * by the MX hosts of its domain. Thread-safe; rules may be replaced at any time, and those that are asked next follow the new ones.
 */
public final class Transports {
    /** Routes whose reading is remembered; there are few, and each message asks for its own more than once. */
    private static final int MAX_READ = 10_000;

    private final Function<String, Optional<String>> routes;
    private final int smtpPort;
    private final Map<String, Optional<TransportTarget>> read = new ConcurrentHashMap<>();
    private volatile TransportMap map;

    /**
     * @param map      of the settings
     * @param routes   the directory's route for a domain, such as {@code domain -> copy.current().route(domain)}
     * @param smtpPort of hosts without port, and of MX hosts
     */
    public Transports(TransportMap map, Function<String, Optional<String>> routes, int smtpPort) {
        this.map = map;
        this.routes = routes;
        this.smtpPort = smtpPort;
    }

    /** Whether a text is what a route or a next hop may be: a host with or without {@code smtp:}, {@code smtps:}, {@code lmtp:}, or {@code mx}, {@code discard}, {@code error:...}. */
    public static boolean isRoute(String text) {
        return TransportTarget.parse(text, 25).isPresent();
    }

    /** From here on these rules count. */
    public void replace(TransportMap rules) {
        map = rules;
    }

    int smtpPort() {
        return smtpPort;
    }

    /**
     * How one recipient's copy leaves.
     *
     * @param domain  of the recipient as its target has it: A-labels in lower case, or an address literal
     * @param nextHop that its target names
     * @param account that submitted the message
     */
    public Transport transport(ForwardPath recipient, String domain, Optional<String> nextHop, Optional<String> account, ReversePath sender) {
        Optional<String> route = nextHop.or(() -> routes.apply(domain));
        if (route.isPresent()) {
            Optional<TransportTarget> target = target(route.get());
            if (target.isEmpty()) {                     // never by MX instead: that may be this host, or somebody who does not relay for it
                return new Transport.Refuse(new EnhancedStatus(4, 3, 5), "'" + route.get() + "' is no next hop");
            }
            boolean implicit = target.get() instanceof TransportTarget.Hop hop && hop.implicitTls();
            return transport(target.get(), domain, implicit ? new Transport.TlsDemand(Transport.TlsDemand.Level.ENCRYPT, true, Optional.empty())
                    : Transport.TlsDemand.MAY, Optional.empty(), Optional.empty());
        }
        List<String> senders = SenderKeys.of(account, sender);
        return map.find(recipient, domain, senders)
                .map(entry -> transport(entry.target(), domain, entry.tls(), entry.credentials(), entry.sources()))
                .orElseGet(() -> Transport.Host.mx(domain.toLowerCase(Locale.ROOT)));
    }

    private Optional<TransportTarget> target(String route) {
        if (read.size() >= MAX_READ) {
            read.clear();
        }
        return read.computeIfAbsent(route, text -> TransportTarget.parse(text, smtpPort));
    }

    private static Transport transport(TransportTarget target, String domain, Transport.TlsDemand tls, Optional<String> credentials, Optional<String> sources) {
        if (target instanceof TransportTarget.Mx) {
            return new Transport.Host(domain, domain, Optional.empty(), Transport.Protocol.SMTP, tls, credentials, sources);
        }
        if (target instanceof TransportTarget.Discard) {
            return new Transport.Discard();
        }
        if (target instanceof TransportTarget.Refuse refuse) {
            return new Transport.Refuse(refuse.status(), refuse.text());
        }
        if (target instanceof TransportTarget.Hop hop) {
            String host = hop.hop().host().indexOf(':') < 0 ? hop.hop().host() : "[" + hop.hop().host() + "]";
            return new Transport.Host(host + ":" + hop.hop().port(), domain, Optional.of(hop.hop()), hop.protocol(), tls, credentials, sources);
        }
        throw new AssertionError(target);
    }
}
