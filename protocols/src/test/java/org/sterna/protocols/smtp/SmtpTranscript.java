package org.sterna.protocols.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Plays a conversation against a session. {@code C:} the client sends, {@code S:} the server's line starts so,
 * {@code T:} a handshake succeeds, {@code X:} the server closes. The directory behind it: {@code jones} and
 * {@code smith} at example.org are mailboxes, {@code temperror} is an outage, elsewhere only accounts may send; the
 * password is {@code secret}, and {@code temperror} cannot be checked.
 */
final class SmtpTranscript {
    record LocalMailbox(String name) implements RecipientTarget {}

    static final TlsLayer TLS = new TlsLayer("TLSv1.3", "TLS_AES_256_GCM_SHA384");

    private final LineFramer framer = new LineFramer(SmtpCommandParser.MAX_LINE_OCTETS);
    private final Deque<String> said = new ArrayDeque<>();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final List<Envelope> stored = new ArrayList<>();
    private Reply storing = Replies.OK;
    private Optional<DataDecoder> decoder = Optional.empty();
    private SmtpSession session;
    private boolean closed;

    SmtpTranscript(SmtpRules rules, Optional<TlsLayer> tls) {
        SmtpSession.Step step = SmtpSession.open(rules, tls);
        session = step.session();
        step.actions().forEach(this::perform);
    }

    SmtpTranscript storingAnswers(Reply reply) {
        storing = reply;
        return this;
    }

    SmtpTranscript play(String transcript) {
        for (String line : transcript.lines().toList()) {
            String text = line.length() > 3 ? line.substring(3) : "";
            switch (line.substring(0, 2)) {
                case "C:" -> receive((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                case "S:" -> assertThat(said.isEmpty() ? "(nothing)" : said.poll()).as(line).startsWith(text);
                case "T:" -> take(new SmtpInput.TlsEstablished(TLS));
                case "X:" -> assertThat(closed).as(line).isTrue();
                default -> throw new AssertionError(line);
            }
        }
        assertThat(said).as("nothing else is said").isEmpty();
        return this;
    }

    void receive(byte[] octets) {
        if (decoder.isPresent()) {
            int consumed = decoder.get().feed(octets, 0, octets.length, content::write);
            framer.feed(octets, consumed, octets.length - consumed);
            decoder.flatMap(DataDecoder::end).ifPresent(end -> {
                decoder = Optional.empty();
                take(end);
            });
        } else {
            framer.feed(octets, 0, octets.length);
        }
        readLines();
    }

    void take(SmtpInput input) {
        SmtpSession.Step step = session.on(input);
        session = step.session();
        step.actions().forEach(this::perform);
    }

    SmtpSession session() {
        return session;
    }

    List<Envelope> stored() {
        return stored;
    }

    String content() {
        return content.toString(StandardCharsets.ISO_8859_1);
    }

    private void readLines() {
        while (decoder.isEmpty() && !closed) {
            LineFramer.Line line = framer.next();
            if (line instanceof LineFramer.Line.Incomplete) {
                return;
            }
            boolean response = session.awaits() == SmtpSession.Awaits.AUTH_RESPONSE;
            if (line instanceof LineFramer.Line.Whole whole) {
                take(response ? new SmtpInput.AuthResponse(whole.text()) : SmtpCommandParser.parse(whole));
            } else {
                take(line instanceof LineFramer.Line.TooLong
                        ? SmtpCommandParser.lineTooLong() : SmtpCommandParser.badLineEnd());
            }
        }
    }

    private void perform(SmtpAction action) {
        if (action instanceof SmtpAction.Say say) {
            new String(say.reply().octets(), StandardCharsets.US_ASCII).lines().forEach(said::add);
        } else if (action instanceof SmtpAction.CheckCredentials check) {
            take(check.user().equals("temperror") ? new SmtpInput.CredentialsUnavailable()
                    : check.password().equals("secret") ? new SmtpInput.CredentialsValid(check.user())
                    : new SmtpInput.CredentialsInvalid());
        } else if (action instanceof SmtpAction.CheckRecipient check) {
            take(checked(check));
        } else if (action instanceof SmtpAction.ReceiveData) {
            decoder = Optional.of(new DataDecoder(session.rules().maxMessageOctets(), 998));
            byte[] readAhead = framer.takeUnread();
            if (readAhead.length > 0) {
                receive(readAhead);
            }
        } else if (action instanceof SmtpAction.StoreMessage store) {
            stored.add(store.envelope());
            take(storing.isPositive() ? new SmtpInput.MessageStored("Q" + stored.size())
                    : new SmtpInput.MessageNotStored(storing));
        } else if (action instanceof SmtpAction.StartTls) {
            assertThat(framer.unread()).isZero();
        } else if (action instanceof SmtpAction.Close) {
            closed = true;
        } else {
            assertThat(action).isInstanceOf(SmtpAction.AwaitAuthResponse.class);
        }
    }

    private static SmtpInput.RecipientChecked checked(SmtpAction.CheckRecipient check) {
        String path = check.forwardPath().toString();
        if (path.startsWith("temperror@")) {
            return new SmtpInput.RecipientRefused(Replies.LOCAL_ERROR);
        }
        if (path.matches("jones@example.org|smith@example.org|postmaster|user\\d+@example.org")) {
            return new SmtpInput.RecipientAccepted(new LocalMailbox(path));
        }
        if (path.endsWith("@example.org")) {
            return new SmtpInput.RecipientRefused(Replies.NO_SUCH_MAILBOX);
        }
        return check.envelope().account().isPresent()
                ? new SmtpInput.RecipientAccepted(new LocalMailbox("relay"))
                : new SmtpInput.RecipientRefused(Replies.RELAY_DENIED);
    }
}
