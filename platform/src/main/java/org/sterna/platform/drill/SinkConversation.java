package org.sterna.platform.drill;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The server's side of one connection to a {@link RelaySink}: octets in, octets out. It offers PIPELINING, SIZE, 8BITMIME and DSN, and takes what it is
 * given, but for the transactions that are to fail.
 */
final class SinkConversation {

    private static final String EXTENSIONS = "250-sink.example.net\r\n250-PIPELINING\r\n250-SIZE 1073741824\r\n250-8BITMIME\r\n250-DSN\r\n250 ENHANCEDSTATUSCODES";
    private static final int MAX_LINE = 4096;

    private final SinkFaults faults;
    private final SinkTally tally;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    private final ByteArrayOutputStream output = new ByteArrayOutputStream(256);
    private final List<SinkMessage> answered = new ArrayList<>();
    private Optional<SinkContent> content = Optional.empty();
    private Optional<SinkFault> fault = Optional.empty();
    private boolean mail;
    private int recipients;
    private int messages;
    private boolean over;

    SinkConversation(SinkFaults faults, SinkTally tally) {
        this.faults = faults;
        this.tally = tally;
        say("220 sink.example.net ESMTP");
    }

    /** Reads all of it, unless the connection is over before. */
    void on(ByteBuffer input) {
        while (!over && input.hasRemaining()) {
            if (content.isPresent()) {
                onContent(content.get(), input);
            } else {
                onOctet(input.get());
            }
        }
    }

    /** What is to be written, once. */
    byte[] output() {
        byte[] octets = output.toByteArray();
        output.reset();
        return octets;
    }

    /** The messages whose 250 is written with the output, once. */
    List<SinkMessage> answered() {
        List<SinkMessage> all = List.copyOf(answered);
        answered.clear();
        return all;
    }

    /** Whether the connection is to be closed behind the output. */
    boolean isOver() {
        return over;
    }

    private void onOctet(byte octet) {
        if (octet != '\n') {
            line.write(octet);
            if (line.size() > MAX_LINE) {
                end("500 5.5.2 the line is too long");
            }
            return;
        }
        String command = line.toString(US_ASCII).strip();
        line.reset();
        onCommand(command.toUpperCase(Locale.ROOT));
    }

    private void onCommand(String command) {
        if (command.startsWith("EHLO")) {
            reset();
            say(EXTENSIONS);
        } else if (command.startsWith("MAIL FROM:")) {
            onMail();
        } else if (command.startsWith("RCPT TO:")) {
            onRcpt();
        } else if (command.equals("DATA")) {
            onData();
        } else if (command.equals("QUIT")) {
            end("221 2.0.0 bye");
        } else if (command.equals("RSET") || command.startsWith("HELO")) {
            reset();
            say("250 2.0.0 done");
        } else {
            say(command.startsWith("NOOP") ? "250 2.0.0 done" : "500 5.5.1 unknown here");
        }
    }

    private void reset() {
        mail = false;
        recipients = 0;
        fault = Optional.empty();
    }

    private void onMail() {
        reset();
        fault = faults.next();
        fault.ifPresent(tally::failed);
        if (is(SinkFault.CLOSING)) {
            end("421 4.3.2 closing, as chance would have it");
        } else if (is(SinkFault.MAIL_REFUSED)) {
            refuse();
        } else {
            mail = true;
            say("250 2.1.0 done");
        }
    }

    private void onRcpt() {
        if (!mail) {
            say("503 5.5.1 MAIL comes first");
        } else if (is(SinkFault.RCPT_REFUSED)) {
            refuse();
        } else {
            recipients++;
            say("250 2.1.5 done");
        }
    }

    private void onData() {
        if (recipients == 0) {
            say(mail ? "554 5.5.1 no recipients" : "503 5.5.1 MAIL comes first");
        } else if (is(SinkFault.LOST_BEFORE_CONTENT)) {
            over = true;
        } else if (is(SinkFault.DATA_REFUSED)) {
            refuse();
            reset();
        } else {
            content = Optional.of(new SinkContent());
            say("354 go ahead");
        }
    }

    private void onContent(SinkContent incoming, ByteBuffer input) {
        if (is(SinkFault.LOST_IN_CONTENT)) {
            over = true;
            return;
        }
        if (!incoming.endsIn(input)) {
            return;
        }
        content = Optional.empty();
        if (is(SinkFault.DOT_REFUSED)) {
            refuse();
        } else {
            SinkMessage message = SinkMessage.parse(incoming.beginning());
            messages++;
            tally.onConnection(messages);
            if (is(SinkFault.REPLY_WITHHELD)) {
                tally.withheld(message);
                over = true;
            } else {
                answered.add(message);
                say("250 2.0.0 taken");
            }
        }
        reset();
    }

    private boolean is(SinkFault kind) {
        return fault.filter(kind::equals).isPresent();
    }

    private void refuse() {
        say("451 4.3.0 not now, as chance would have it");
    }

    private void end(String reply) {
        say(reply);
        over = true;
    }

    private void say(String reply) {
        output.writeBytes((reply + "\r\n").getBytes(US_ASCII));
    }
}
