package org.sterna.platform.node;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.config.Service;
import org.sterna.config.SternaSettings;
import org.sterna.config.TlsMode;
import org.sterna.config.TlsVersion;
import org.sterna.platform.tls.CertificatePlan;
import org.sterna.platform.tls.CertificateStore;
import org.sterna.platform.tls.ServerTls;
import org.sterna.platform.tls.TlsOfThisJvm;
import org.sterna.platform.tls.TlsRules;

/** The certificates of a node, and TLS of each of its ports made with them. */
final class NodeTls {
    private static final Logger LOG = LoggerFactory.getLogger(NodeTls.class);

    private final SternaSettings settings;
    private final CertificateStore certificates;
    private final Map<Service, ServerTls> ports = new EnumMap<>(Service.class);

    private NodeTls(SternaSettings settings, CertificateStore certificates) {
        this.settings = settings;
        this.certificates = certificates;
        settings.listeners().stream().filter(each -> each.enabled() && each.tls() != TlsMode.NONE).forEach(each -> ports.put(each.service(),
                new ServerTls(() -> certificates.shown(each.service()), TlsRules.of(settings.tls(), each.tlsRules()))));
    }

    /** @throws org.sterna.platform.tls.TlsException when a certificate cannot be used, or a port cannot speak TLS as its settings want it */
    static NodeTls open(SternaSettings settings) {
        TlsOfThisJvm.prepare(settings.tls());
        return new NodeTls(settings, CertificateStore.open(CertificatePlan.of(settings), settings.node().data(), settings.node().hostName()));
    }

    /** Empty for a port that is not open or never speaks TLS. */
    Optional<ServerTls> of(Service service) {
        return Optional.ofNullable(ports.get(service));
    }

    /** Of a port for browsers and their like, with the certificates of port 25. */
    ServerTls web() {
        return new ServerTls(() -> certificates.shown(Service.SMTP), new TlsRules(TlsVersion.TLS_1_2, settings.tls().cipherSuites(), Optional.empty()));
    }

    CertificateStore certificates() {
        return certificates;
    }

    /** Looks at the files again and again until the system ends or it is told to stop. */
    Cancellable watch(ActorSystem<?> system) {
        return system.scheduler().scheduleWithFixedDelay(settings.tls().pollInterval(), settings.tls().pollInterval(), this::look,
                system.dispatchers().lookup(DispatcherSelector.blocking()));
    }

    private void look() {
        try {
            CertificateStore.Outcome outcome = certificates.refresh();
            outcome.renewed().forEach(setting -> LOG.info("{}.certificate has changed; it is shown from now on", setting));
            outcome.complaints().forEach(complaint -> LOG.warn("{}; the certificate from before stays in use", complaint));
        } catch (RuntimeException e) {
            LOG.error("the certificates' files could not be looked at", e);     // the next look may do; an exception would end them all
        }
    }
}
