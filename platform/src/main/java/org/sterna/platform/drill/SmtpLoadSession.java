package org.sterna.platform.drill;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** One session of a load run: connection after connection, transaction after transaction. */
final class SmtpLoadSession implements Runnable {

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final SmtpLoadPlan plan;
    private final SmtpLoad load;
    private Optional<SmtpLoadConnection> connection = Optional.empty();
    private int transactions;

    SmtpLoadSession(SmtpLoadPlan plan, SmtpLoad load) {
        this.plan = plan;
        this.load = load;
    }

    @Override
    public void run() {
        for (int number = load.nextNumber(); number > 0; number = load.nextNumber()) {
            while (!isDoneWith(number) && load.inTime()) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        quit();
    }

    /** One try at a message. */
    private boolean isDoneWith(int number) {
        boolean dotSent = false;
        boolean answered = true;
        try {
            SmtpLoadConnection smtp = connected();
            Optional<String> refusal = envelope(smtp, number);
            if (refusal.isPresent()) {
                return onRefusal(smtp, number, refusal.get());
            }
            byte[] octets = withDot(load.message(number));
            long sent = System.nanoTime();
            dotSent = true;                     // from the first octet on, to be on the safe side
            smtp.send(octets);
            String reply = smtp.reply();
            if (isPositive(reply)) {
                load.onAcknowledged(number, System.nanoTime() - sent, reply);
            } else if (reply.startsWith("5") || !plan.sendingAgain()) {
                load.onRefused(number, reply);
            } else {
                answered = false;
            }
            transactions++;
            if (transactions >= plan.messagesPerConnection() || reply.startsWith("421")) {
                quit();
            }
            return answered;
        } catch (IOException lost) {
            drop();
            load.onConnectionLost(lost.toString());
            if (dotSent) {
                load.onReplyLost(number, lost.toString());
            }
            return dotSent && !plan.sendingAgain();
        }
    }

    private SmtpLoadConnection connected() throws IOException {
        if (connection.isEmpty()) {
            SmtpLoadConnection made = new SmtpLoadConnection(plan, load);
            connection = Optional.of(made);
            transactions = 0;
            made.greet();
        }
        return connection.get();
    }

    /** MAIL, RCPT, DATA; the reply that refused one of them, if any did. */
    private Optional<String> envelope(SmtpLoadConnection smtp, int number) throws IOException {
        String[] commands = {"MAIL FROM:<" + plan.reversePath() + ">\r\n", "RCPT TO:<" + plan.recipient(number) + ">\r\n", "DATA\r\n"};
        if (plan.pipelining()) {
            smtp.send(String.join("", commands).getBytes(US_ASCII));
        }
        Optional<String> refusal = Optional.empty();
        String reply = "";
        for (String command : commands) {
            if (!plan.pipelining()) {
                smtp.send(command.getBytes(US_ASCII));
            }
            reply = smtp.reply();
            if (refusal.isEmpty() && !isPositive(reply)) {
                refusal = Optional.of(reply);
            }
            if (refusal.isPresent() && !plan.pipelining()) {
                return refusal;
            }
        }
        if (refusal.isPresent() && reply.startsWith("354")) {
            smtp.send(".\r\n".getBytes(US_ASCII));                    // RFC 2920 section 3.1: an empty message ends it
            smtp.reply();
        }
        return refusal;
    }

    private boolean onRefusal(SmtpLoadConnection smtp, int number, String reply) throws IOException {
        if (reply.startsWith("421")) {
            drop();
        } else {
            smtp.send("RSET\r\n".getBytes(US_ASCII));
            smtp.reply();
        }
        if (reply.startsWith("5")) {
            load.onRefused(number, reply);
            return true;
        }
        return false;
    }

    private static boolean isPositive(String reply) {
        return reply.startsWith("2") || reply.startsWith("354");
    }

    private static byte[] withDot(byte[] message) {
        byte[] octets = Arrays.copyOf(message, message.length + 3);
        octets[message.length] = '.';
        octets[message.length + 1] = '\r';
        octets[message.length + 2] = '\n';
        return octets;
    }

    private void quit() {
        try {
            if (connection.isPresent()) {
                connection.get().send("QUIT\r\n".getBytes(US_ASCII));
                connection.get().reply();
            }
        } catch (IOException gone) {
            load.onConnectionLost(gone.toString());
        }
        drop();
    }

    private void drop() {
        connection.ifPresent(SmtpLoadConnection::close);
        connection = Optional.empty();
    }
}
