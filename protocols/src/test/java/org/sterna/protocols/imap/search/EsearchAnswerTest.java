package org.sterna.protocols.imap.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sterna.protocols.imap.NumberRange;
import org.sterna.protocols.imap.Numbering;

class EsearchAnswerTest {
    private static SearchHits hits(long... numbers) {
        SearchHits hits = new SearchHits(SearchHits.ModSeqs.DROPPED);
        for (long number : numbers) {
            hits.add(number, 0);
        }
        return hits;
    }

    private static ReturnOptions options(String options) {
        return Letter.request("SEARCH RETURN (" + options + ") ALL").options().orElseThrow();
    }

    private static String answer(String options, long... numbers) {
        return EsearchAnswer.of(Numbering.SEQUENCE, options(options), hits(numbers)).text();
    }

    @ParameterizedTest                                      // RFC 4731 section 3.1, RFC 5267 section 4.4, RFC 9394
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "MIN COUNT ~ ` MIN 2 COUNT 3`", "`` ~ ` ALL 2,10:11`", "MIN MAX ~ ` MIN 2 MAX 11`", "COUNT ~ ` COUNT 3`", "SAVE ~ ``",
        "PARTIAL 1:2 ~ ` PARTIAL (1:2 2,10)`", "PARTIAL 3:500 ~ ` PARTIAL (3:500 11)`", "PARTIAL 4:9 ~ ` PARTIAL (4:9 NIL)`",
        "PARTIAL -1:-2 ~ ` PARTIAL (-1:-2 10:11)`", "PARTIAL -3:-100 ~ ` PARTIAL (-3:-100 2)`", "CONTEXT ~ ` ALL 2,10:11`",
        "PARTIAL 2:1 ~ ` PARTIAL (2:1 2,10)`", "PARTIAL -4:-9 ~ ` PARTIAL (-4:-9 NIL)`",
        "COUNT PARTIAL -1:-1 UPDATE ~ ` COUNT 3 PARTIAL (-1:-1 11)`"})
    void tellsWhatWasAskedFor(String options, String text) {
        assertThat(answer(options, 2, 10, 11)).isEqualTo(text);
    }

    @Test
    void nothingFoundHasNoNumbers() {                          // RFC 4731 section 3.1
        assertThat(answer("MIN MAX ALL COUNT")).isEqualTo(" COUNT 0");
        assertThat(answer("MIN")).isEmpty();
        assertThat(EsearchAnswer.of(Numbering.UID, options("MIN COUNT"), hits()).isOfNothing()).isTrue();
        assertThat(EsearchAnswer.of(Numbering.UID, options("MIN COUNT"), hits(1)).isOfNothing()).isFalse();
        assertThat(EsearchAnswer.of(Numbering.UID, options(""), hits()).text()).isEqualTo(" UID");
    }

    @ParameterizedTest                                          // RFC 4731 section 3.2
    @CsvSource({"MIN, MIN 2 MODSEQ 8", "MAX, MAX 23 MODSEQ 7", "MIN MAX, MIN 2 MAX 23 MODSEQ 8", "MIN COUNT, MIN 2 COUNT 3 MODSEQ 9",
        "ALL, 'ALL 2,5,23 MODSEQ 9'", "PARTIAL 2:3, 'PARTIAL (2:3 5,23) MODSEQ 9'", "PARTIAL 3:3, 'PARTIAL (3:3 23) MODSEQ 7'"})
    void modSeqIsOfWhatIsTold(String options, String text) {
        SearchHits hits = new SearchHits(SearchHits.ModSeqs.KEPT);
        hits.add(2, 8);
        hits.add(5, 9);
        hits.add(23, 7);
        assertThat(EsearchAnswer.of(Numbering.SEQUENCE, options(options), hits).text()).isEqualTo(" " + text);
        assertThat(hits.text()).isEqualTo(" 2 5 23 (MODSEQ 9)");
        assertThat(new SearchHits(SearchHits.ModSeqs.KEPT).text()).isEmpty();
    }

    @Test
    void rangesInASortedResultOnlyRise() {                     // RFC 5267 section 3.2
        assertThat(answer("", 23765, 23764, 23763, 5, 6, 7)).isEqualTo(" ALL 23765,23764,23763,5:7");
        assertThat(answer("MIN MAX", 9, 1, 5)).isEqualTo(" MIN 9 MAX 5");
    }

    @ParameterizedTest                                          // RFC 5182 section 2.4
    @CsvSource({"SAVE, '2,4:6,9'", "SAVE ALL, '2,4:6,9'", "SAVE MIN, 2", "SAVE MAX, 9", "SAVE MIN MAX, '2,9'", "SAVE MIN COUNT, '2,4:6,9'",
        "SAVE PARTIAL 2:3, 4:5", "SAVE PARTIAL 1:2 MIN MAX, '2,4,9'", "SAVE PARTIAL -1:-2 MAX, '6,9'"})
    void savesWhatIsTold(String options, String saved) {
        assertThat(options(options).saved(NumberList.of(2, 4, 5, 6, 9)).text()).isEqualTo(saved);
        assertThat(options(options).saved(NumberList.EMPTY).isEmpty()).isTrue();
    }

    @Test
    void onlySaveAnswersNothing() {
        assertThat(options("SAVE").answers()).isFalse();
        assertThat(options("SAVE COUNT").answers()).isTrue();
        assertThat(options("UPDATE").answers()).isTrue();
    }

    @Test
    void contextChangesOfASearchNeedNoPositions() {            // RFC 5267 sections 4.3.3 and 4.3.4
        List<ContextChange> added = ContextChange.between(NumberList.of(1, 5), NumberList.of(1, 5, 32768, 32769));
        assertThat(EsearchAnswer.of(Numbering.UID, added).text()).isEqualTo(" UID ADDTO (0 32768:32769)");
        List<ContextChange> both = ContextChange.between(NumberList.of(1, 2, 3), NumberList.of(2, 4));
        assertThat(EsearchAnswer.of(Numbering.UID, both).text()).isEqualTo(" UID REMOVEFROM (0 1,3) ADDTO (0 4)");
        assertThat(ContextChange.between(NumberList.of(1), NumberList.of(1))).isEmpty();
    }

    @Test
    void contextChangesOfASortHavePositions() {
        List<ContextChange> changes = ContextChange.between(NumberList.of(9, 7, 5, 3), NumberList.of(9, 4, 5, 3, 8));
        assertThat(EsearchAnswer.of(Numbering.UID, changes).text()).isEqualTo(" UID REMOVEFROM (2 7) ADDTO (2 4 5 8)");
    }

    @Property
    void playedChangesGiveTheNewResult(@ForAll @Size(max = 30) List<@IntRange(min = 1, max = 40) Integer> before,
            @ForAll @Size(max = 30) List<@IntRange(min = 1, max = 40) Integer> after) {
        Set<Integer> old = new LinkedHashSet<>(before);
        Set<Integer> now = new LinkedHashSet<>(after);
        assertThat(played(old, now)).containsExactlyElementsOf(now);
        assertThat(played(new TreeSet<>(old), new TreeSet<>(now))).containsExactlyElementsOf(new TreeSet<>(now));
    }

    private static List<Integer> played(Set<Integer> before, Set<Integer> after) {
        List<Integer> result = new ArrayList<>(before);
        for (ContextChange change : ContextChange.between(list(before), list(after))) {
            for (ContextChange.At place : change.places()) {
                List<Integer> numbers = new ArrayList<>();
                place.numbers().forEach(number -> numbers.add((int) number));
                if (change instanceof ContextChange.AddTo) {
                    result.addAll(Math.max(0, place.position() - 1), numbers);
                } else if (place.position() > 0) {
                    List<Integer> there = result.subList(place.position() - 1, place.position() - 1 + numbers.size());
                    assertThat(there).isEqualTo(numbers);
                    there.clear();
                } else {
                    result.removeAll(numbers);
                }
                if (place.position() == 0) {
                    result.sort(null);
                }
            }
        }
        return result;
    }

    private static NumberList list(Set<Integer> numbers) {
        return NumberList.of(numbers.stream().mapToLong(Integer::longValue).toArray());
    }

    @Property
    void numberListsKeepTheirOrder(@ForAll @Size(max = 40) List<@IntRange(min = 1, max = 30) Integer> numbers, @ForAll @IntRange(max = 45) int from,
            @ForAll @IntRange(max = 45) int to) {
        long[] array = numbers.stream().mapToLong(Integer::longValue).toArray();
        NumberList list = NumberList.of(array);
        assertThat(list.toArray()).isEqualTo(array);
        assertThat(list.count()).isEqualTo(array.length);
        int end = Math.max(Math.min(from, array.length), Math.min(to, array.length));
        assertThat(list.slice(from, to).toArray()).isEqualTo(numbers.subList(Math.min(from, end), end).stream().mapToLong(n -> n).toArray());
        assertThat(list.ranges().stream().mapToLong(range -> range.last() - range.first() + 1).sum())
                .isEqualTo(numbers.stream().distinct().count());
    }

    @Test
    void theLargestNumbersFit() {
        NumberList list = NumberList.of(1, 4294967294L, 4294967295L);
        assertThat(list.text()).isEqualTo("1,4294967294:4294967295");
        assertThat(list.ranges()).containsExactly(new NumberRange(1, 1), new NumberRange(4294967294L, 4294967295L));
        assertThat(list.words()).isEqualTo(" 1 4294967294 4294967295");
        assertThat(list.last()).isEqualTo(4294967295L);
    }
}
