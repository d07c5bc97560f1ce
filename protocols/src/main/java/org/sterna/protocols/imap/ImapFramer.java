package org.sterna.protocols.imap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/**
 * First stage of reading (of two): cuts the octets of a connection into commands. Feed it what arrives, then call
 * {@link #next()} until it is empty. Lines may end in a bare LF.
 *
 * <pre>
 * LINE ->(literal) LITERAL -> LINE             literal kept in the command
 * LINE ->(message) OFFERED -> STREAMING -> LINE literal taken by the caller, again for each message of a command
 * LINE ->(over a limit) SKIPPING -> LINE       the command is thrown away up to its end
 * </pre>
 *
 * <p>It holds at most one command (limits below) and the input not yet asked for; while no command is under way it holds
 * nothing. For one thread.
 */
public final class ImapFramer {
    private static final byte[] NOTHING = {};
    /** Enough of a line's end to see a literal announced there. */
    private static final int TAIL = 32;
    /** Enough of a line's start to see its tag. */
    private static final int START = 80;

    private enum State { LINE, LITERAL, OFFERED, STREAMING, SKIPPING }

    /**
     * @param line octets of all lines of a command together
     * @param literal octets of one literal kept in the command
     * @param allLiterals octets of all of them together
     */
    private record Limits(int line, int literal, int allLiterals) {
    }

    private static final Limits BEFORE_LOGIN = new Limits(8192, 4096, 16 * 1024);

    private final Limits afterLogin;

    private final Deque<byte[]> input = new ArrayDeque<>(4);
    private int inputOffset;
    private long buffered;

    private Limits limits = BEFORE_LOGIN;
    private State state = State.LINE;
    private byte[] command = NOTHING;
    private int used;
    private int lineStart;
    private int lineOctets;
    private int literalOctets;
    private long remaining;
    private FramerEvent.Sending offeredSending = FramerEvent.Sending.SYNCHRONIZING;
    private boolean discarding;
    private boolean behindStreamed;
    private String streamedTag = "*";

    /**
     * With limits that suit every client: 1 MiB of lines, a sequence set of a hundred thousand numbers among them, and 1 MiB of
     * literals in a command of a known user.
     */
    public ImapFramer() {
        this(1024 * 1024, 1024 * 1024);
    }

    /**
     * The limits hold for a known user's command, one octet or more; before login they are fixed and smaller.
     *
     * @param maxLineOctets    of all its lines together
     * @param maxLiteralOctets of all literals together that are kept in it, which are all but messages and their parts
     */
    public ImapFramer(int maxLineOctets, int maxLiteralOctets) {
        this.afterLogin = new Limits(maxLineOctets, maxLiteralOctets, maxLiteralOctets);
    }

    /** Takes octets that arrived; the array belongs to the framer from now on. */
    public void feed(byte[] octets) {
        if (octets.length > 0) {
            input.add(octets);
            buffered += octets.length;
        }
    }

    /** From now on the limits for a known user hold, and messages of APPEND and REPLACE are streamed. */
    public void authenticated() {
        limits = afterLogin;
    }

    /** The user has left (RFC 8437): the small limits hold again. */
    public void unauthenticated() {
        limits = BEFORE_LOGIN;
    }

    /** Octets that arrived and were not looked at: after STARTTLS there must be none (RFC 3501 section 6.2.1). */
    public long bufferedOctets() {
        return buffered;
    }

    /** The next event; empty if more input, or a decision about an offered literal, is needed. */
    public Optional<FramerEvent> next() {
        while (true) {
            Optional<FramerEvent> event = Optional.empty();
            switch (state) {
                case LINE -> {
                    if (input.isEmpty()) {
                        return Optional.empty();
                    }
                    event = readLine();
                }
                case LITERAL -> {
                    if (remaining > 0 && input.isEmpty()) {
                        return Optional.empty();
                    }
                    readLiteral();
                }
                case SKIPPING -> {
                    if (remaining > 0 && input.isEmpty()) {
                        return Optional.empty();
                    }
                    skip();
                }
                case OFFERED, STREAMING -> {
                    return Optional.empty();
                }
                default -> throw new AssertionError(state);
            }
            if (event.isPresent()) {
                return event;
            }
        }
    }

    /** Lets the offered literal be taken. If it is a synchronizing one, the caller sends the continuation request. */
    public void acceptLiteral() {
        expect(State.OFFERED);
        state = State.STREAMING;
        endStreamIfTaken();
    }

    /** Throws the offered literal away, and its command with it. The caller answers. */
    public void refuseLiteral() {
        expect(State.OFFERED);
        if (offeredSending == FramerEvent.Sending.SYNCHRONIZING) {
            reset();
        } else {
            skipRest(remaining);
        }
    }

    /**
     * Gives up a command with an accepted literal: what is left of the literal and of the command is read and thrown away.
     * Between an accepted literal and the end of its command this may be called at any time.
     */
    public void abandonLiteral() {
        if (behindStreamed && state == State.LITERAL && remaining > 0) {
            skipRest(remaining);
        } else if (behindStreamed && (state == State.LINE || state == State.LITERAL)) {
            discardLine();
        } else {
            expect(State.STREAMING);
            skipRest(remaining);
        }
    }

    /** A line that has begun already is looked at to its end, because a literal may be announced there. */
    private void discardLine() {
        if (state == State.LITERAL) {
            lineStart = used;
        }
        behindStreamed = false;
        discarding = true;
        state = State.LINE;
    }

