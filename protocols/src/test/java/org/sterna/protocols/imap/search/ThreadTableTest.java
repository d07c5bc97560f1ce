package org.sterna.protocols.imap.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.imap.Numbering;

class ThreadTableTest {
    /** Messages one minute apart in the order of the list. */
    private final List<Letter> mailbox = new ArrayList<>();

    private ThreadTableTest mail(String id, String references, String subject) {
        return mail(mailbox.size() + 1, id, references, subject);
    }

    private ThreadTableTest mail(int minute, String id, String references, String subject) {
        int number = mailbox.size() + 1;
        String content = (id.isEmpty() ? "" : "Message-ID: <" + id + ">\r\n")
                + (references.isEmpty() ? "" : "References: " + references + "\r\n") + "Subject: " + subject + "\r\n"
                + "Date: Mon, 5 Feb 2024 " + String.format("%02d:%02d", minute / 60, minute % 60) + ":00 +0000\r\n\r\n";
        mailbox.add(Letter.of(number, content));
        return this;
    }

    private String threads(ThreadAlgorithm algorithm) {
        ThreadTable table = new ThreadTable(algorithm);
        mailbox.forEach(table::add);
        return table.threads(Numbering.SEQUENCE);
    }

    private String references() {
        return threads(ThreadAlgorithm.REFERENCES);
    }

    @Test
    void orderedSubjectHasNoGrandchildren() {                  // RFC 5256 section 3, ORDEREDSUBJECT
        mail("a", "", "one").mail("b", "", "two").mail("c", "", "Re: one").mail("d", "", "[x] ONE (fwd)").mail(0, "e", "", "Re: two");
        assertThat(threads(ThreadAlgorithm.ORDEREDSUBJECT)).isEqualTo(" (5 2)(1 (3)(4))");
    }

    @Test
    void noMessagesAreNoThreads() {
        assertThat(references()).isEmpty();
        assertThat(threads(ThreadAlgorithm.ORDEREDSUBJECT)).isEmpty();
    }

    @Test
    void repliesAreChildren() {                                // the shape of RFC 5256 section 4, THREAD (2)(3 6 (4 23)(44 7 96))
        mail("x", "", "other").mail("a", "", "top").mail("b", "<a>", "Re: top").mail("c", "<a> <b>", "Re: top")
                .mail("d", "<a> <b> <c>", "Re: top").mail("e", "<a> <b>", "Re: top").mail("f", "<e>", "Re: top").mail("g", "<e> <f>", "Re: top");
        assertThat(references()).isEqualTo(" (1)(2 3 (4 5)(6 7 8))");
    }

    @Test
    void siblingsOfAMissingParentStayTogether() {              // RFC 5256 section 4: THREAD ((3)(5))
        mail("a", "<gone>", "one").mail("b", "<gone>", "two");
        assertThat(references()).isEqualTo(" ((1)(2))");
    }

    @Test
    void aMissingParentOfOneIsLeftOut() {
        mail("a", "<gone>", "one").mail("b", "<gone2> <gone3>", "two").mail("c", "<b>", "three");
        assertThat(references()).isEqualTo(" (1)(2 3)");
    }

    @Test
    void dummiesInTheMiddlePromoteTheirChildren() {
        mail("a", "", "one").mail("b", "<a> <gone>", "Re: one").mail("c", "<a> <gone>", "Re: one").mail("d", "<a> <gone> <lost>", "Re: one");
        assertThat(references()).isEqualTo(" (1 (2)(3)(4))");
    }

    @Test
    void inReplyToCountsWhereReferencesDoNot() {
        mail("a", "", "one");
        mailbox.add(Letter.of(2, "Message-ID: <b>\r\nIn-Reply-To: your mail <a> of <x>\r\nSubject: two\r\n"
                + "Date: Mon, 5 Feb 2024 01:00 +0000\r\n\r\n"));
        assertThat(references()).isEqualTo(" (1 2)");
    }

    @Test
    void quotingMakesNoDifference() {                          // RFC 5256 section 3, REFERENCES
        mail("01KF8JCEOCBS0045PS@xxx.yyy.com", "", "one").mail("b", "<\"01KF8JCEOCBS0045PS\"@xxx.yyy.com>", "two");
        assertThat(references()).isEqualTo(" (1 2)");
    }

    @Test
    void identifiersCountCase() {
        mail("a", "", "one").mail("b", "<A>", "two");
        assertThat(references()).isEqualTo(" (1)(2)");
    }

    @Test
    void onlyTheFirstBearerOfAnIdHasChildren() {
        mail("a", "", "one").mail("a", "", "two").mail("c", "<a>", "three").mail("", "", "four").mail("", "<a>", "five");
        assertThat(references()).isEqualTo(" (1 (3)(5))(2)(4)");
    }

    @Test
    void loopsAreNotClosed() {
        mail("a", "<b>", "one").mail("b", "<a>", "two").mail("c", "<c>", "three").mail("d", "<d> <e> <d>", "four");
        assertThat(references()).isEqualTo(" (2 1)(3)(4)");
    }

    @Test
    void aBetterReferenceBreaksTheOld() {                      // step 1.B
        mail("a", "", "x1").mail("b", "", "x2").mail("d", "<a> <c>", "x3").mail("c", "<b>", "x4");
        assertThat(references()).isEqualTo(" (1)(2 4 3)");
    }

    @Test
    void repliesWithoutReferencesGoToTheirSubject() {          // step 5.C
        mail("a", "", "one").mail("b", "", "Re: one").mail("c", "", "two").mail("d", "", "RE: ONE");
        assertThat(references()).isEqualTo(" (1 (2)(4))(3)");
    }

