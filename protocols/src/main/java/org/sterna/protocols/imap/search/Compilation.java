package org.sterna.protocols.imap.search;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.sterna.protocols.imap.NumberRange;
import org.sterna.protocols.imap.Numbering;
import org.sterna.protocols.imap.search.SearchProgram.Need;
import org.sterna.protocols.message.Casemap;
import org.sterna.protocols.message.SelectedFields;

/** Makes conditions of search keys: dates become milliseconds, flags bits, sets sorted arrays, texts folded texts. */
final class Compilation {
    private static final Condition.Indexed EVERY = facts -> true;
    private static final Condition.Indexed NONE = facts -> false;

    private final SearchProgram.Scope scope;
    private final List<ContentTexts.Wanted> texts = new ArrayList<>();

    Compilation(SearchProgram.Scope scope) {
        this.scope = scope;
    }

    /** The texts to look for in contents; conditions know theirs by its place in this list. */
    List<ContentTexts.Wanted> texts() {
        return List.copyOf(texts);
    }

    Condition compiled(SearchKey key) {
        if (key instanceof SearchKey.And and) {
            List<Condition> conditions = compiled(and.keys());
            return new Condition.All(conditions, need(conditions));
        }
        if (key instanceof SearchKey.Or or) {
            List<Condition> conditions = compiled(List.of(or.first(), or.second()));
            return new Condition.Any(conditions, need(conditions));
        }
        if (key instanceof SearchKey.Not not) {
            return new Condition.Not(compiled(not.key()));
        }
        if (key instanceof SearchKey.Header header) {
            String name = header.name().toLowerCase(Locale.ROOT);
            String text = Casemap.fold(header.text());
            return new HeaderCondition(name, text, SelectedFields.NAMES.contains(name),
                    wanted(new ContentTexts.Wanted(ContentTexts.Place.FIELD, name, text)));
        }
        if (key instanceof SearchKey.Sent sent) {
            return new SentCondition(sent.when(), sent.day(), scope.zone());
        }
        if (key instanceof SearchKey.Body body) {
            String text = Casemap.fold(body.text());
            return text.isEmpty() ? EVERY : new BodyCondition(wanted(new ContentTexts.Wanted(ContentTexts.Place.BODY, "", text)));
        }
        if (key instanceof SearchKey.Text text) {
            String folded = Casemap.fold(text.text());
            return folded.isEmpty() ? EVERY
                    : new TextCondition(folded, wanted(new ContentTexts.Wanted(ContentTexts.Place.ANYWHERE, "", folded)));
        }
        if (key instanceof SearchKey.EmailId id) {
            return new NameCondition(ObjectNames::emailId, id.id());
        }
        if (key instanceof SearchKey.ThreadId id) {
            return new NameCondition(ObjectNames::threadId, id.id());
        }
        return indexed(key);
    }

    private int wanted(ContentTexts.Wanted text) {
        texts.add(text);
        return texts.size() - 1;
    }

    /** Cheap conditions to the front. */
    private List<Condition> compiled(List<SearchKey> keys) {
        return keys.stream().map(this::compiled).sorted(Comparator.comparing(Condition::need)).toList();
    }

    private static Need need(List<Condition> conditions) {
        return conditions.stream().map(Condition::need).max(Comparator.naturalOrder()).orElse(Need.INDEX);
    }

    private Condition.Indexed indexed(SearchKey key) {
        if (key instanceof SearchKey.All) {
            return EVERY;
        }
        if (key instanceof SearchKey.HasFlag has) {
            long bit = scope.flagBit().applyAsLong(has.flag());
            return facts -> (facts.flags() & bit) != 0;
        }
        if (key instanceof SearchKey.LacksFlag lacks) {
            long bit = scope.flagBit().applyAsLong(lacks.flag());
            return facts -> (facts.flags() & bit) == 0;
        }
        if (key instanceof SearchKey.Larger larger) {
            return facts -> facts.size() > larger.octets();
        }
        if (key instanceof SearchKey.Smaller smaller) {
            return facts -> facts.size() < smaller.octets();
        }
        if (key instanceof SearchKey.ChangedSince changed) {
            return facts -> facts.modSeq() >= changed.modSeq();
        }
        if (key instanceof SearchKey.Received received) {
            return day(received.when(), received.day(), MessageFacts::internalDate);
        }
        if (key instanceof SearchKey.Saved saved) {
            return day(saved.when(), saved.day(), MessageFacts::saveDate);
        }
        if (key instanceof SearchKey.Within within) {
            long edge = scope.now().toEpochMilli() - within.interval().toMillis();
            return within.age() == SearchKey.Age.OLDER
                    ? facts -> facts.internalDate() <= edge : facts -> facts.internalDate() >= edge;
        }
        if (key instanceof SearchKey.Numbers numbers && numbers.numbering() == Numbering.UID) {
            return in(numbers.set().resolve(scope.largestUid()), MessageFacts::uid);
        }
        if (key instanceof SearchKey.Numbers numbers) {
            return in(numbers.set().resolve(scope.largestSequence()), MessageFacts::sequence);
        }
        if (key instanceof SearchKey.SavedResult) {
            return in(scope.savedUids(), MessageFacts::uid);
        }
        throw new AssertionError(key);
    }

    private Condition.Indexed day(SearchKey.When when, LocalDate day, ToLongFunction<MessageFacts> time) {
        long start = day.atStartOfDay(scope.zone()).toInstant().toEpochMilli();
        long end = day.plusDays(1).atStartOfDay(scope.zone()).toInstant().toEpochMilli();
        return switch (when) {
            case BEFORE -> facts -> time.applyAsLong(facts) < start;
            case ON -> facts -> time.applyAsLong(facts) >= start && time.applyAsLong(facts) < end;
            case SINCE -> facts -> time.applyAsLong(facts) >= start;
        };
    }

    private static Condition.Indexed in(List<NumberRange> ranges, ToLongFunction<MessageFacts> number) {
        if (ranges.isEmpty()) {
            return NONE;
        }
        long[] edges = new long[ranges.size() * 2];
        for (int i = 0; i < ranges.size(); i++) {
            edges[2 * i] = ranges.get(i).first();
            edges[2 * i + 1] = ranges.get(i).last();
        }
        return facts -> contains(edges, number.applyAsLong(facts));
    }

    private static boolean contains(long[] edges, long number) {
        int low = 0;
        int high = edges.length / 2 - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (edges[2 * middle + 1] < number) {
                low = middle + 1;
            } else if (edges[2 * middle] > number) {
                high = middle - 1;
            } else {
                return true;
            }
        }
        return false;
    }
}
