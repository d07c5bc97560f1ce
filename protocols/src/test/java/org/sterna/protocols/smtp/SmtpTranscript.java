package org.sterna.protocols.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sterna.protocols.smtp.parameter.BodyType;

/**
 * Plays a conversation against a session, line by line:
 *
 * <pre>
 * C:  the client sends the line              S:  the server's next line starts so
 * C+  the same, but together with the next   S*  the whole next reply, of any number of lines, starts so
 * C>  the client sends exactly these octets  O:  the reply read with S* offers this; N:  it does not
 * T:  a handshake succeeds                   X:  the server has closed
 * M:  so many messages are stored            K:  content was dropped so many times
 * D:  the host goes down
 * </pre>
 *
 * What the client sends may hold {@code \r}, {@code \n} and {@code \xHH}; <code>{A*300}</code> is 300 times A. The directory behind it:
 * {@code jones}, {@code smith}, {@code user} with a number and {@code jörg} at example.org are mailboxes, {@code temperror} is an outage,
 * {@code goaway} ends the session, elsewhere only accounts may send; the password is {@code secret}, and {@code temperror} cannot be
 * checked.
 */
final class SmtpTranscript {
    record LocalMailbox(String name) implements RecipientTarget {}

    static final TlsLayer TLS = new TlsLayer("TLSv1.3", "TLS_AES_256_GCM_SHA384");
    static final Instant OPENED = Instant.parse("2026-11-22T12:00:00.5Z");

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:r|n|x([0-9A-Fa-f]{2}))|\\{(.)\\*(\\d+)\\}");

    private final LineFramer framer = new LineFramer(SmtpCommandParser.MAX_LINE_OCTETS);
    private final Deque<String> said = new ArrayDeque<>();
    private final List<String> everythingSaid = new ArrayList<>();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private final List<Envelope> stored = new ArrayList<>();
    private final Map<Class<?>, SmtpInput.Forbidden> forbidden = new HashMap<>();
    private final List<SmtpAction> asked = new ArrayList<>();
    private List<String> lastReply = List.of();
    private Reply storing = Replies.OK;
    private Reply flushing = Reply.of(250, "2.0.0", "Queuing started");
    private Optional<DataDecoder> decoder = Optional.empty();
    private Optional<ContentCheck> check = Optional.empty();
    private long chunk = -1;
    private boolean keeps;
    private boolean last;
    private int drops;
    private int pieceOctets = Integer.MAX_VALUE;
    private SmtpSession session;
    private boolean closed;

    SmtpTranscript(SmtpRules rules, Optional<TlsLayer> tls) {
        this(rules, tls, Map.of());
    }

    SmtpTranscript(SmtpRules rules, Optional<TlsLayer> tls, Map<Class<?>, SmtpInput.Forbidden> forbidden) {
        this.forbidden.putAll(forbidden);
        SmtpSession.Step step = SmtpSession.open(rules, tls, OPENED);
        session = step.session();
        step.actions().forEach(this::perform);
    }

    SmtpTranscript storingAnswers(Reply reply) {
        storing = reply;
        return this;
    }

    SmtpTranscript flushingAnswers(Reply reply) {
        flushing = reply;
        return this;
    }

    /** All the client sends comes in pieces of so many octets. */
    SmtpTranscript inPiecesOf(int octets) {
        pieceOctets = octets;
        return this;
    }

    SmtpTranscript play(String transcript) {
        for (String line : transcript.lines().toList()) {
            String text = line.length() > 3 ? line.substring(3) : "";
            switch (line.substring(0, 2)) {
                case "C:" -> send(line, text + "\r\n");
                case "C>" -> send(line, text);
                case "C+" -> held.writeBytes(octets(text + "\r\n"));
                case "S:" -> assertThat(said.isEmpty() ? "(nothing)" : said.poll()).as(line).startsWith(text);
                case "S*" -> reply(line, text);
                case "O:" -> assertThat(lastReply).as(line).anySatisfy(each -> assertThat(each.substring(4)).startsWith(text));
                case "N:" -> assertThat(lastReply).as(line).noneSatisfy(each -> assertThat(each.substring(4)).startsWith(text));
                case "T:" -> take(new SmtpInput.TlsEstablished(TLS));
                case "D:" -> take(new SmtpInput.Draining());
                case "X:" -> assertThat(closed).as(line).isTrue();
                case "M:" -> assertThat(stored).as(line).hasSize(Integer.parseInt(text));
                case "K:" -> assertThat(drops).as(line).isEqualTo(Integer.parseInt(text));
                default -> throw new AssertionError(line);
            }
        }
        assertThat(said).as("nothing else is said").isEmpty();
        return this;
    }

    private void send(String line, String text) {
        assertThat(said).as("said before " + line).isEmpty();
        assertThat(closed).as("closed before " + line).isFalse();
        held.writeBytes(octets(text));
        byte[] octets = held.toByteArray();
        held.reset();
        receive(octets);
    }

    private void reply(String line, String text) {
        List<String> reply = new ArrayList<>();
        while (reply.isEmpty() || reply.get(reply.size() - 1).charAt(3) == '-') {
            assertThat(said).as(line).isNotEmpty();
            reply.add(said.poll());
        }
        assertThat(reply.get(0)).as(line).startsWith(text);
        lastReply = reply;
    }

    static byte[] octets(String text) {
        String latin = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return ESCAPE.matcher(latin).replaceAll(SmtpTranscript::expansion).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String expansion(MatchResult escape) {
        String plain = escape.group(2) != null ? escape.group(2).repeat(Integer.parseInt(escape.group(3)))
                : escape.group(1) != null ? String.valueOf((char) Integer.parseInt(escape.group(1), 16))
                : escape.group().equals("\\r") ? "\r" : "\n";
        return Matcher.quoteReplacement(plain);
    }

    void receive(byte[] octets) {
        for (int from = 0; from < octets.length && !closed; from += pieceOctets) {
            int length = Math.min(pieceOctets, octets.length - from);
            framer.feed(octets, from, length);
            work();
            if (pieceOctets == Integer.MAX_VALUE) {
                return;
            }
        }
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

    /** All lines of the server, in order. */
    List<String> everythingSaid() {
        return everythingSaid;
    }

    /** The actions that were answered at once, in order. */
    List<SmtpAction> asked() {
        return asked;
    }

    String content() {
        return content.toString(StandardCharsets.ISO_8859_1);
    }

    private void work() {
        while (!closed && step()) {
            // one line or one piece of content
        }
    }

    private boolean step() {
        if (session.awaits() == SmtpSession.Awaits.CONTENT) {
            return readContent();
        }
        if (session.awaits() == SmtpSession.Awaits.CHUNK) {
            return readChunk();
        }
        LineFramer.Line line = framer.next();
        if (line instanceof LineFramer.Line.Incomplete) {
            return false;
        }
        boolean followed = framer.unread() > 0;
        if (line instanceof LineFramer.Line.Whole whole) {
            take(session.awaits() == SmtpSession.Awaits.AUTH_RESPONSE
                    ? new SmtpInput.AuthResponse(whole.text(), followed) : SmtpCommandParser.parse(whole, followed));
        } else {
            take(line instanceof LineFramer.Line.TooLong ? SmtpCommandParser.lineTooLong() : SmtpCommandParser.badLineEnd());
        }
        return true;
    }

    private boolean readContent() {
        byte[] octets = framer.takeUnread();
        int consumed = decoder.orElseThrow().feed(octets, 0, octets.length, content::write);
        framer.feed(octets, consumed, octets.length - consumed);
        decoder.flatMap(DataDecoder::end).ifPresent(end -> {
            decoder = Optional.empty();
            take(end);
        });
        return decoder.isEmpty();
    }

    private boolean readChunk() {
        byte[] octets = framer.takeUnread();
        int length = (int) Math.min(chunk, octets.length);
        framer.feed(octets, length, octets.length - length);
        chunk -= length;
        if (keeps) {
            check.orElseThrow().feed(octets, 0, length, content::write);
        }
        if (chunk > 0) {
            return false;
        }
        Optional<Reply> fault = !keeps ? Optional.empty()
                : last ? check.orElseThrow().finish(content::write) : check.orElseThrow().fault();
        take(fault.<SmtpInput>map(SmtpInput.ChunkRefused::new).orElse(new SmtpInput.ChunkComplete()));
        return true;
    }

    private void perform(SmtpAction action) {
        asked.add(action);
        if (action instanceof SmtpAction.Say say) {
            new String(say.reply().octets(), StandardCharsets.US_ASCII).lines().forEach(line -> {
                said.add(line);
                everythingSaid.add(line);
            });
        } else if (action instanceof SmtpAction.Consult consult) {
            SmtpInput.Forbidden no = forbidden.get(consult.getClass());
            take(no == null ? new SmtpInput.Permitted() : no);
        } else if (action instanceof SmtpAction.CheckCredentials credentials) {
            take(new SmtpInput.CredentialsChecked(SaslDesk.answer(credentials.question())));
        } else if (action instanceof SmtpAction.CheckRecipient recipient) {
            take(checked(recipient));
        } else if (action instanceof SmtpAction.ReceiveData) {
            decoder = Optional.of(new DataDecoder(session.rules().limits().messageOctets(), 998));
        } else if (action instanceof SmtpAction.ReceiveChunk receive) {
            receive(receive);
        } else if (action instanceof SmtpAction.DiscardChunk discard) {
            keeps = false;
            chunk = discard.octets();
        } else if (action instanceof SmtpAction.DropContent) {
            drops++;
        } else if (action instanceof SmtpAction.StoreMessage store) {
            stored.add(store.envelope());
            take(storing.isPositive() ? new SmtpInput.MessageStored("Q" + stored.size())
                    : new SmtpInput.MessageNotStored(storing));
        } else if (action instanceof SmtpAction.FlushQueue) {
            take(new SmtpInput.QueueFlushed(flushing));
        } else if (action instanceof SmtpAction.StartTls) {
            assertThat(framer.unread()).isZero();
        } else if (action instanceof SmtpAction.Close) {
            closed = true;
        } else {
            assertThat(action).isInstanceOfAny(SmtpAction.AwaitAuthResponse.class, SmtpAction.AssumeClient.class);
        }
    }

    private void receive(SmtpAction.ReceiveChunk receive) {
        long limit = session.rules().limits().messageOctets();
        if (receive.first()) {
            check = Optional.of(receive.envelope().parameters().body() == BodyType.BINARY_MIME
                    ? ContentCheck.ofBinary(limit)
                    : ContentCheck.ofLines(limit, 998, DataDecoder.BareLineEnds.REFUSE));
        }
        keeps = true;
        chunk = receive.octets();
        last = receive.last();
    }

    private static SmtpInput.RecipientChecked checked(SmtpAction.CheckRecipient check) {
        String path = check.forwardPath().toString();
        if (path.startsWith("temperror@")) {
            return new SmtpInput.RecipientRefused(Replies.LOCAL_ERROR);
        }
        if (path.startsWith("goaway@")) {
            return new SmtpInput.RecipientRefused(Replies.SHUTTING_DOWN);
        }
        if (path.matches("(jones|smith|user\\d+|j\u00f6rg)@example.org|postmaster")) {
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
