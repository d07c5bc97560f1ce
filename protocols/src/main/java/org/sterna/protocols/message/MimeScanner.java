package org.sterna.protocols.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds the MIME structure of a message in one pass over its content, which is fed in pieces of any size. What is added in
 * front of a message is fed first, then the message.
 *
 * <p>The scanner works line by line. Of a line it keeps at most {@value #LINE_KEPT} octets, enough to know a boundary or a
 * field name by; of the header section being read at most {@value #HEADER_KEPT} octets (embedded ones
 * {@value #NESTED_HEADER_KEPT}), and of all bodies together a few thousand octets for the preview. Open parts form a chain
 * from the innermost to the root; a boundary line closes all parts inside the multipart it belongs to.
 *
 * <p>No input makes it fail. What is broken is read as RFC 7103 advises and the way most servers do: a line that can be no
 * header field ends the header section, a multipart ends with its parent or with the message, line ends may be bare LF, and
 * beyond {@value #MAX_DEPTH} levels or {@value #MAX_PARTS} parts the rest is one opaque body.
 *
 * <p>For one thread and one message.
 */
public final class MimeScanner {
    /** A multipart or embedded message nested deeper than this is not looked into. */
    public static final int MAX_DEPTH = 50;
    /** No more parts than these are opened; the last one takes the rest. */
    public static final int MAX_PARTS = 1000;
    /** Octets kept of the header section of the message; what follows does not show in envelope and summary. */
    public static final int HEADER_KEPT = 256 * 1024;

    private static final int NESTED_HEADER_KEPT = 64 * 1024;
    private static final int ALL_HEADERS_KEPT = 1024 * 1024;
    private static final int LINE_KEPT = 2048;
    private static final int MAX_BOUNDARY = 1024;

    private enum Mode { HEADER, BODY }

    private final PreviewCapture preview = new PreviewCapture();
    private final ByteArrayOutputStream header = new ByteArrayOutputStream(1024);
    private HeaderFields rootFields = HeaderFields.NONE;
    private boolean rootHeaderCut;

    private OpenPart current = OpenPart.root();
    private Mode mode = Mode.HEADER;
    private int parts = 1;
    private long nestedHeaderOctets;
    private int openBoundaries;

    private byte[] line = new byte[256];
    private int lineKept;
    private long lineStart;
    private long lineOctets;
    private byte lastOctet;
    private long position;
    private long lineFeeds;
    private int previousTerminator;
    private boolean headerEmpty = true;
    private int headerMark;                  // where the current line starts in the header section kept
    private boolean finished;

    /**
     * Takes the next octets of the content. They are not kept.
     *
     * @throws IllegalStateException after {@link #finish()}
     */
    public void feed(byte[] octets, int offset, int length) {
        if (finished) {
            throw new IllegalStateException("fed after finish");
        }
        int end = offset + length;
        int from = offset;
        while (from < end) {
            int lf = from;
            while (lf < end && octets[lf] != '\n') {
                lf++;
            }
            int stop = Math.min(lf + 1, end);
            extendLine(octets, from, stop - from);
            from = stop;
            if (lf < end) {
                endLine(true);
            }
        }
    }

    /** As {@link #feed(byte[], int, int)}, of a whole array. */
    public void feed(byte[] octets) {
        feed(octets, 0, octets.length);
    }

    /** Ends the content and tells what was found. Call it once. */
    public MessageSummary finish() {
        if (lineOctets > 0) {
            endLine(false);
        }
        finished = true;
        if (mode == Mode.HEADER) {
            describe(position, lineFeeds);
        }
        while (current.parent().isPresent()) {
            closeCurrent(position, lineFeeds);
        }
        MessageStructure structure = new MessageStructure(current.close(position, lineFeeds));
        return new MessageSummary(SelectedFields.of(rootFields, rootHeaderCut), structure, preview.text());
    }

    /** All fields of the message's own header section, as far as it was kept. Complete after {@link #finish()}. */
    public HeaderFields header() {
        return rootFields;
    }

    private void extendLine(byte[] octets, int from, int length) {
        int room = Math.min(length, LINE_KEPT - lineKept);
        if (room > 0 && (mode == Mode.HEADER || openBoundaries > 0 || preview.wanting())) {
            if (line.length < lineKept + room) {
                line = Arrays.copyOf(line, Math.max(line.length * 2, lineKept + room));
            }
            System.arraycopy(octets, from, line, lineKept, room);
            lineKept += room;
        }
        if (mode == Mode.HEADER) {
            int kept = current.depth() == 0 ? HEADER_KEPT : NESTED_HEADER_KEPT;
            int fits = Math.min(length, kept - header.size());
            header.write(octets, from, fits);
            rootHeaderCut |= fits < length && current.depth() == 0;
        }
        byte beforeLast = length > 1 ? octets[from + length - 2] : lastOctet;
        byte last = octets[from + length - 1];
        lastOctet = last == '\n' ? beforeLast : last;
        lineOctets += length;
        position += length;
    }

    /** The line is complete; {@code lastOctet} is the one before its LF. */
    private void endLine(boolean terminated) {
        int terminator = !terminated ? 0 : lastOctet == '\r' && lineOctets > 1 ? 2 : 1;
        long text = lineOctets - terminator;
        if (!delimiter(text)) {
            if (mode == Mode.HEADER) {
                headerLine(text, terminated);
            } else {
                preview.line(line, lineKept, lineOctets);
            }
        }
        lineFeeds += terminated ? 1 : 0;
        previousTerminator = terminator;
        lineStart = position;
        lineOctets = 0;
        lineKept = 0;
        lastOctet = 0;
        headerMark = header.size();
    }

    private void headerLine(long text, boolean terminated) {
        if (text == 0) {
            endHeader(position, lineFeeds + (terminated ? 1 : 0));
        } else if (isHeaderLine(text)) {
            headerEmpty = false;
        } else {
            dropLineFromHeader();
            endHeader(lineStart, lineFeeds);
            if (mode == Mode.BODY) {
                preview.line(line, lineKept, lineOctets);
            } else {
                headerLine(text, terminated);       // the first line of an embedded message whose header is missing
            }
        }
    }

    private void dropLineFromHeader() {
        byte[] kept = header.toByteArray();
        header.reset();
        header.write(kept, 0, headerMark);
    }

    private boolean isHeaderLine(long text) {
        if (line[0] == ' ' || line[0] == '\t') {
            return true;
        }
        int kept = (int) Math.min(text, lineKept);
        int i = 0;
        while (i < kept && (line[i] & 0xff) > ' ' && line[i] != ':' && line[i] != 127) {
            i++;
        }
        int name = i;
        while (i < kept && (line[i] == ' ' || line[i] == '\t')) {
            i++;
        }
        if (name > 0 && i < kept && line[i] == ':') {
            return true;
        }
        // An mbox separator in front of the first field is common in imported mail.
        String start = new String(line, 0, Math.min(kept, 6), StandardCharsets.ISO_8859_1);
        return headerEmpty && (start.startsWith("From ") || start.startsWith(">From "));
    }

    /** The header section of the current part ends and its body starts at {@code bodyStart}. */
    private void endHeader(long bodyStart, long linesBefore) {
        describe(bodyStart, linesBefore);
        mode = Mode.BODY;
        headerEmpty = true;
        PartDescription description = current.description();
        boolean message = description.isType("message", "rfc822") || description.isType("message", "global");
        if (current.depth() >= MAX_DEPTH) {
            return;
        }
        if (description.isType("multipart")) {
            Optional<String> boundary = description.decodedParameter("boundary")
                    .map(String::stripTrailing).filter(text -> !text.isEmpty() && text.length() <= MAX_BOUNDARY);
            if (boundary.isPresent()) {
                current.becomeMultipart(boundary.get());
                openBoundaries++;
            }
        } else if (message && description.isIdentityEncoded() && !full()) {
            current.becomeMessage();
            open(bodyStart);
        } else {
            preview.start(description);
        }
    }

    private void open(long headerStart) {
        current = current.child(headerStart);
        parts++;
        mode = Mode.HEADER;
        headerEmpty = true;
    }

    private boolean full() {
        return parts >= MAX_PARTS || nestedHeaderOctets >= ALL_HEADERS_KEPT;
    }

    /** Reads the header section collected so far as that of the current part. */
    private void describe(long bodyStart, long linesBefore) {
        HeaderFields fields = HeaderFields.parse(header.toByteArray());
        if (current.depth() == 0) {
            rootFields = fields;
        } else {
            nestedHeaderOctets += header.size();
        }
        header.reset();
        headerMark = 0;
        PartDescription.Place place =
                current.parent().map(OpenPart::placeOfChildren).orElse(PartDescription.Place.ORDINARY);
        current.describe(PartDescription.of(fields, place));
        current.bodyFrom(bodyStart, linesBefore);
        current.parent().filter(parent -> parent.kind() == OpenPart.Kind.MESSAGE)
                .ifPresent(parent -> parent.envelopeInside(Envelope.of(fields)));
    }

    /** Acts on the line if it is a boundary of an open multipart (RFC 2046 section 5.1.1), else answers false. */
    private boolean delimiter(long text) {
        if (openBoundaries == 0 || text > lineKept || text < 3 || line[0] != '-' || line[1] != '-') {
            return false;
        }
        int length = (int) text;
        while (length > 2 && (line[length - 1] == ' ' || line[length - 1] == '\t' || line[length - 1] == '\r')) {
            length--;                               // transport padding
        }
        for (Optional<OpenPart> part = Optional.of(current); part.isPresent(); part = part.get().parent()) {
            OpenPart multipart = part.get();
            if (multipart.delimited()) {
                byte[] boundary = multipart.boundary();
                int after = 2 + boundary.length;
                if (length >= after && Arrays.equals(line, 2, after, boundary, 0, boundary.length)) {
                    boolean closing = length == after + 2 && line[after] == '-' && line[after + 1] == '-';
                    if (closing || length == after && !full()) {
                        delimit(multipart, closing);
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void delimit(OpenPart multipart, boolean closing) {
        long end = lineStart - previousTerminator;
        long lines = lineFeeds - (previousTerminator > 0 ? 1 : 0);
        if (mode == Mode.HEADER) {
            dropLineFromHeader();
            describe(end, lines);
            mode = Mode.BODY;
        }
        while (current != multipart) {
            closeCurrent(end, lines);
        }
        preview.stop();
        if (closing) {
            multipart.closeDelimiter();
            openBoundaries--;
        } else {
            open(position);
        }
    }

    private void closeCurrent(long end, long lines) {
        OpenPart parent = current.parent().orElseThrow();
        if (current.delimited()) {
            current.closeDelimiter();
            openBoundaries--;
        }
        parent.add(current.close(end, lines));
        current = parent;
    }
}
