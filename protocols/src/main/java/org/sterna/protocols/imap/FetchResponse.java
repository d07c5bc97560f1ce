package org.sterna.protocols.imap;

import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import org.sterna.protocols.message.Envelope;
import org.sterna.protocols.message.MessageStructure;

/**
 * Prints FETCH responses (RFC 9051 section 7.5.2), one after the other into the same array: {@link #begin}, the items,
 * {@link #end}. {@link #take()} hands out what is printed so far, at any time, so that a large body can be streamed:
 * {@link #announceBody} prints its literal header, the caller takes and sends that, sends exactly the announced octets itself,
 * and goes on with the next item. For one thread at a time.
 */
public final class FetchResponse {
    private final ResponseBuffer out;
    private final Enabled enabled;
    private String separator = "";

    /** @param enabled of the session: UTF-8 in strings, and UIDFETCH in place of FETCH (RFC 9586 section 3.3) */
    public FetchResponse(Enabled enabled) {
        this.enabled = enabled;
        this.out = new ResponseBuffer(enabled);
    }

    /** Begins the response of one message. */
    public FetchResponse begin(long sequence, long uid) {
        out.raw("* ").number(enabled.uidOnly() ? uid : sequence).raw(enabled.uidOnly() ? " UIDFETCH (" : " FETCH (");
        separator = "";
        return this;
    }

    /** Ends the response of one message. */
    public FetchResponse end() {
        out.raw(")\r\n");
        return this;
    }

    /** Octets printed since the last {@link #take()}. */
    public int length() {
        return out.length();
    }

    private ResponseBuffer item(String name) {
        out.raw(separator).raw(name).raw(" ");
        separator = " ";
        return out;
    }

    public FetchResponse flags(Collection<Flag> flags) {
        return flags(ImapResponses.flagList(flags));
    }

    /** @param list as {@link ImapResponses#flagList} prints it */
    public FetchResponse flags(String list) {
        item("FLAGS").raw(list);
        return this;
    }

    public FetchResponse uid(long uid) {
        item("UID").number(uid);
        return this;
    }

    /** RFC 7162 section 3.1.4.2; 1 or more. */
    public FetchResponse modSeq(long modSeq) {
        item("MODSEQ").raw("(").number(modSeq).raw(")");
        return this;
    }

    /** RFC 8474 section 5.1. */
    public FetchResponse emailId(String id) {
        item("EMAILID").raw("(").text(id).raw(")");
        return this;
    }

    /** RFC 8474 section 5.2. */
    public FetchResponse threadId(String id) {
        item("THREADID").raw("(").text(id).raw(")");
        return this;
    }

    public FetchResponse internalDate(OffsetDateTime time) {
        item("INTERNALDATE").raw(ImapDates.print(time));
        return this;
    }

    /** When the message came into this mailbox (RFC 8514 section 4.1). */
    public FetchResponse saveDate(OffsetDateTime time) {
        item("SAVEDATE").raw(ImapDates.print(time));
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
        item("PREVIEW").string(Utf8Text.encode(preview));
        return this;
    }

    /** Decoded octets of a part (RFC 3516 section 4.2), as a literal8, which may hold NUL. */
    public FetchResponse binary(FetchItem.Binary wanted, byte[] octets) {
        binaryLabel(wanted).raw("~").literal(octets);
        return this;
    }

    /** The part does not exist. */
    public FetchResponse noBinary(FetchItem.Binary wanted) {
        binaryLabel(wanted).raw("NIL");
        return this;
    }

    /** Announces decoded octets that the caller sends itself, right behind what {@link #take()} gives now. */
    public FetchResponse announceBinary(FetchItem.Binary wanted, long size) {
        binaryLabel(wanted).raw("~").literalHeader(size);
        return this;
    }

    /** Octets that BINARY of the same part would send. */
    public FetchResponse binarySize(FetchItem.BinarySize wanted, long octets) {
        out.raw(separator).raw("BINARY.SIZE[");
        separator = " ";
        path(wanted.path());
        out.raw("] ").number(octets);
        return this;
    }

    private ResponseBuffer binaryLabel(FetchItem.Binary wanted) {
        out.raw(separator).raw("BINARY[");
        separator = " ";
        path(wanted.path());
        out.raw("]");
        wanted.partial().ifPresent(partial -> out.raw("<").number(partial.offset()).raw(">"));
        return out.raw(" ");
    }

    private String path(List<Integer> path) {
        String dot = "";
        for (int number : path) {
            out.raw(dot).number(number);
            dot = ".";
        }
        return dot;
    }

    /** Octets of the message as a literal. */
    public FetchResponse body(FetchItem.Body wanted, byte[] octets) {
        label(wanted).literal(octets);
        return this;
    }

    /** The same in two pieces, which are copied once. The position of the second stays where it is. */
    public FetchResponse body(FetchItem.Body wanted, byte[] first, ByteBuffer second) {
        label(wanted).literalHeader((long) first.length + second.remaining()).raw(first).raw(second);
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
        String dot = path(wanted.section().path());
        Section.Text text = wanted.section().text();
        if (text instanceof Section.Fields fields) {
            out.raw(dot).raw(fields.choice() == Section.Choice.ONLY ? "HEADER.FIELDS (" : "HEADER.FIELDS.NOT (");
            String space = "";
            for (String name : fields.names()) {
                out.raw(space);
                out.astring(name);                        // bare, as clients that compare the label literally expect
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

    /** What was printed since the last call; the caller owns the array. */
    public byte[] take() {
        return out.take();
    }
}
