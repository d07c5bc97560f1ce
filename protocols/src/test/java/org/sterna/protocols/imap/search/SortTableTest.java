package org.sterna.protocols.imap.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.Numbering;

class SortTableTest {
    private static final List<Letter> MAILBOX = List.of(
            letter(1, "Re: [list] banana", "Mon, 5 Feb 2024 10:00:00 +0000", "=?utf-8?q?=C3=96zil?= <oz@example.org>", "zoe@example.org", 30),
            letter(2, "apple", "Mon, 5 Feb 2024 11:30:00 +0200", "bob@example.org", "Team: ann@example.org, x@example.org;", 20),
            letter(3, "Banana (fwd)", "Mon, 5 Feb 2024", "\"Al Z\" <zz@example.org>", "", 10),
            letter(4, "", "no date at all", "ALICE@example.org", "bob@example.org", 40),
            letter(5, "APPLE", "Mon, 5 Feb 2024 09:30:00 XYZ", "Carl <bob@example.net>", "Undisclosed:;", 20));

    private static Letter letter(long number, String subject, String date, String from, String to, int padding) {
        String content = "Subject: " + subject + "\r\nDate: " + date + "\r\nFrom: " + from + "\r\n" + (to.isEmpty() ? "" : "To: " + to + "\r\n")
                + "\r\n" + "x".repeat(1000 + padding - subject.length() - date.length() - from.length() - (to.isEmpty() ? -6 : to.length()));
        return Letter.of(number, content).with(number * 10, number, 0, Instant.parse("2024-02-05T0" + (9 - number) + ":00:00Z"),
                Instant.EPOCH, 100 - number);
    }

    private static String sorted(String criteria) {
        SortTable table = new SortTable(((ImapCommand.Sort) Letter.command("SORT (" + criteria + ") UTF-8 ALL")).request().criteria(),
                SearchHits.ModSeqs.DROPPED);
        MAILBOX.forEach(table::add);
        return table.sorted(Numbering.SEQUENCE).text();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "ARRIVAL ~ 5 4 3 2 1", "REVERSE ARRIVAL ~ 1 2 3 4 5", "SIZE ~ 3 2 5 1 4", "REVERSE SIZE ~ 4 1 2 5 3",
        // 3 has no time: midnight. 4 has no date: when it came, 05:00. 5 has an unknown zone: UTC, as 2 is after its zone.
        "DATE ~ 3 4 2 5 1", "SUBJECT ~ 4 2 5 1 3", "SUBJECT REVERSE DATE ~ 4 2 5 1 3", "REVERSE SUBJECT ~ 1 3 2 5 4",
        "SUBJECT REVERSE ARRIVAL ~ 4 2 5 1 3", "SUBJECT ARRIVAL ~ 4 5 2 3 1",
        "FROM ~ 4 2 5 1 3", "DISPLAYFROM ~ 3 4 2 5 1", "TO ~ 3 2 4 5 1", "DISPLAYTO ~ 3 2 4 5 1", "CC ~ 1 2 3 4 5"})
    void ordersByTheCriteria(String criteria, String order) {     // RFC 5256 section 3, RFC 5957
        assertThat(sorted(criteria)).isEqualTo(" " + order);
    }

    @Test
    void answersInUidsWithTheHighestModSeq() {
        SortTable table = new SortTable(List.of(new SortCriterion(SortKey.SIZE, SortCriterion.Direction.ASCENDING)), SearchHits.ModSeqs.KEPT);
        assertThat(table.need()).isEqualTo(SearchProgram.Need.INDEX);
        MAILBOX.forEach(message -> table.add(message.unread()));
        assertThat(table.sorted(Numbering.UID).text()).isEqualTo(" 30 20 50 10 40 (MODSEQ 99)");
    }

    @Property
    void everyMessageOnceInAnOrderThatIsTotal(@ForAll @Size(max = 60) List<@IntRange(max = 6) Integer> subjects, @ForAll @IntRange(max = 50) int seed) {
        List<SortCriterion> criteria = List.of(new SortCriterion(SortKey.SUBJECT, SortCriterion.Direction.ASCENDING),
                new SortCriterion(SortKey.SIZE, SortCriterion.Direction.DESCENDING));
        List<Letter> letters = new ArrayList<>();
        for (int i = 0; i < subjects.size(); i++) {
            letters.add(Letter.of(i + 1, "Subject: " + "x".repeat(subjects.get(i) / 2) + "\r\n\r\n" + "y".repeat(subjects.get(i) % 2)));
        }
        long[] order = sorted(criteria, letters);
        assertThat(order).containsExactlyInAnyOrder(letters.stream().mapToLong(Letter::uid).toArray());
        Collections.shuffle(letters, new Random(seed));
        assertThat(sorted(criteria, letters)).as("the order in which messages come does not matter").isEqualTo(order);
    }

    private static long[] sorted(List<SortCriterion> criteria, List<Letter> letters) {
        SortTable table = new SortTable(criteria, SearchHits.ModSeqs.DROPPED);
        letters.forEach(table::add);
        return table.sorted(Numbering.UID).numbers().toArray();
    }

    @Test
    void aHundredThousandMessagesAreSmall() {
        SortTable table = new SortTable(List.of(new SortCriterion(SortKey.SUBJECT, SortCriterion.Direction.ASCENDING),
                new SortCriterion(SortKey.DATE, SortCriterion.Direction.DESCENDING)), SearchHits.ModSeqs.DROPPED);
        for (int i = 0; i < 100_000; i++) {
            table.add(MAILBOX.get(i % 5).with(i + 1, i + 1, 0, Instant.EPOCH, Instant.EPOCH, 1));
        }
        assertThat(table.octets()).isLessThan(8_000_000);
        NumberList sorted = table.sorted(Numbering.UID).numbers();
        assertThat(sorted.count()).isEqualTo(100_000);
        assertThat(sorted.first()).isEqualTo(4);
    }
}
