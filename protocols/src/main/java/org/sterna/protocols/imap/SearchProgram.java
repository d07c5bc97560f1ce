package org.sterna.protocols.imap;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sterna.protocols.message.HeaderField;
import org.sterna.protocols.message.HeaderFields;
import org.sterna.protocols.message.MessageSummary;
import org.sterna.protocols.message.MessageText;
import org.sterna.protocols.message.SelectedFields;

/**
 * Decides whether messages match a search key, reading as little as possible: it is asked with the facts at hand and
 * answers yes, no, or what must be read before it can tell. Many messages are decided without a read because the cheap
 * keys of a conjunction are looked at first.
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
        /** Ask again with {@link MessageFacts#summary()} present. */
        NEEDS_SUMMARY,
        /** Ask again with {@link MessageFacts#header()} and {@link MessageFacts#bodyText()} present. */
        NEEDS_CONTENT;

        private boolean isOpen() {
            return this == NEEDS_SUMMARY || this == NEEDS_CONTENT;
        }
    }

    private final SearchKey key;
    private final Need need;
    /** By identity: comparing the sets themselves would cost as much as searching them. */
    private final Map<SearchKey.Numbers, List<NumberRange>> ranges = new IdentityHashMap<>();

    /**
     * @param largestUid in the mailbox, 0 if it is empty; what {@code *} stands for among UIDs
     * @param largestSequence likewise among sequence numbers
     */
    public SearchProgram(SearchKey key, long largestUid, long largestSequence) {
        this.key = sorted(key);
        this.need = need(key);
        resolve(this.key, largestUid, largestSequence);
    }

    private void resolve(SearchKey part, long largestUid, long largestSequence) {
        if (part instanceof SearchKey.And and) {
            and.keys().forEach(each -> resolve(each, largestUid, largestSequence));
        } else if (part instanceof SearchKey.Or or) {
            resolve(or.first(), largestUid, largestSequence);
            resolve(or.second(), largestUid, largestSequence);
        } else if (part instanceof SearchKey.Not not) {
            resolve(not.key(), largestUid, largestSequence);
        } else if (part instanceof SearchKey.Numbers numbers) {
            long largest = numbers.numbering() == Numbering.UID ? largestUid : largestSequence;
            ranges.put(numbers, numbers.set().resolve(largest));
        }
    }

    /** The most that any message can need. INDEX: {@link #answer} is never open. */
    public Need need() {
        return need;
    }

    /** Whether the message matches, as far as the facts at hand can tell. */
    public Answer answer(MessageFacts facts) {
        return answer(key, facts);
    }

    /** Cheap keys to the front of each conjunction. */
    private static SearchKey sorted(SearchKey key) {
        if (key instanceof SearchKey.And and) {
            return new SearchKey.And(and.keys().stream().map(SearchProgram::sorted)
                    .sorted(Comparator.comparing(SearchProgram::need)).toList());
        }
        if (key instanceof SearchKey.Or or) {
            boolean swap = need(or.second()).compareTo(need(or.first())) < 0;
            return new SearchKey.Or(sorted(swap ? or.second() : or.first()), sorted(swap ? or.first() : or.second()));
        }
        return key instanceof SearchKey.Not not ? new SearchKey.Not(sorted(not.key())) : key;
    }

    private static Need need(SearchKey key) {
        if (key instanceof SearchKey.And and) {
            return and.keys().stream().map(SearchProgram::need).max(Comparator.naturalOrder()).orElse(Need.INDEX);
        }
        if (key instanceof SearchKey.Or or) {
            return Stream.of(need(or.first()), need(or.second())).max(Comparator.naturalOrder()).orElseThrow();
        }
        if (key instanceof SearchKey.Not not) {
            return need(not.key());
        }
        if (key instanceof SearchKey.Body || key instanceof SearchKey.Text) {
            return Need.CONTENT;
        }
        if (key instanceof SearchKey.Header header) {
            return SelectedFields.NAMES.contains(header.name().toLowerCase(Locale.ROOT)) ? Need.SUMMARY : Need.CONTENT;
        }
        return key instanceof SearchKey.Sent ? Need.SUMMARY : Need.INDEX;
    }

    private Answer answer(SearchKey key, MessageFacts facts) {
        if (key instanceof SearchKey.And and) {
            return all(and.keys(), facts);
        }
        if (key instanceof SearchKey.Or or) {
            Answer first = answer(or.first(), facts);
            return first == Answer.YES ? first : either(first, answer(or.second(), facts));
        }
        if (key instanceof SearchKey.Not not) {
            Answer inner = answer(not.key(), facts);
            return inner == Answer.YES ? Answer.NO : inner == Answer.NO ? Answer.YES : inner;
        }
        if (key instanceof SearchKey.Header header) {
            return header(header, facts);
        }
        if (key instanceof SearchKey.Sent sent) {
            return sent(sent, facts);
        }
        if (key instanceof SearchKey.Body body) {
            return facts.bodyText().map(text -> of(contains(text, body.text()))).orElse(Answer.NEEDS_CONTENT);
        }
        if (key instanceof SearchKey.Text text) {
            return text(text, facts);
        }
        return of(index(key, facts));
    }

    private Answer all(List<SearchKey> keys, MessageFacts facts) {
        Answer result = Answer.YES;
        for (SearchKey key : keys) {
            Answer answer = answer(key, facts);
            if (answer == Answer.NO) {
                return Answer.NO;
            }
            // The lesser need first: what it brings may settle the whole.
            result = !answer.isOpen() ? result : result.isOpen() && result.compareTo(answer) < 0 ? result : answer;
        }
        return result;
    }

    private static Answer either(Answer first, Answer second) {
        if (second == Answer.YES || first == Answer.NO) {
            return second;
        }
        return second == Answer.NO || first.compareTo(second) < 0 ? first : second;
    }

    private boolean index(SearchKey key, MessageFacts facts) {
        if (key instanceof SearchKey.All) {
            return true;
        }
        if (key instanceof SearchKey.HasFlag has) {
            return facts.flags().contains(has.flag());
        }
        if (key instanceof SearchKey.LacksFlag lacks) {
            return !facts.flags().contains(lacks.flag());
        }
        if (key instanceof SearchKey.Received received) {
            return compares(facts.internalDate().toLocalDate(), received.when(), received.day());
        }
        if (key instanceof SearchKey.Larger larger) {
            return facts.size() > larger.octets();
        }
        if (key instanceof SearchKey.Smaller smaller) {
            return facts.size() < smaller.octets();
        }
        if (key instanceof SearchKey.Numbers numbers) {
            long number = numbers.numbering() == Numbering.UID ? facts.uid() : facts.sequence();
            return SequenceSet.contains(ranges.get(numbers), number);
        }
        throw new AssertionError(key);
    }

    private static Answer header(SearchKey.Header wanted, MessageFacts facts) {
        Optional<HeaderFields> known = facts.header();
        if (known.isEmpty()) {
            Optional<MessageSummary> summary = facts.summary();
            if (summary.isEmpty()) {
                boolean selected = SelectedFields.NAMES.contains(wanted.name().toLowerCase(Locale.ROOT));
                return selected ? Answer.NEEDS_SUMMARY : Answer.NEEDS_CONTENT;
            }
            known = summary.get().fields(List.of(wanted.name()));
        }
        return known.map(fields -> of(matches(fields, wanted))).orElse(Answer.NEEDS_CONTENT);
    }

    private static boolean matches(HeaderFields fields, SearchKey.Header wanted) {
        for (HeaderField field : fields) {
            if (field.isNamed(wanted.name()) && contains(field.decoded(), wanted.text())) {
                return true;
            }
        }
        return false;
    }

    private static Answer sent(SearchKey.Sent sent, MessageFacts facts) {
        Optional<HeaderFields> known = facts.header();
        if (known.isEmpty()) {
            if (facts.summary().isEmpty()) {
                return Answer.NEEDS_SUMMARY;
            }
            known = facts.summary().get().fields(List.of("Date"));
        }
        if (known.isEmpty()) {
            return Answer.NEEDS_CONTENT;
        }
        // Without a Date field the day of arrival has to do; no message should be out of reach of every date.
        LocalDate day = known.get().date().map(OffsetDateTime::toLocalDate).orElse(facts.internalDate().toLocalDate());
        return of(compares(day, sent.when(), sent.day()));
    }

    private static Answer text(SearchKey.Text wanted, MessageFacts facts) {
        if (facts.header().isEmpty() || facts.bodyText().isEmpty()) {
            return Answer.NEEDS_CONTENT;
        }
        return of(contains(MessageText.header(facts.header().get()), wanted.text())
                || contains(facts.bodyText().get(), wanted.text()));
    }

    private static boolean compares(LocalDate day, SearchKey.When when, LocalDate wanted) {
        return switch (when) {
            case BEFORE -> day.isBefore(wanted);
            case ON -> day.equals(wanted);
            case SINCE -> !day.isBefore(wanted);
        };
    }

    /** Case does not count (RFC 9051 section 6.4.4). */
    private static boolean contains(String text, String wanted) {
        return folded(text).contains(folded(wanted));
    }

    private static String folded(String text) {
        return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static Answer of(boolean matches) {
        return matches ? Answer.YES : Answer.NO;
    }
}
