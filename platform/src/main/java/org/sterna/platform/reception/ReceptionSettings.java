package org.sterna.platform.reception;

import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.sterna.config.LineEnds;
import org.sterna.config.Network;
import org.sterna.config.Service;
import org.sterna.config.SmtpSettings;
import org.sterna.config.SternaSettings;
import org.sterna.config.SubmissionSettings;
import org.sterna.config.TlsMode;
import org.sterna.protocols.sasl.SaslMechanism;
import org.sterna.protocols.smtp.DataDecoder.BareLineEnds;
import org.sterna.protocols.smtp.ServiceExtension;
import org.sterna.protocols.smtp.SmtpLimits;
import org.sterna.protocols.smtp.SmtpRules;

/**
 * One listener.
 *
 * @param service        its name in the session log
 * @param implicitTls    TLS from the first octet (RFC 8314 section 3.3)
 * @param trusted        clients that may send to anybody without authentication, and as anybody with it
 * @param proxies        clients that may use XCLIENT
 * @param timeout        without an octet from the client; RFC 5321 section 4.5.3.2.7 asks for 5 minutes at least
 * @param dataTimeout    the same while content is awaited; RFC 5321 section 4.5.3.2.5 has 3 minutes
 * @param messageTimeout from the start of a message's content to its end
 * @param maxReceivedFields of a message, RFC 5321 section 6.3
 * @param maxLineOctets  of a line of text, RFC 5321 section 4.5.3.1.6
 * @param inlineLimit    octets up to which a message travels with its event
 */
public record ReceptionSettings(String service, SmtpRules rules, boolean implicitTls, Predicate<InetAddress> trusted, Predicate<InetAddress> proxies,
        Duration timeout, Duration dataTimeout, Duration messageTimeout, int maxReceivedFields, int maxLineOctets, BareLineEnds lineEnds,
        int inlineLimit, SubmissionSettings submission) {
    /**
     * What the node's settings say of one of its services that take mail.
     *
     * @param mechanisms by which clients may log in, the best first
     */
    public static ReceptionSettings of(SternaSettings settings, Service service, List<SaslMechanism> mechanisms) {
        SmtpSettings smtp = settings.smtp();
        SmtpRules.Role role = role(service);
        boolean submission = role == SmtpRules.Role.SUBMISSION;
        TlsMode tls = settings.listener(service).tls();
        SmtpRules rules = new SmtpRules(settings.node().hostName(), role,
                tls == TlsMode.STARTTLS ? SmtpRules.TlsOffer.STARTTLS : SmtpRules.TlsOffer.NONE,
                submission ? SmtpRules.AuthOffer.REQUIRED : smtp.offerAuth() ? SmtpRules.AuthOffer.OFFERED : SmtpRules.AuthOffer.NONE,
                extensions(smtp), bounds(settings), mechanisms);
        LineEnds lineEnds = submission ? settings.submission().lineEnds() : smtp.lineEnds();
        return new ReceptionSettings(service.settingName(), rules, tls == TlsMode.IMPLICIT, Network.any(settings.relay().trustedNetworks()),
                Network.any(smtp.extensions().xclientNetworks()), smtp.commandTimeout(), smtp.dataTimeout(), smtp.messageTimeout(),
                smtp.maxReceivedFields(), smtp.maxTextLineOctets() - 2, lineEnds == LineEnds.REPAIR ? BareLineEnds.REPAIR : BareLineEnds.REFUSE,
                settings.blob().inlineLimitOctets(), settings.submission());
    }

    private static SmtpRules.Role role(Service service) {
        return switch (service) {
            case SMTP -> SmtpRules.Role.TRANSFER;
            case LMTP -> SmtpRules.Role.LMTP;
            case SUBMISSION, SUBMISSIONS, SUBMISSION_ALT -> SmtpRules.Role.SUBMISSION;
            case IMAP, IMAPS, POP3, POP3S -> throw new IllegalArgumentException(service + " takes no mail");
        };
    }

    private static Set<ServiceExtension> extensions(SmtpSettings smtp) {
        Set<ServiceExtension> offered = EnumSet.complementOf(EnumSet.of(ServiceExtension.XCLIENT));
        smtp.extensions().off().forEach(name -> offered.remove(ServiceExtension.valueOf(name)));
        return offered;
    }

    private static SmtpLimits bounds(SternaSettings settings) {
        SmtpSettings smtp = settings.smtp();
        boolean limited = settings.limits().enabled();
        return new SmtpLimits(smtp.maxMessageOctets(), smtp.maxRecipients(), smtp.maxTransactions(),
                limited ? smtp.maxBadCommands() : Integer.MAX_VALUE, limited ? smtp.maxIdleCommands() : Integer.MAX_VALUE,
                smtp.extensions().longestHold(), smtp.extensions().shortestDeliverBy(), smtp.extensions().strangersPriority());
    }
}
