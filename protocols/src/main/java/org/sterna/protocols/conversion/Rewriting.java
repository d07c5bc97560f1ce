package org.sterna.protocols.conversion;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.sterna.protocols.message.MimeScanner;
import org.sterna.protocols.message.Part;
import org.sterna.protocols.message.PartDescription;
import org.sterna.protocols.message.PartExtent;

/**
 * One message on its way to seven bits: from front to back what is in order is copied, and what is not is encoded. Used once.
 *
 * <p>The parts are where {@link MimeScanner} sees them. A message beyond its limits is not converted: what it takes for one part could be
 * several for others.
 */
final class Rewriting {
    /** MimeScanner keeps no more of the header section of a part than this, nor of the message's own. */
    private static final int MAX_PART_HEADER = 64 * 1024;
    private static final int MAX_ALL_HEADERS = 1024 * 1024;

    /** What a part without Content-Type is (RFC 2046 section 5.1.5). */
    private enum Default {
        TEXT("text/plain"), MESSAGE("message/rfc822");

        private final String type;

        Default(String type) {
            this.type = type;
        }
    }

    private final byte[] message;
    private final ByteArrayOutputStream out;
    private int copied;
    private int parts;
    private long headers;

    Rewriting(byte[] message) {
        this.message = message;
        this.out = new ByteArrayOutputStream(message.length + message.length / 3 + 256);
    }

    byte[] rewritten() throws CannotConvertException {
        MimeScanner scanner = new MimeScanner();
        scanner.feed(message);
        message(scanner.finish().structure().root());
        copyTo(message.length);
        byte[] octets = out.toByteArray();
        if (!Lines.areSeven(octets, 0, octets.length)) {
            throw new CannotConvertException("the parts of the message cannot be told apart");
        }
        return octets;
    }

    static String visible(String text) {
        return text.replaceAll("[^!-~]", "?");
    }

    /** A message has a header section of its own, which must say that it is MIME (RFC 2045 section 4). */
    private void message(Part root) throws CannotConvertException {
        part(root, Default.TEXT, true);
    }

    private void part(Part part, Default otherwise, boolean isMessage) throws CannotConvertException {
        PartExtent extent = part.extent();
        parts++;
        headers += isMessage && parts == 1 ? 0 : extent.header().length();
        if (parts >= MimeScanner.MAX_PARTS || headers >= MAX_ALL_HEADERS
                || extent.header().length() > (parts == 1 ? MimeScanner.HEADER_KEPT : MAX_PART_HEADER)) {
            throw new CannotConvertException("the message has too many or too large parts to look into all of them");
        }
        RewrittenHeader header = new RewrittenHeader(message, (int) extent.headerStart(), (int) extent.bodyStart());
        boolean seven = Lines.areSeven(message, (int) extent.bodyStart(), (int) extent.bodyEnd());
        if (part instanceof Part.Multipart multipart) {
            composite(part, header, isMessage, seven);
            multipart(multipart);
        } else if (part instanceof Part.EmbeddedMessage embedded && (seven || !part.description().isType("message", "global"))) {
            composite(part, header, isMessage, seven);
            message(embedded.message());
        } else {
            leaf(part, header, otherwise, isMessage, seven);
        }
        // An embedded message ends where the part does.
        copyTo((int) extent.bodyEnd());
    }

    /** RFC 2045 section 6.4: multiparts and messages are not encoded themselves; what they hold is in seven bits now. */
    private void composite(Part part, RewrittenHeader header, boolean isMessage, boolean seven) throws CannotConvertException {
        String encoding = part.description().encoding();
        if (!isIdentity(encoding) && !seven) {
            throw new CannotConvertException("a part of type " + part.description().type() + " claims to be encoded as " + visible(encoding));
        }
        if (!encoding.equalsIgnoreCase("7bit") && isIdentity(encoding)) {
            header.encoded("7bit");
        }
        if (isMessage && !seven) {
            sayMime(header);
        }
        write(header, part.extent());
    }

