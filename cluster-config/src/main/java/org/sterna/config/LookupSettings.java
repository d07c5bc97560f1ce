package org.sterna.config;

import org.sterna.config.ClusterSettings.Discovery;

/**
 * By what the other nodes are found in DNS or in Kubernetes.
 *
 * @param name     a domain name, or the value of the label {@code app} of the pods
 * @param portName of the management port: of an SRV record, or of the pods' container; empty for the addresses of the name and this node's own management port
 * @param required how many nodes must be found before a new cluster is founded
 */
public record LookupSettings(String name, String portName, int required) {
    static LookupSettings read(SettingsReader settings, Discovery discovery) {
        String name = settings.text("sterna.cluster.discovery-name", "a name", each -> true);
        if (discovery != Discovery.SEEDS && name.isEmpty()) {
            throw settings.wrong("sterna.cluster.discovery-name", "a name when sterna.cluster.discovery is not seeds");
        }
        return new LookupSettings(name, settings.text("sterna.cluster.discovery-port-name", "a name, or empty", each -> true),
                settings.number("sterna.cluster.required-contact-points", 1, 1000));
    }
}