    @Test
    void aReplyThatComesFirstGoesBelowTheOriginal() {
        mail("b", "", "Re: one").mail("a", "", "one");
        assertThat(references()).isEqualTo(" (2 1)");
    }

    @Test
    void originalsOfOneSubjectAreGathered() {
        mail("a", "", "one").mail("b", "", "one").mail("c", "", "two").mail("d", "", "one");
        assertThat(references()).isEqualTo(" ((1)(2)(4))(3)");
    }

    @Test
    void dummiesOfOneSubjectAreJoined() {
        mail("a", "<x>", "one").mail("b", "<x>", "one").mail("c", "<y>", "one").mail("d", "<y>", "one").mail("e", "", "one");
        assertThat(references()).isEqualTo(" ((1)(2)(3)(4)(5))");
    }

    @Test
    void emptySubjectsGatherNothing() {
        mail("a", "", "").mail("b", "", "Re: ").mail("c", "", "(fwd)");
        assertThat(references()).isEqualTo(" (1)(2)(3)");
    }

    @Test
    void siblingsAreInTheOrderOfTheirDates() {                 // step 6
        mail(5, "a", "", "x").mail(4, "b", "<a>", "Re: x").mail(3, "c", "<a>", "Re: x").mail(2, "d", "", "y").mail(9, "e", "<c>", "Re: x")
                .mail(8, "f", "<c>", "Re: x");
        assertThat(references()).isEqualTo(" (4)(1 (3 (6)(5))(2))");
    }

    @Test
    void aThreadMayBeAsDeepAsTheMailbox() {
        ThreadTable table = new ThreadTable(ThreadAlgorithm.REFERENCES);
        for (int i = 1; i <= 20_000; i++) {
            table.add(Letter.of(i, "Message-ID: <" + i + ">\r\nIn-Reply-To: <" + (i - 1) + ">\r\nSubject: s\r\n\r\n"));
        }
        assertThat(table.threads(Numbering.UID)).startsWith(" (1 2 3 4").endsWith("19999 20000)").hasSize(108_896);
        ThreadTable backwards = new ThreadTable(ThreadAlgorithm.REFERENCES);
        for (int i = 1; i <= 20_000; i++) {
            backwards.add(Letter.of(i, "Message-ID: <" + i + ">\r\nIn-Reply-To: <" + (i + 1) + ">\r\nSubject: s\r\n\r\n"));
        }
        assertThat(backwards.threads(Numbering.UID)).startsWith(" (20000 19999");
    }

    /** A deep chain, then messages that put trees below its end again and again: each must be known not to close a loop. */
    @Test
    void craftedReferencesCostNoMoreThanOthers() {
        int depth = 20_000;
        ThreadTable table = new ThreadTable(ThreadAlgorithm.REFERENCES);
        int number = 0;
        for (int i = 1; i <= depth; i++) {
            table.add(Letter.of(++number, "Message-ID: <" + i + ">\r\nReferences: <" + (i - 1) + ">\r\nSubject: s\r\n\r\n"));
        }
        for (int i = 0; i < depth; i++) {
            table.add(Letter.of(++number, "References: <x" + i + "> <y" + i + ">\r\nSubject: s\r\n\r\n"));
            table.add(Letter.of(++number, "References: <" + depth + "> <x" + i + ">\r\nSubject: s\r\n\r\n"));
        }
        ReferenceThreads threads = new ReferenceThreads(table, IntStream.range(0, number).toArray());
        threads.forest();
        assertThat(threads.steps()).as("steps for " + number + " messages").isLessThan(100L * number);   // to climb takes 400,000,000
    }

    @Property(tries = 1000)
    void everyMessageStandsInOneThreadOnce(@ForAll @Size(max = 25) List<@Size(max = 4) List<@IntRange(min = 1, max = 14) Integer>> mails) {
        List<Letter> letters = new ArrayList<>();
        for (int i = 0; i < mails.size(); i++) {
            letters.add(letter(i + 1, mails.get(i)));
        }
        for (ThreadAlgorithm algorithm : ThreadAlgorithm.values()) {
            ThreadTable table = new ThreadTable(algorithm);
            letters.forEach(table::add);
            String threads = table.threads(Numbering.UID);
            List<Integer> numbers = new ArrayList<>();
            for (String word : threads.split("[ ()]+")) {
                if (!word.isEmpty()) {
                    numbers.add(Integer.parseInt(word));
                }
            }
            numbers.sort(Comparator.naturalOrder());
            assertThat(numbers).hasSize(mails.size()).doesNotHaveDuplicates();
            assertThat(threads.chars().filter(c -> c == '(').count()).isEqualTo(threads.chars().filter(c -> c == ')').count());
            assertThat(threads).doesNotContain("()").doesNotContain("  ").doesNotContain(" )");
            if (algorithm == ThreadAlgorithm.REFERENCES) {
                assertThat(threads).isEqualTo(LiteralThreads.of(letters));
            }
        }
    }

    /** @param ids its own, then those it refers to; they make its date and subject, too */
    private static Letter letter(int number, List<Integer> ids) {
        StringBuilder content = new StringBuilder();
        for (int i = 0; i < ids.size(); i++) {
            content.append(i == 0 ? "Message-ID: <" : i == 1 ? "References: <" : " <").append(ids.get(i))
                    .append(i == 0 || i == ids.size() - 1 ? ">\r\n" : ">");
        }
        content.append("Subject: ").append(ids.size() % 2 == 0 ? "" : "Re: ").append(ids.isEmpty() ? "" : "s" + ids.get(0) % 5)
                .append("\r\n\r\n");
        Instant date = Letter.NOW.plusSeconds(ids.isEmpty() ? 0 : ids.get(0));
        return Letter.of(number, content.toString()).with(number, number, 0, date, date, 1);
    }
}
