package org.sterna.platform.node;

import java.util.Optional;
import org.sterna.config.ListenerSettings;
import org.sterna.config.Service;
import org.sterna.config.SternaSettings;
import org.sterna.config.TlsMode;
import org.sterna.platform.connection.ConnectionBehavior;
import org.sterna.platform.policy.ClientLimits;
import org.sterna.platform.policy.Policies;
import org.sterna.platform.reception.ReceptionServices;
import org.sterna.platform.reception.ReceptionSettings;
import org.sterna.platform.reception.SmtpConnection;
import org.sterna.platform.tls.ServerTls;
import org.sterna.platform.trust.AccountJunk;
import org.sterna.platform.trust.MessageChecks;

/** The ports that take mail: one set of policies and counters for all of them. */
final class ReceptionPorts {
    private final SternaSettings settings;
    private final Node node;
    private final ClientLimits limits;
    private final Policies policies;
    private final MessageChecks checks;

    ReceptionPorts(SternaSettings settings, Node node) {
        this.settings = settings;
        this.node = node;
        limits = new ClientLimits(settings.limits(), node.clock());
        checks = MessageChecks.of(settings.trust(), settings.node().hostName(), node.dns(), node.reports().judged(), node.clock(), node.random());
        policies = Policies.from(settings, limits, node.clock(), node.system().executionContext()::execute);
    }

    ConnectionBehavior behavior(Service service, ListenerSettings listener, Optional<ServerTls> tls) {
        ReceptionServices services = new ReceptionServices(node.queue(), node.claims(), node.domainFlush(), node.routing(), node.senders(), policies, checks,
                new AccountJunk(node.sharding(), node.clock(), node.random()), limits, node.authenticator(), node.blobs(), node.sessionLog(),
                tls.filter(each -> listener.tls() == TlsMode.STARTTLS).map(each -> each::engine), settings.intake().ttl(), node.clock(), node.random(), node.signing().signer(),
                node.signing().sealer(), node.reports().box());
        return SmtpConnection.behavior(services, ReceptionSettings.of(settings, service, node.authenticator().mechanisms()));
    }
}
