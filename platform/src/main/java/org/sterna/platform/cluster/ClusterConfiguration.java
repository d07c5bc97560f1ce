package org.sterna.platform.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.sterna.config.ClusterSettings;
import org.sterna.config.ClusterTls;
import org.sterna.config.NodeRole;
import org.sterna.persistence.identity.Incarnation;

/** What Pekko is told of a node's place in its cluster. */
public final class ClusterConfiguration {
    private ClusterConfiguration() { }

    /**
     * @param managementPort where the nodes of a cluster that is found by DNS or Kubernetes ask each other
     * @param founded        whether this cluster lives already, so that nobody must found another one
     */
    public static Config of(ClusterSettings settings, OptionalInt managementPort, Incarnation incarnation, boolean founded) {
        List<String> roles = new ArrayList<>(settings.roles().stream().map(NodeRole::settingName).sorted().toList());
        roles.add(Members.roleOf(incarnation));
        Map<String, Object> values = new HashMap<>();
        values.put("pekko.remote.artery.canonical.hostname", settings.host());
        values.put("pekko.remote.artery.canonical.port", settings.port());
        settings.bindHost().ifPresent(host -> values.put("pekko.remote.artery.bind.hostname", host));
        values.put("pekko.cluster.roles", roles);
        values.put("pekko.cluster.failure-detector.acceptable-heartbeat-pause", written(settings.heartbeatPause()));
        values.put("pekko.cluster.split-brain-resolver.stable-after", written(settings.stableAfter()));
        values.put("pekko.cluster.sharding.passivation.sterna.active-entity-limit", settings.activeEntities());
        settings.tls().ifPresent(tls -> encrypt(tls, values));
        if (settings.discovery() != ClusterSettings.Discovery.SEEDS) {
            values.put("pekko.management.cluster.bootstrap.new-cluster-enabled", !founded);
            discover(settings, managementPort, values);
        }
        return ConfigFactory.parseMap(values);
    }

    private static String written(Duration duration) {
        return duration.toMillis() + " ms";
    }

    private static void encrypt(ClusterTls tls, Map<String, Object> values) {
        String ssl = "pekko.remote.artery.ssl.";
        values.put("pekko.remote.artery.transport", "tls-tcp");
        values.put(ssl + "ssl-engine-provider", "org.apache.pekko.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider");
        values.put(ssl + "rotating-keys-engine.key-file", tls.key().toString());
        values.put(ssl + "rotating-keys-engine.cert-file", tls.certificate().toString());
        values.put(ssl + "rotating-keys-engine.ca-cert-file", tls.authority().toString());
    }

    private static void discover(ClusterSettings settings, OptionalInt managementPort, Map<String, Object> values) {
        String discovery = "pekko.management.cluster.bootstrap.contact-point-discovery.";
        values.put(discovery + "discovery-method", settings.discovery() == ClusterSettings.Discovery.DNS ? "pekko-dns" : "kubernetes-api");
        values.put(discovery + "service-name", settings.lookup().name());
        values.put(discovery + "required-contact-point-nr", settings.lookup().required());
        if (settings.lookup().portName().isEmpty()) {
            managementPort.ifPresent(port -> values.put("pekko.management.cluster.bootstrap.contact-point.fallback-port", port));
        } else {
            values.put(discovery + "port-name", settings.lookup().portName());
        }
    }
}
