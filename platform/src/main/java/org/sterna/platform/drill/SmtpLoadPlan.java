package org.sterna.platform.drill;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a load run sends. Messages are numbered from 1; the plan alone decides the octets of each, so that they can be compared later.
 *
 * @param server                where to connect
 * @param sessions              connections at the same time, each with a thread of its own
 * @param messages              how many numbers are given out
 * @param messageOctets         size of each message as sent, its header section included; smaller ones grow to what that needs
 * @param reversePath           address without angle brackets
 * @param recipients            taken in turn, one for each message
 * @param messagesPerConnection after so many transactions the connection is closed with QUIT and a new one made; at least 1
 * @param messagesPerSecond     of all sessions together; as fast as possible if empty
 * @param pipelining            whether MAIL, RCPT and DATA go out together (RFC 2920); the server must offer it
 * @param sendingAgain          whether a message is sent again, the same octets, when the reply to its final dot was lost or was 4xx, until it is
 *                              acknowledged or refused (RFC 5321 section 4.5.4.1)
 * @param replyTimeout          how long a reply may take before the connection counts as lost
 * @param deadline              after this nothing new is begun and no lost connection is made again
 * @param run                   names the run, in Message-ID and subject: letters, digits and hyphens
 * @param date                  for the Date field of every message
 */
public record SmtpLoadPlan(
        InetSocketAddress server,
        int sessions,
        int messages,
        int messageOctets,
        String reversePath,
        List<String> recipients,
        int messagesPerConnection,
        Optional<Double> messagesPerSecond,
        boolean pipelining,
        boolean sendingAgain,
        Duration replyTimeout,
        Duration deadline,
        String run,
        Instant date) {

    /** The header field that carries the number of a message. */
    public static final String NUMBER_FIELD = "X-Sterna-Number";

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);
    /** RFC 5322 section 2.1.1 asks for at most 78. */
    private static final byte[] LINE =
            "Arctic terns fly from the Arctic to the Antarctic and back again every year.\r\n".getBytes(US_ASCII);

    public SmtpLoadPlan {
        recipients = List.copyOf(recipients);
        if (sessions < 1 || messages < 1 || messagesPerConnection < 1 || recipients.isEmpty()) {
            throw new IllegalArgumentException("a load needs at least one session, message, message per connection and recipient");
        }
        if (messagesPerSecond.filter(rate -> rate <= 0).isPresent()) {
            throw new IllegalArgumentException("messagesPerSecond must be above 0");
        }
    }

    /** One session, one message of 5,000 octets for each recipient, over one connection, as fast as possible, at most ten minutes. */
    public static SmtpLoadPlan of(InetSocketAddress server, List<String> recipients) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return new SmtpLoadPlan(server, 1, recipients.size(), 5000, "load@example.net", recipients, Integer.MAX_VALUE, Optional.empty(), false, false,
                Duration.ofSeconds(60), Duration.ofMinutes(10), "load-" + now.getEpochSecond(), now);
    }

    public SmtpLoadPlan withSessions(int count) {
        return new SmtpLoadPlan(server, count, messages, messageOctets, reversePath, recipients, messagesPerConnection, messagesPerSecond,
                pipelining, sendingAgain, replyTimeout, deadline, run, date);
    }

    public SmtpLoadPlan withMessages(int count, int octets) {
        return new SmtpLoadPlan(server, sessions, count, octets, reversePath, recipients, messagesPerConnection, messagesPerSecond,
                pipelining, sendingAgain, replyTimeout, deadline, run, date);
    }

    public SmtpLoadPlan withMessagesPerConnection(int count) {
        return new SmtpLoadPlan(server, sessions, messages, messageOctets, reversePath, recipients, count, messagesPerSecond,
                pipelining, sendingAgain, replyTimeout, deadline, run, date);
    }

    public SmtpLoadPlan withRate(double perSecond) {
        return new SmtpLoadPlan(server, sessions, messages, messageOctets, reversePath, recipients, messagesPerConnection,
                Optional.of(perSecond), pipelining, sendingAgain, replyTimeout, deadline, run, date);
    }

    public SmtpLoadPlan withPipelining() {
        return new SmtpLoadPlan(server, sessions, messages, messageOctets, reversePath, recipients, messagesPerConnection,
                messagesPerSecond, true, sendingAgain, replyTimeout, deadline, run, date);
    }

    public SmtpLoadPlan withSendingAgain() {
        return new SmtpLoadPlan(server, sessions, messages, messageOctets, reversePath, recipients, messagesPerConnection,
                messagesPerSecond, pipelining, true, replyTimeout, deadline, run, date);
    }

    public SmtpLoadPlan withLimits(Duration perReply, Duration overall) {
        return new SmtpLoadPlan(server, sessions, messages, messageOctets, reversePath, recipients, messagesPerConnection,
                messagesPerSecond, pipelining, sendingAgain, perReply, overall, run, date);
    }

    public SmtpLoadPlan withRun(String name, Instant day) {
        return new SmtpLoadPlan(server, sessions, messages, messageOctets, reversePath, recipients, messagesPerConnection,
                messagesPerSecond, pipelining, sendingAgain, replyTimeout, deadline, name, day);
    }

    /** With its angle brackets. */
    public String messageId(int number) {
        return "<" + run + "." + number + "@load.example.net>";
    }

    /** To whom a message goes. */
    public String recipient(int number) {
        return recipients.get((number - 1) % recipients.size());
    }

    /** The octets of a message as a mailbox should hold them behind the trace fields: CRLF line ends, no line begins with a dot. */
    public byte[] message(int number) {
        byte[] fields = ("From: <" + reversePath + ">\r\nTo: <" + recipient(number) + ">\r\n"
                + "Subject: message " + number + " of " + run + "\r\n"
                + "Date: " + DATE.format(date.atOffset(ZoneOffset.UTC)) + "\r\n"
                + "Message-ID: " + messageId(number) + "\r\n"
                + NUMBER_FIELD + ": " + number + "\r\n\r\n").getBytes(US_ASCII);
        ByteArrayOutputStream octets = new ByteArrayOutputStream(messageOctets + LINE.length);
        octets.writeBytes(fields);
        while (messageOctets - octets.size() >= 2 * LINE.length) {
            octets.writeBytes(LINE);
        }
        for (int left = messageOctets - octets.size() - 2; left > 0;) {
            int letters = Math.min(left, LINE.length - 2);
            if (letters > left - 3 && letters < left) {
                letters = left - 3;                        // the rest must hold a line end and a letter
            }
            octets.write(LINE, 0, letters);
            octets.writeBytes(new byte[] {'\r', '\n'});
            left = messageOctets - octets.size() - 2;
        }
        return octets.toByteArray();
    }
}
