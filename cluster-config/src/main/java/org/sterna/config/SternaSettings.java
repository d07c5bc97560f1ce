package org.sterna.config;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** All settings of a node, checked. {@code sterna-defaults.conf} tells what each means. */
public record SternaSettings(NodeSettings node, AdminSettings admin, ManagementSettings management, List<ListenerSettings> listeners, TlsSettings tls, SmtpSettings smtp, SubmissionSettings submission,
                             LimitsSettings limits, DrainSettings drain, PolicySettings policy, TrustSettings trust, ReportSettings reports, ProxySettings proxy, ImapSettings imap, Pop3Settings pop3,
                             RelaySettings relay, DnsSettings dns, StsSettings sts,
                             QueueSettings queue, AuthSettings auth, CassandraSettings cassandra, ClusterSettings cluster,
                             IntakeSettings intake, SessionLogSettings sessionLog, BlobSettings blob, LeaseSettings lease,
                             RoutingSettings routing, ForwardingSettings forwarding, SecretsSettings secrets, SigningSettings signing, DestinationSettings destinations, MailboxSettings mailbox, QuotaSettings quota,
                             MetadataSettings metadata, SweepSettings sweep) {
    /** What the reception of a message, its last attempt and the report about it may take in all. */
    private static final Duration LAST_ATTEMPT = Duration.ofDays(1);

    /**
     * Reads the defaults, then the file, then the single settings, then the two options that have a name of their own; what comes
     * later wins.
     *
     * @param file       a HOCON file
     * @param sets       {@code path=value}
     * @param dataDir    {@code sterna.node.data}
     * @param portOffset {@code sterna.node.port-offset}
     * @throws SettingsException when anything is unknown, of the wrong type or out of range
     */
    public static SternaSettings load(Optional<Path> file, List<String> sets, Optional<Path> dataDir, OptionalInt portOffset) {
        return read(new SettingsReader(SettingsSources.merge(file, sets, dataDir, portOffset)));
    }

    /** What differs from the defaults, one {@code path = value} a line, sorted. */
    public static List<String> differences(Optional<Path> file, List<String> sets, Optional<Path> dataDir, OptionalInt portOffset) {
        Config defaults = SettingsSources.defaults();
        return SettingsSources.merge(file, sets, dataDir, portOffset).entrySet().stream()
                .filter(entry -> !defaults.hasPathOrNull(entry.getKey()) || !entry.getValue().equals(defaults.getValue(entry.getKey())))
                .map(entry -> entry.getKey() + " = " + SettingsSources.written(entry.getKey(), entry.getValue())).sorted().toList();
    }

    /** The port of a service, opened or not. */
    public ListenerSettings listener(Service service) {
        return listeners.get(service.ordinal());
    }

    static SternaSettings read(SettingsReader settings) {
        NodeSettings node = NodeSettings.read(settings);
        QueueSettings queue = QueueSettings.read(settings);
        IntakeSettings intake = IntakeSettings.read(settings);
        SmtpSettings smtp = SmtpSettings.read(settings);
        if (intake.ttl().compareTo(smtp.extensions().longestWait().plus(queue.lifetime()).plus(queue.longestRetry()).plus(LAST_ATTEMPT)) < 0) {
            throw settings.wrong("sterna.intake.ttl", "a day more than sterna.smtp.extensions.longest-hold, sterna.queue.lifetime and "
                    + "sterna.queue.longest-retry together, or waiting messages would vanish");
        }
        TlsSettings tls = TlsSettings.read(settings);
        List<ListenerSettings> listeners = ListenerSettings.read(settings, node.portOffset());
        for (ListenerSettings listener : listeners) {
            if (listener.tlsRules().clientCertificates() == ClientCertificates.WANTED && tls.clientAuthorities().isEmpty()) {
                throw settings.wrong("sterna.tls.client-authorities", "the path of a file, because " + listener.portPath().replace(".port", "")
                        + ".client-certificates = wanted");
            }
        }
        CassandraSettings cassandra = CassandraSettings.read(settings);
        ClusterSettings cluster = ClusterSettings.read(settings);
        if (!cluster.alone() && cassandra.contactPoints().isEmpty()) {
            throw settings.wrong("sterna.cassandra.contact-points", "the addresses of a Cassandra that all nodes share, such as [\"192.0.2.1:9042\"],"
                    + " because sterna.cluster.seeds or sterna.cluster.discovery names other nodes: a node on its embedded Cassandra can only be alone");
        }
        return new SternaSettings(node, AdminSettings.read(settings), ManagementSettings.read(settings), listeners, tls, smtp, SubmissionSettings.read(settings),
                LimitsSettings.read(settings), DrainSettings.read(settings), PolicySettings.read(settings), TrustSettings.read(settings), ReportSettings.read(settings), ProxySettings.read(settings), ImapSettings.read(settings),
                Pop3Settings.read(settings), RelaySettings.read(settings),
                DnsSettings.read(settings), StsSettings.read(settings), queue, AuthSettings.read(settings), cassandra,
                cluster, intake, SessionLogSettings.read(settings), BlobSettings.read(settings),
                LeaseSettings.read(settings), RoutingSettings.read(settings), ForwardingSettings.read(settings), SecretsSettings.read(settings), SigningSettings.read(settings), DestinationSettings.read(settings),
                MailboxSettings.read(settings), QuotaSettings.read(settings), MetadataSettings.read(settings), SweepSettings.read(settings));
    }
}