    private void multipart(Part.Multipart multipart) throws CannotConvertException {
        PartDescription description = multipart.description();
        PartExtent extent = multipart.extent();
        if (description.isType("multipart", "signed")) {
            // RFC 1847 section 2.1, RFC 3156 section 3, RFC 8551 section 3.1.1: whoever changes it breaks the signature.
            if (!Lines.areSeven(message, (int) extent.bodyStart(), (int) extent.bodyEnd())) {
                throw new CannotConvertException("a signed part is in eight bits, and converting it would break its signature");
            }
            return;
        }
        Default otherwise = description.isType("multipart", "digest") ? Default.MESSAGE : Default.TEXT;
        List<Part> children = multipart.children();
        for (Part child : children) {
            between((int) child.extent().headerStart());
            part(child, otherwise, false);
        }
        between((int) extent.bodyEnd());
    }

    /** Boundaries, and the text around them that nobody reads (RFC 2046 section 5.1.1), which is left out where it is not in order. */
    private void between(int end) throws CannotConvertException {
        if (Lines.areSeven(message, copied, end)) {
            copyTo(end);
        }
        int next;
        for (int start = copied; start < end; start = next) {
            next = Lines.next(message, start, end);
            int text = Lines.textEnd(message, start, next);
            if (Lines.areSeven(message, start, text)) {
                out.write(message, start, text - start);
                lineEnd(next > text);
            } else if (text - start > 2 && message[start] == '-' && message[start + 1] == '-') {
                throw new CannotConvertException("a boundary between parts is not ASCII");
            }
        }
        copied = Math.max(copied, end);
    }

    private void lineEnd(boolean wanted) {
        if (wanted) {
            out.write('\r');
            out.write('\n');
        }
    }

    private void leaf(Part part, RewrittenHeader header, Default otherwise, boolean isMessage, boolean seven) throws CannotConvertException {
        PartExtent extent = part.extent();
        String encoding = part.description().encoding();
        if (seven) {
            if (!encoding.equalsIgnoreCase("7bit") && isIdentity(encoding)) {
                header.encoded("7bit");
            }
            write(header, extent);
            return;
        }
        String type = header.first("Content-Type").orElse(otherwise.type).toLowerCase(Locale.ROOT);
        boolean international = type.startsWith("message/global");           // RFC 6532 section 3.7, RFC 6533 section 4: these may be encoded
        if (type.startsWith("multipart/") || type.startsWith("message/") && !international) {
            // RFC 2046 sections 5.2.2.1 and 5.2.3 for partial and external-body, RFC 2045 section 6.4 for all.
            throw new CannotConvertException("a part of type " + visible(type.split("[;\\s]", 2)[0]) + " is in eight bits and may not be encoded");
        }
        byte[] body = Arrays.copyOfRange(message, (int) extent.bodyStart(), (int) extent.bodyEnd());
        EncodedBody encoded = EncodedBody.of(EncodedBody.decoded(encoding, body), type.startsWith("text/") || international,
                extent.bodyEnd() == message.length);
        if (!header.has("Content-Type") && !Lines.areAscii(body, 0, body.length)) {
            header.add("Content-Type: text/plain; charset=unknown-8bit");    // RFC 1428 section 3
        }
        header.encoded(encoded.encoding());
        if (isMessage) {
            sayMime(header);
        }
        write(header, extent);
        out.writeBytes(encoded.octets());
        copied = (int) extent.bodyEnd();
    }

    private static void sayMime(RewrittenHeader header) {
        if (!header.has("MIME-Version")) {
            header.add("MIME-Version: 1.0");
        }
    }

    private static boolean isIdentity(String encoding) {
        return encoding.equalsIgnoreCase("7bit") || encoding.equalsIgnoreCase("8bit") || encoding.equalsIgnoreCase("binary");
    }

    private void write(RewrittenHeader header, PartExtent extent) {
        if (header.changed()) {
            copyTo((int) extent.headerStart());
            out.writeBytes(header.octets());
            copied = (int) extent.bodyStart();
        } else {
            copyTo((int) extent.bodyStart());
        }
    }

    private void copyTo(int end) {
        if (end > copied) {
            out.write(message, copied, end - copied);
            copied = end;
        }
    }
}
