package org.sterna.protocols.smtp;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.AddressLiteral;
import org.sterna.protocols.address.Domain;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;

/** The header fields a host puts in front of a message. RFC 5321 section 4.4. */
public final class TraceFields {
    /** RFC 5322 section 3.3, without its obsolete forms. */
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.US);

    private TraceFields() {}

    /**
     * The Received field of one message, folded, with its CRLF; the caller owns the octets. It is in ASCII unless the transaction is one with
     * SMTPUTF8: then domains are U-labels and the octets are UTF-8 (RFC 6531 section 3.7.3).
     *
     * @param peer the client's address, as the connection has it
     * @param queueId an atom of RFC 5322
     * @param at when the message came
     */
    public static byte[] received(
            SmtpSession session, Envelope envelope, InetAddress peer, String queueId, ZonedDateTime at) {
        boolean utf8 = envelope.parameters().utf8();
        StringBuilder field = new StringBuilder("Received: from ");
        String literal = AddressLiteral.of(peer).text();
        // The client's name is its own claim; what is no domain must not get into the field.
        field.append(Domain.parse(envelope.client()).map(client -> utf8 ? client.unicode() : client.text()).orElse(literal));
        field.append(" (").append(literal).append(")\r\n\tby ").append(session.rules().hostName());
        field.append(" with ").append(utf8 ? session.transmissionType().withUtf8() : session.transmissionType());
        session.tls().ifPresent(tls ->
                field.append("\r\n\t(").append(tls.protocol()).append(' ').append(tls.cipher()).append(')'));
        field.append("\r\n\tid ").append(queueId);
        // RFC 5321 section 7.2: naming one of several recipients would betray a blind copy.
        if (envelope.recipients().size() == 1) {
            forwardPath(envelope.recipients().get(0).forwardPath(), utf8).ifPresent(path -> field.append("\r\n\tfor ").append(path));
        }
        field.append(";\r\n\t").append(dateTime(at)).append("\r\n");
        return field.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The Return-Path field that final delivery puts in front, with its CRLF; the caller owns the octets. It is UTF-8 exactly if the path
     * needs SMTPUTF8, and such a path came in a transaction with it.
     */
    public static byte[] returnPath(ReversePath reversePath) {
        return ("Return-Path: " + reversePath.path() + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Empty when a path outside ASCII would have to stand in a field that must be ASCII. */
    private static Optional<String> forwardPath(ForwardPath path, boolean utf8) {
        if (path instanceof Address address && utf8) {
            return Optional.of("<" + address.unicode() + ">");
        }
        return Optional.of(path.path()).filter(text -> !path.needsUtf8());
    }

    /** The date-time of RFC 5322 section 3.3: {@code Sat, 21 Nov 2026 23:04:15 +0000}. */
    public static String dateTime(ZonedDateTime at) {
        return DATE_TIME.format(at);
    }
}
