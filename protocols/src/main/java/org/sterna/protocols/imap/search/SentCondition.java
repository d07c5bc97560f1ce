package org.sterna.protocols.imap.search;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.sterna.protocols.imap.search.SearchProgram.Answer;
import org.sterna.protocols.imap.search.SearchProgram.Need;
import org.sterna.protocols.message.SelectedFields;

/** The day in the Date field, as its author wrote it: neither time nor zone count (RFC 9051 section 6.4.4). */
record SentCondition(SearchKey.When when, LocalDate wanted, ZoneId zone) implements Condition {
    @Override
    public Need need() {
        return Need.SUMMARY;
    }

    @Override
    public Answer test(MessageFacts facts, ContentTexts texts) {
        Optional<SelectedFields> selected = facts.selected();
        if (selected.isEmpty()) {
            return Answer.NEEDS_SUMMARY;
        }
        // Without a Date field the day of arrival has to do; no message should be out of reach of every date.
        LocalDate day = selected.get().date().map(OffsetDateTime::toLocalDate)
                .orElseGet(() -> LocalDate.ofInstant(Instant.ofEpochMilli(facts.internalDate()), zone));
        return Answer.of(switch (when) {
            case BEFORE -> day.isBefore(wanted);
            case ON -> day.equals(wanted);
            case SINCE -> !day.isBefore(wanted);
        });
    }
}