    /**
     * Octets of the accepted literal.
     *
     * @param maxOctets 1 or more
     * @return a new array of at most that many; empty if none have arrived, or the literal is complete
     */
    public byte[] take(int maxOctets) {
        if (state != State.STREAMING || input.isEmpty()) {
            return NOTHING;
        }
        byte[] head = input.peek();
        int length = (int) Math.min(Math.min(maxOctets, remaining), head.length - inputOffset);
        byte[] taken = Arrays.copyOfRange(head, inputOffset, inputOffset + length);
        consume(length);
        remaining -= length;
        endStreamIfTaken();
        return taken;
    }

    /** Octets of the accepted literal that are still to be taken; 0 if there is none. */
    public long literalRemaining() {
        return state == State.STREAMING ? remaining : 0;
    }

    private void expect(State wanted) {
        if (state != wanted) {
            throw new IllegalStateException("literal is " + wanted + " only, now " + state);
        }
    }

    private void endStreamIfTaken() {
        if (remaining == 0) {
            reset();
            behindStreamed = true;
        }
    }

    private Optional<FramerEvent> readLine() {
        byte[] head = input.peek();
        int end = inputOffset;
        while (end < head.length && head[end] != '\n') {
            end++;
        }
        boolean complete = end < head.length;
        int length = end - inputOffset;
        if (!discarding && lineOctets + length > limits.line() + 1) {            // the CR is not yet taken off
            append(head, inputOffset, Math.min(length, START));
            FramerEvent tooLong = new FramerEvent.LineTooLong(tag(), limits.line());
            discarding = true;
            behindStreamed = false;
            return Optional.of(tooLong);
        }
        lineOctets += length;
        if (discarding && length > TAIL) {
            append(head, end - TAIL, TAIL);
        } else {
            append(head, inputOffset, length);
        }
        if (discarding && used > 4 * TAIL) {
            System.arraycopy(command, used - TAIL, command, 0, TAIL);
            used = TAIL;
            lineStart = 0;
        }
        consume(complete ? length + 1 : length);
        return complete ? endLine() : Optional.empty();
    }

    private Optional<FramerEvent> endLine() {
        if (used > lineStart && command[used - 1] == '\r') {
            used--;
            lineOctets--;
        }
        Optional<LiteralHeader> literal = LiteralHeader.atEnd(command, lineStart, used);
        if (discarding) {
            if (literal.isPresent() && literal.get().sending() == FramerEvent.Sending.NON_SYNCHRONIZING) {
                skipRest(literal.get().size());
            } else {
                reset();                                   // a waiting client has its answer already
            }
            return Optional.empty();
        }
        if (literal.isEmpty()) {
            CommandText text = new CommandText(Arrays.copyOf(command, used));
            boolean rest = behindStreamed;
            reset();
            return Optional.of(rest ? new FramerEvent.StreamedLiteralEnd(text) : new FramerEvent.Complete(text));
        }
        return beginLiteral(literal.get());
    }

    private Optional<FramerEvent> beginLiteral(LiteralHeader literal) {
        if (isMessage(literal)) {
            streamedTag = tag();
            state = State.OFFERED;
            remaining = literal.size();
            offeredSending = literal.sending();
            CommandText start = new CommandText(Arrays.copyOf(command, used));
            return Optional.of(new FramerEvent.StreamedLiteral(start, literal.size(), literal.sending()));
        }
        if (literal.size() > limits.literal() || literalOctets + literal.size() > limits.allLiterals()) {
            FramerEvent tooBig = new FramerEvent.LiteralTooBig(tag(), literal.size(), literal.sending());
            if (literal.sending() == FramerEvent.Sending.SYNCHRONIZING) {
                reset();
            } else {
                skipRest(literal.size());
            }
            return Optional.of(tooBig);
        }
        append(new byte[] {'\r', '\n'}, 0, 2);
        remaining = literal.size();
        literalOctets += (int) literal.size();
        state = State.LITERAL;
        return literal.sending() == FramerEvent.Sending.SYNCHRONIZING
                ? Optional.of(new FramerEvent.NeedContinuation()) : Optional.empty();
    }

    private boolean isMessage(LiteralHeader literal) {
        return behindStreamed ? StreamedLiterals.isFurther(command, literal)
                : limits == afterLogin && StreamedLiterals.isFirst(command, used, literal);
    }

    private void readLiteral() {
        if (remaining > 0) {
            byte[] head = input.peek();
            int length = (int) Math.min(remaining, head.length - inputOffset);
            append(head, inputOffset, length);
            consume(length);
            remaining -= length;
        }
        if (remaining == 0) {
            lineStart = used;
            state = State.LINE;
        }
    }

    private void skip() {
        if (remaining > 0) {
            int length = (int) Math.min(remaining, input.peek().length - inputOffset);
            consume(length);
            remaining -= length;
        }
        if (remaining == 0) {
            reset();
            discarding = true;
        }
    }

    private void skipRest(long octets) {
        reset();
        remaining = octets;
        state = State.SKIPPING;
    }

    private void reset() {
        state = State.LINE;
        command = NOTHING;
        used = 0;
        lineStart = 0;
        lineOctets = 0;
        literalOctets = 0;
        remaining = 0;
        discarding = false;
        behindStreamed = false;
    }

    private void append(byte[] octets, int from, int length) {
        if (used + length > command.length) {
            command = Arrays.copyOf(command, Math.max(used + length, Math.max(128, command.length * 2)));
        }
        System.arraycopy(octets, from, command, used, length);
        used += length;
    }

    private void consume(int length) {
        inputOffset += length;
        buffered -= length;
        if (inputOffset == input.peek().length) {
            input.remove();
            inputOffset = 0;
        }
    }

    private String tag() {
        return behindStreamed ? streamedTag : ImapCursor.tagOf(command, used);
    }
}
