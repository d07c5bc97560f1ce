package org.sterna.platform.reception;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.protocols.message.HeaderFields;
import org.sterna.protocols.smtp.Envelope;
import org.sterna.protocols.smtp.parameter.Demand;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.Notify;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/**
 * By what a repeated transaction is known: account, reverse-path, forward-paths in their order, what MAIL and RCPT asked for, the octets.
 * Left out is what a client may rightly say anew: SIZE, the kind of content, and the time that remains (BY, HOLDFOR).
 */
final class TransactionFingerprint {
    private TransactionFingerprint() { }

    /** Empty for a message with neither Message-ID nor Date: nothing would tell two of them apart that are meant to be two. */
    static Optional<Fingerprint> of(Envelope envelope, HeaderFields fields, byte[] digest) {
        if (fields.messageId().isEmpty() && fields.first("Date").isEmpty()) {
            return Optional.empty();
        }
        List<String> paths = new ArrayList<>();
        paths.add(written(envelope.parameters()));
        envelope.recipients().forEach(each -> paths.add(each.forwardPath() + written(each.parameters())));
        return Optional.of(Fingerprint.of(envelope.account(), envelope.reversePath().toString(), paths, digest));
    }

    /** Not {@code toString()}: sets have another order in each run. */
    private static String written(MailParameters parameters) {
        StringBuilder text = new StringBuilder();
        for (Demand each : Demand.values()) {
            text.append(parameters.demands().contains(each) ? " " + each : "");
        }
        parameters.dsn().returnContent().ifPresent(content -> text.append(" RET=").append(content));
        parameters.dsn().envelopeId().ifPresent(id -> text.append(" ENVID=").append(id));
        return text.toString();
    }

    private static String written(RcptParameters parameters) {
        StringBuilder text = new StringBuilder();
        for (Notify each : Notify.values()) {
            text.append(parameters.notifications().contains(each) ? " " + each : "");
        }
        parameters.originalRecipient().ifPresent(original -> text.append(" ORCPT=").append(original.addressType()).append(';').append(original.address()));
        return text.toString();
    }
}
