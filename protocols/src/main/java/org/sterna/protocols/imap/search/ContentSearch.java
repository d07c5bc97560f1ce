package org.sterna.protocols.imap.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sterna.protocols.imap.search.ContentTexts.Place;
import org.sterna.protocols.imap.search.SearchProgram.Answer;
import org.sterna.protocols.message.FoldedText;
import org.sterna.protocols.message.HeaderSplitter;
import org.sterna.protocols.message.MessageStructure;
import org.sterna.protocols.message.OctetRange;
import org.sterna.protocols.message.Part;
import org.sterna.protocols.message.PartDescription;
import org.sterna.protocols.message.SelectedFields;

/**
 * The search of one message's content, which passes by in portions and may be of any size. Only header sections and parts
 * that are text are asked for, only while it is not decided whether the message matches; of what has passed no more is kept
 * than the longest text wanted.
 *
 * <pre>{@code
 * while (!search.isDone()) {
 *     byte[] octets = read(search.position(), Math.min(PORTION, search.wanted()));
 *     if (octets.length == 0) search.end(); else search.feed(octets, 0, octets.length);
 * }}</pre>
 *
 * <p>For one thread and one message.
 */
public final class ContentSearch {
    /** What is folded and searched at once. */
    private static final int PORTION = 16 * 1024;

    private enum Kind { OWN_HEADER, PART_HEADER, BODY }

    private record Region(Kind kind, OctetRange range, PartDescription part) {
    }

    private final Condition condition;
    private final MessageFacts facts;
    private final ContentTexts texts;
    private final List<Region> regions = new ArrayList<>();
    private int regionAt;
    private long position;
    private Answer answer;

    private Optional<HeaderSplitter> header = Optional.empty();
    private Optional<FoldedText> body = Optional.empty();
    private String tail = "";
    private final int tailLength;

    ContentSearch(Condition condition, MessageFacts facts, ContentTexts texts, MessageStructure structure) {
        this.condition = condition;
        this.facts = facts;
        this.texts = texts;
        this.tailLength = Math.max(0, texts.longestInBody() - 1);
        if (facts.selected().orElseThrow(() -> new IllegalArgumentException("content searched before the summary"))
                instanceof SelectedFields.Complete) {
            texts.leaveSelected();
        }
        this.answer = condition.test(facts, texts);
        region(Kind.OWN_HEADER, structure.root().extent().header(), structure.root());
        collect(structure.root());
        enter();
    }

    private void collect(Part part) {
        if (part instanceof Part.Multipart multipart) {
            for (Part child : multipart.children()) {
                region(Kind.PART_HEADER, child.extent().header(), child);
                collect(child);
            }
        } else if (part instanceof Part.EmbeddedMessage embedded) {
            region(Kind.PART_HEADER, embedded.message().extent().header(), embedded.message());
            collect(embedded.message());
        } else if (part.description().isType("text")) {
            region(Kind.BODY, part.extent().body(), part);
        }
    }

    private void region(Kind kind, OctetRange range, Part part) {
        if (range.length() > 0) {
            regions.add(new Region(kind, range, part.description()));
        }
    }

    /** True if it is decided whether the message matches. */
    public boolean isDone() {
        return !answer.isOpen();
    }

    /**
     * Whether the message matches.
     *
     * @throws IllegalStateException if it is not done
     */
    public boolean matches() {
        if (!isDone()) {
            throw new IllegalStateException("the content was not read to its end");
        }
        return answer == Answer.YES;
    }

    /** Offset in the content of the next octet to feed. */
    public long position() {
        return position;
    }

    /** How many octets from there on can be used; at least 1 unless it is done. */
    public long wanted() {
        return isDone() ? 0 : regions.get(regionAt).range().end() - position;
    }

    /**
     * Takes octets of the content from {@link #position()} on, no more than {@link #wanted()}. They are not kept.
     *
     * @throws IllegalArgumentException if they are more
     */
    public void feed(byte[] octets, int offset, int length) {
        if (length > wanted()) {
            throw new IllegalArgumentException(length + " octets for a search that wants " + wanted());
        }
        int at = offset;
        while (at < offset + length && !isDone()) {
            int portion = Math.min(PORTION, offset + length - at);
            int before = texts.found();
            int from = at;
            header.ifPresent(splitter -> splitter.feed(octets, from, portion));
            body.ifPresent(text -> search(text.fold(octets, from, portion)));
            at += portion;
            position += portion;
            if (texts.found() > before) {
                answer = condition.test(facts, texts);
            }
        }
        if (!isDone() && position == regions.get(regionAt).range().end()) {
            leave();
        }
    }

    /** There are no more octets, though the structure promised some. */
    public void end() {
        while (!isDone()) {
            leave();
        }
    }

    private void search(String piece) {
        String text = tail.isEmpty() ? piece : tail + piece;
        texts.body(text);
        tail = text.substring(Math.max(0, text.length() - tailLength));
    }

    private void leave() {
        header.ifPresent(HeaderSplitter::finish);
        body.ifPresent(text -> search(text.finish()));
        if (regions.get(regionAt).kind() == Kind.OWN_HEADER) {
            texts.close(Place.FIELD);
        }
        answer = condition.test(facts, texts);
        regionAt++;
        enter();
    }

    /** Goes on to the next region that can decide anything. */
    private void enter() {
        header = Optional.empty();
        body = Optional.empty();
        tail = "";
        while (!isDone() && regionAt < regions.size() && !isOfUse(regions.get(regionAt))) {
            if (regions.get(regionAt).kind() == Kind.OWN_HEADER) {
                texts.close(Place.FIELD);
            }
            regionAt++;
        }
        if (isDone()) {
            return;
        }
        if (regionAt == regions.size()) {
            for (Place place : Place.values()) {
                texts.close(place);
            }
            answer = condition.test(facts, texts);
            return;
        }
        Region region = regions.get(regionAt);
        position = region.range().start();
        if (region.kind() == Kind.BODY) {
            body = Optional.of(FoldedText.of(region.part()));
        } else {
            header = Optional.of(new HeaderSplitter(region.kind() == Kind.OWN_HEADER ? texts::ownField : texts::anyField));
        }
    }

    private boolean isOfUse(Region region) {
        return texts.isOpen(Place.ANYWHERE)
                || texts.isOpen(region.kind() == Kind.BODY ? Place.BODY : Place.FIELD) && region.kind() != Kind.PART_HEADER;
    }
}
