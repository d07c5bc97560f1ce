package org.sterna.protocols.smtp;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.sterna.protocols.address.AddressLiteral;
import org.sterna.protocols.address.Domain;
import org.sterna.protocols.address.ReversePath;

/** The header fields a host puts in front of a message. RFC 5321 section 4.4. */
public final class TraceFields {
    /** RFC 5322 section 3.3, without its obsolete forms. */
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.US);

    private TraceFields() {}

    /**
     * The Received field of one message, folded, with its CRLF; the caller owns the octets.
     *
     * @param peer the client's address, as the connection has it
     * @param queueId an atom of RFC 5322
     * @param at when the message came
     */
    public static byte[] received(
            SmtpSession session, Envelope envelope, InetAddress peer, String queueId, ZonedDateTime at) {
        StringBuilder field = new StringBuilder("Received: from ");
        String literal = AddressLiteral.of(peer).text();
        // The client's name is its own claim; what is no domain must not get into the field.
        field.append(Domain.parse(envelope.client()).map(Domain::text).orElse(literal));
        field.append(" (").append(literal).append(")\r\n\tby ").append(session.rules().hostName());
        field.append(" with ").append(session.transmissionType());
        session.tls().ifPresent(tls ->
                field.append("\r\n\t(").append(tls.protocol()).append(' ').append(tls.cipher()).append(')'));
        field.append("\r\n\tid ").append(queueId);
        // RFC 5321 section 7.2: naming one of several recipients would betray a blind copy.
        if (envelope.recipients().size() == 1) {
            field.append("\r\n\tfor ").append(envelope.recipients().get(0).forwardPath().path());
        }
        field.append(";\r\n\t").append(dateTime(at)).append("\r\n");
        return field.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** The Return-Path field that final delivery puts in front, with its CRLF; the caller owns the octets. */
    public static byte[] returnPath(ReversePath reversePath) {
        return ("Return-Path: " + reversePath.path() + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** The date-time of RFC 5322 section 3.3: {@code Sat, 21 Nov 2026 23:04:15 +0000}. */
    public static String dateTime(ZonedDateTime at) {
        return DATE_TIME.format(at);
    }
}
