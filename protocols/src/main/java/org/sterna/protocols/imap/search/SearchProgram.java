package org.sterna.protocols.imap.search;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.sterna.protocols.imap.Flag;
import org.sterna.protocols.imap.NumberRange;
import org.sterna.protocols.message.MessageStructure;

/**
 * Decides whether messages match a search key, reading as little as possible: it is asked with the facts at hand and
 * answers yes, no, or what must be read before it can tell. Many messages are decided without a read because the cheap
 * keys of a conjunction are looked at first, and a text that is found in the summary is not looked for in the content.
 *
 * <p>Texts, dates and sets of the key are prepared once; asking about a message by its index alone makes no objects.
 *
 * <p>Immutable.
 */
public final class SearchProgram {
    /** What has to be at hand; later ones include earlier ones. */
    public enum Need { INDEX, SUMMARY, CONTENT }

    /** The state of the search for one message. */
    public enum Answer {
        YES,
        NO,
        /** Ask again with {@link MessageFacts#selected()} and {@link MessageFacts#names()} present. */
        NEEDS_SUMMARY,
        /** Take {@link SearchProgram#content} and feed it the content. */
        NEEDS_CONTENT;

        boolean isOpen() {
            return this == NEEDS_SUMMARY || this == NEEDS_CONTENT;
        }

        static Answer of(boolean matches) {
            return matches ? YES : NO;
        }
    }

    /**
     * What the words of a search mean in one mailbox at one time.
     *
     * @param largestUid      what {@code *} stands for among UIDs; 0 if the mailbox is empty
     * @param largestSequence likewise among sequence numbers
     * @param savedUids       what {@code $} stands for: UIDs in ascending, disjoint ranges
     * @param now             from which OLDER and YOUNGER count
     * @param zone            whose days BEFORE, ON and SINCE mean
     * @param flagBit         the bit of {@link MessageFacts#flags()} for a flag; 0 if no message has the flag. Asked for
     *                        {@link Flag#RECENT} too
     */
    public record Scope(long largestUid, long largestSequence, List<NumberRange> savedUids, Instant now, ZoneId zone,
            ToLongFunction<Flag> flagBit) {
        public Scope {
            savedUids = List.copyOf(savedUids);
        }
    }

    private final Condition condition;
    private final Bounds bounds;
    private final List<ContentTexts.Wanted> texts;

    public SearchProgram(SearchKey key, Scope scope) {
        Compilation compilation = new Compilation(scope);
        this.condition = compilation.compiled(key);
        this.texts = compilation.texts();
        this.bounds = Bounds.of(key, scope);
    }

    /** The most that any message can need. INDEX: {@link #answer} is never open. */
    public Need need() {
        return condition.need();
    }

    /** Whether the message matches, as far as the facts at hand can tell. */
    public Answer answer(MessageFacts facts) {
        return condition.test(facts, ContentTexts.UNREAD);
    }

    /**
     * Goes on where {@link #answer} said NEEDS_CONTENT.
     *
     * @param facts with the summary's
     * @throws IllegalArgumentException if they are without
     */
    public ContentSearch content(MessageFacts facts, MessageStructure structure) {
        return new ContentSearch(condition, KnownFacts.of(facts), new ContentTexts(texts), structure);
    }

    /** Whether {@link MessageFacts#header()} can tell what would have to be read otherwise. */
    public boolean asksForFields() {
        return texts.stream().anyMatch(text -> text.place() == ContentTexts.Place.FIELD);
    }

    /** No message outside of these UIDs can match; ascending, disjoint. Empty Optional: any message can. */
    public Optional<List<NumberRange>> onlyUids() {
        return bounds.uids();
    }

    /** As {@link #onlyUids()}, in sequence numbers. */
    public Optional<List<NumberRange>> onlySequences() {
        return bounds.sequences();
    }

    /** No message with a smaller MODSEQ can match; 0 if there is no such bound. */
    public long leastModSeq() {
        return bounds.leastModSeq();
    }
}
