package org.sterna.protocols.imap;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Collection;
import org.sterna.protocols.message.Envelope;
import org.sterna.protocols.message.MessageStructure;

/**
 * Prints one FETCH response (RFC 9051 section 7.5.2), item by item. {@link #take()} hands out what is printed so far, so
 * that a large body can be streamed: {@link #announceBody} prints its literal header, the caller takes and sends that, sends
 * exactly the announced octets itself, and goes on with the next item.
 */
public final class FetchResponse {
    private final ResponseBuffer out = new ResponseBuffer();
    private String separator = "";

    public FetchResponse(long sequence) {
        out.raw("* ").number(sequence).raw(" FETCH (");
    }

    private ResponseBuffer item(String name) {
        out.raw(separator).raw(name).raw(" ");
        separator = " ";
        return out;
    }

    public FetchResponse flags(Collection<Flag> flags) {
        item("FLAGS").raw(ImapResponses.flagList(flags));
        return this;
    }

    public FetchResponse uid(long uid) {
        item("UID").number(uid);
        return this;
    }

    public FetchResponse internalDate(OffsetDateTime time) {
        item("INTERNALDATE").raw("\"").raw(ImapDates.print(time)).raw("\"");
        return this;
    }

    public FetchResponse size(long octets) {
        item("RFC822.SIZE").number(octets);
        return this;
    }

    public FetchResponse envelope(Envelope envelope) {
        StructurePrinter.envelope(item("ENVELOPE"), envelope);
        return this;
    }

    public FetchResponse body(MessageStructure structure) {
        new StructurePrinter(item("BODY"), StructurePrinter.Form.BODY).part(structure.root());
        return this;
    }

    public FetchResponse bodyStructure(MessageStructure structure) {
        new StructurePrinter(item("BODYSTRUCTURE"), StructurePrinter.Form.BODYSTRUCTURE).part(structure.root());
        return this;
    }

    /** @param preview Unicode text (RFC 8970 section 3.2: sent as UTF-8) */
    public FetchResponse preview(String preview) {
        item("PREVIEW").string(new String(preview.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Octets of the message as a literal. */
    public FetchResponse body(FetchItem.Body wanted, byte[] octets) {
        label(wanted).literal(octets);
        return this;
    }

    /** The part does not exist. */
    public FetchResponse noBody(FetchItem.Body wanted) {
        label(wanted).raw("NIL");
        return this;
    }

    /** Announces octets that the caller sends itself, right behind what {@link #take()} gives now. */
    public FetchResponse announceBody(FetchItem.Body wanted, long size) {
        label(wanted).literalHeader(size);
        return this;
    }

    private ResponseBuffer label(FetchItem.Body wanted) {
        switch (wanted.spelling()) {
            case RFC822:
                return item("RFC822");
            case RFC822_HEADER:
                return item("RFC822.HEADER");
            case RFC822_TEXT:
                return item("RFC822.TEXT");
            default:
                break;
        }
        out.raw(separator).raw("BODY[");
        separator = " ";
        String dot = "";
        for (int number : wanted.section().path()) {
            out.raw(dot).number(number);
            dot = ".";
        }
        Section.Text text = wanted.section().text();
        if (text instanceof Section.Fields fields) {
            out.raw(dot).raw(fields.choice() == Section.Choice.ONLY ? "HEADER.FIELDS (" : "HEADER.FIELDS.NOT (");
            String space = "";
            for (String name : fields.names()) {
                out.raw(space);
                fieldName(name);
                space = " ";
            }
            out.raw(")");
        } else if (text != Section.Piece.WHOLE) {
            out.raw(dot).raw(((Section.Piece) text).name());
        }
        out.raw("]");
        wanted.partial().ifPresent(partial -> out.raw("<").number(partial.offset()).raw(">"));
        return out.raw(" ");
    }

    /** Atoms stay bare, as clients that compare the label literally expect. */
    private void fieldName(String name) {
        if (!name.isEmpty() && name.chars().allMatch(ImapCursor::isAtomChar) && !name.equalsIgnoreCase("NIL")) {
            out.raw(name);
        } else {
            out.string(name);
        }
    }

    /** What was printed since the last call; the caller owns the array. */
    public byte[] take() {
        return out.take();
    }

    /** Ends the response and gives what was printed since the last {@link #take()}. */
    public byte[] finish() {
        return out.raw(")").crlf().take();
    }
}
