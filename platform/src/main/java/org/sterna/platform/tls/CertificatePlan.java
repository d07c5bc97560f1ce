package org.sterna.platform.tls;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sterna.config.CertificateFiles;
import org.sterna.config.Service;
import org.sterna.config.SternaSettings;

/**
 * Which files the certificates of a node are in.
 *
 * @param standard for clients that name no host, or an unknown one; empty for a self-signed certificate
 * @param more     for the host names that stand in them
 * @param ports    of single ports
 */
public record CertificatePlan(Optional<CertificateFiles> standard, List<CertificateFiles> more, Map<Service, CertificateFiles> ports) {
    public CertificatePlan {
        more = List.copyOf(more);
        ports = Map.copyOf(ports);
    }

    /** What the settings say. */
    public static CertificatePlan of(SternaSettings settings) {
        Map<Service, CertificateFiles> ports = new EnumMap<>(Service.class);
        settings.listeners().forEach(listener -> listener.tlsRules().certificate().ifPresent(files -> ports.put(listener.service(), files)));
        return new CertificatePlan(settings.tls().standard(), settings.tls().more(), ports);
    }

    Stream<CertificateFiles> all() {
        return Stream.of(standard.stream(), more.stream(), ports.values().stream()).flatMap(each -> each);
    }
}
