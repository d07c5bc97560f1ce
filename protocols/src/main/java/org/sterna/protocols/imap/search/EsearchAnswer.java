package org.sterna.protocols.imap.search;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.sterna.protocols.imap.Numbering;
import org.sterna.protocols.imap.PartialRange;

/**
 * What one ESEARCH response tells, correlator apart (RFC 4731 section 3.1, RFC 5267 section 4, RFC 9394).
 *
 * @param modSeq  of the messages that the response tells of (RFC 4731 section 3.2)
 * @param changes ADDTO and REMOVEFROM, in their order
 */
public record EsearchAnswer(
        Numbering numbering,
        OptionalLong min,
        OptionalLong max,
        OptionalLong count,
        Optional<NumberList> all,
        Optional<Partial> partial,
        OptionalLong modSeq,
        List<ContextChange> changes) {

    /** @param numbers empty if the result has no such places: NIL */
    public record Partial(PartialRange range, NumberList numbers) {
    }

    public EsearchAnswer {
        changes = List.copyOf(changes);
    }

    /**
     * The answer to a search. Of a result without messages it has no MIN, MAX and ALL.
     *
     * @param hits in the order of the answer, which MIN, MAX and PARTIAL go by (RFC 5267 section 3.1); with MODSEQs if the
     *             search used them
     */
    public static EsearchAnswer of(Numbering numbering, ReturnOptions options, SearchHits hits) {
        NumberList numbers = hits.numbers();
        int last = numbers.count();
        boolean min = options.has(ReturnOptions.Item.MIN);
        boolean max = options.has(ReturnOptions.Item.MAX);
        boolean some = last > 0;
        return new EsearchAnswer(numbering,
                min && some ? OptionalLong.of(numbers.first()) : OptionalLong.empty(),
                max && some ? OptionalLong.of(numbers.last()) : OptionalLong.empty(),
                options.has(ReturnOptions.Item.COUNT) ? OptionalLong.of(last) : OptionalLong.empty(),
                options.has(ReturnOptions.Item.ALL) && some ? Optional.of(numbers) : Optional.empty(),
                options.partial().map(range -> new Partial(range, numbers.slice(range.from(last), range.to(last)))),
                modSeq(options, hits), List.of());
    }

    /** What to tell of a result that has changed (RFC 5267 section 4.3). */
    public static EsearchAnswer of(Numbering numbering, List<ContextChange> changes) {
        return new EsearchAnswer(numbering, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), Optional.empty(),
                Optional.empty(), OptionalLong.empty(), changes);
    }

    /** RFC 4731 section 3.2: of the first and last alone if nothing more is told, else of all that are. */
    private static OptionalLong modSeq(ReturnOptions options, SearchHits hits) {
        if (options.has(ReturnOptions.Item.ALL) || options.has(ReturnOptions.Item.COUNT) || !options.answers()) {
            return hits.highestModSeq();
        }
        long highest = 0;
        int last = hits.count();
        if (options.has(ReturnOptions.Item.MIN)) {
            highest = hits.highestModSeq(0, Math.min(1, last)).orElse(0);
        }
        if (options.has(ReturnOptions.Item.MAX)) {
            highest = Math.max(highest, hits.highestModSeq(Math.max(0, last - 1), last).orElse(0));
        }
        if (options.partial().isPresent()) {
            PartialRange range = options.partial().get();
            highest = Math.max(highest, hits.highestModSeq(range.from(last), range.to(last)).orElse(0));
        }
        return highest == 0 ? OptionalLong.empty() : OptionalLong.of(highest);
    }

    /** True if the search found nothing: then a search of several mailboxes sends no response (RFC 7377 section 2.1). */
    public boolean isOfNothing() {
        return min.isEmpty() && max.isEmpty() && count.orElse(0) == 0 && all.isEmpty() && changes.isEmpty()
                && partial.map(found -> found.numbers().isEmpty()).orElse(true);
    }

    /** Everything behind the correlator, a space in front of each word: {@code " UID MIN 2 COUNT 3"}. */
    public String text() {
        StringBuilder text = new StringBuilder(numbering == Numbering.UID ? " UID" : "");
        min.ifPresent(number -> text.append(" MIN ").append(number));
        max.ifPresent(number -> text.append(" MAX ").append(number));
        all.ifPresent(numbers -> text.append(" ALL ").append(numbers.text()));
        count.ifPresent(number -> text.append(" COUNT ").append(number));
        partial.ifPresent(found -> text.append(" PARTIAL (").append(found.range()).append(' ')
                .append(found.numbers().isEmpty() ? "NIL" : found.numbers().text()).append(')'));
        modSeq.ifPresent(number -> text.append(" MODSEQ ").append(number));
        changes.forEach(change -> text.append(change.text()));
        return text.toString();
    }
}
