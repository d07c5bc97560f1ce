package org.sterna.protocols.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.DeliverBy;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.Notify;
import org.sterna.protocols.smtp.parameter.OriginalRecipient;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/**
 * What stands behind the paths of MAIL and RCPT, each with a space in front: only what the host offers. AUTH is there for
 * hosts we have authenticated to (RFC 4954 section 5), and names nobody: who submitted a message is not told.
 */
final class ClientParameters {
    private ClientParameters() {}

    static String ofMail(ClientPlan plan, ClientConnection connection) {
        ServerOffer offer = connection.offer();
        if (plan.purpose() == ClientPlan.Purpose.ASK) {
            return plan.needsUtf8() ? " SMTPUTF8" : "";
        }
        MailParameters parameters = plan.parameters();
        StringBuilder out = new StringBuilder();
        if (offer.has("SIZE")) {
            out.append(" SIZE=").append(plan.contentOctets());
        }
        if (parameters.body() != BodyType.SEVEN_BIT) {
            out.append(" BODY=").append(parameters.body().keyword());
        }
        if (plan.needsUtf8()) {
            out.append(" SMTPUTF8");
        }
        // RFC 8689 section 2: never but under TLS with a checked certificate.
        if (plan.parameters().requireTls() && connection.verified() && offer.has("REQUIRETLS")) {
            out.append(" REQUIRETLS");
        }
        if (connection.authenticated()) {
            out.append(" AUTH=<>");
        }
        if (offer.has("DSN")) {                     // RFC 3461 section 5.2.1: only what the message came with
            parameters.dsn().returnContent().ifPresent(content -> out.append(" RET=").append(content));
            parameters.dsn().envelopeId().ifPresent(id -> out.append(" ENVID=").append(xtext(id)));
        }
        if (offer.has("DELIVERBY")) {
            parameters.deliverBy().ifPresent(by -> out.append(" BY=").append(by.within().toSeconds())
                    .append(by.mode() == DeliverBy.Mode.RETURN ? ";R" : ";N").append(by.trace() ? "T" : ""));
        }
        if (offer.has("MT-PRIORITY")) {
            parameters.priority().ifPresent(priority -> out.append(" MT-PRIORITY=").append(priority));
        }
        return out.toString();
    }

    static String ofRcpt(ClientPlan.Recipient recipient, ClientPlan plan, ServerOffer offer) {
        if (!offer.has("DSN") || plan.purpose() == ClientPlan.Purpose.ASK) {
            return "";
        }
        RcptParameters parameters = recipient.parameters();
        Set<Notify> wanted = EnumSet.noneOf(Notify.class);
        wanted.addAll(parameters.notifications());
        boolean untimely = plan.parameters().deliverBy().isPresent() && !offer.has("DELIVERBY");
        if (untimely && !wanted.contains(Notify.NEVER)) {
            // RFC 2852 section 4.1.4.2: nobody minds the time from there on, so at least a delay is told.
            if (wanted.isEmpty()) {
                wanted.add(Notify.FAILURE);
            }
            wanted.add(Notify.DELAY);
        }
        String notify = wanted.isEmpty() ? "" : " NOTIFY=" + wanted.stream().map(Notify::name).collect(Collectors.joining(","));
        return notify + parameters.originalRecipient().map(original -> " ORCPT=" + original.addressType() + ";"
                + address(original, plan.needsUtf8())).orElse("");
    }

    /** RFC 3461 section 4.2, and RFC 6533 section 3 for addresses in UTF-8. */
    private static String address(OriginalRecipient original, boolean utf8) {
        return original.addressType().equalsIgnoreCase("utf-8") ? unitext(original.address(), utf8) : xtext(original.address());
    }

    /** RFC 3461 section 4. */
    private static String xtext(String text) {
        StringBuilder out = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet > ' ' && octet <= '~' && octet != '+' && octet != '=') {
                out.append((char) octet);
            } else {
                out.append(String.format("+%02X", octet & 0xff));
            }
        }
        return out.toString();
    }

    /** RFC 6533 section 3: as it is where UTF-8 may be sent, by code points where not. */
    private static String unitext(String text, boolean utf8) {
        return Arrays.stream(text.codePoints().toArray()).mapToObj(point -> {
            boolean literal = point > ' ' && point <= '~' && "\\+=".indexOf(point) < 0 || utf8 && point > 0x9f;
            return literal ? Character.toString(point) : String.format("\\x{%02X}", point);
        }).collect(Collectors.joining());
    }
}
