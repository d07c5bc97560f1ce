package org.sterna.protocols.smtp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sterna.protocols.sasl.SaslMechanism;

/** What is offered to whom, and the reply to EHLO that tells it. RFC 5321 section 4.1.1.1. */
final class ServiceExtensions {
    /** RFC 9422 section 3: values have at most six digits. */
    private static final int MAX_LIMIT = 999_999;

    private ServiceExtensions() {}

    /** Whether an extension is switched on and makes sense for this port and connection. */
    static boolean suits(SmtpDialogue dialogue, ServiceExtension extension) {
        SmtpRules rules = dialogue.rules();
        if (!rules.knows(extension)) {
            return false;
        }
        return switch (extension) {
            case BINARY_MIME -> rules.knows(ServiceExtension.CHUNKING); // RFC 3030 section 3
            case SMTPUTF8 -> rules.knows(ServiceExtension.EIGHT_BIT_MIME); // RFC 6531 section 3.1
            case REQUIRETLS -> dialogue.tls().isPresent(); // RFC 8689 section 2
            case FUTURERELEASE -> holdsFor(rules);
            case ETRN -> rules.role() == SmtpRules.Role.TRANSFER;
            default -> true;
        };
    }

    /** RFC 4865 sections 4.2 and 6: for users, and those must be known. */
    private static boolean holdsFor(SmtpRules rules) {
        return rules.role() == SmtpRules.Role.SUBMISSION && rules.authOffer() != SmtpRules.AuthOffer.NONE
                && rules.limits().longestHold().toSeconds() > 0;
    }

    static Reply reply(SmtpDialogue dialogue) {
        List<String> lines = new ArrayList<>();
        lines.add(dialogue.rules().hostName());
        for (ServiceExtension extension : ServiceExtension.values()) {
            if (suits(dialogue, extension)) {
                lines.add(line(dialogue, extension));
            }
        }
        if (dialogue.offersTls()) {
            lines.add("STARTTLS"); // RFC 3207 section 2
        }
        if (dialogue.offersAuth()) {
            lines.add(dialogue.mechanisms().stream().map(SaslMechanism::wireName).collect(Collectors.joining(" ", "AUTH ", ""))); // RFC 4954 section 3
        }
        return new Reply(250, Optional.empty(), lines);
    }

    private static String line(SmtpDialogue dialogue, ServiceExtension extension) {
        SmtpLimits limits = dialogue.rules().limits();
        return switch (extension) {
            case PIPELINING, DSN, CHUNKING, SMTPUTF8, REQUIRETLS, ETRN -> extension.name();
            case SIZE -> "SIZE " + limits.messageOctets(); // RFC 1870 section 4
            case EIGHT_BIT_MIME -> "8BITMIME"; // RFC 6152 section 2
            case ENHANCED_STATUS_CODES -> "ENHANCEDSTATUSCODES"; // RFC 2034 section 3
            case BINARY_MIME -> "BINARYMIME"; // RFC 3030 section 3
            case DELIVERBY -> deliverBy(limits.shortestDeliverBy());
            case FUTURERELEASE -> // RFC 4865 section 3
                    "FUTURERELEASE " + limits.longestHold().toSeconds() + " " + dialogue.latestRelease();
            case MT_PRIORITY -> "MT-PRIORITY"; // RFC 6710 section 3: the name of a policy is optional
            case LIMITS -> "LIMITS RCPTMAX=" + Math.min(limits.recipients(), MAX_LIMIT)
                    + " MAILMAX=" + Math.min(limits.transactions(), MAX_LIMIT); // RFC 9422 section 3
            case XCLIENT -> "XCLIENT " + String.join(" ", XclientParser.ATTRIBUTES);
        };
    }

    /** RFC 2852 section 2: the bound is left out when there is none. */
    private static String deliverBy(Duration shortest) {
        return shortest.isZero() ? "DELIVERBY" : "DELIVERBY " + shortest.toSeconds();
    }
}
