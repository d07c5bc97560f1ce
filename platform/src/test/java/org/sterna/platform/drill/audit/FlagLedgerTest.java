package org.sterna.platform.drill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A promised flag that is not there is seen, and nothing is asked of what was never promised. */
class FlagLedgerTest {
    private final FlagLedger flags = new FlagLedger();

    @Test
    void aFlagThatWasSetAndIsNotThereIsLost() {
        flags.stored(1, "\\Seen", true);
        assertThat(flags.lost(List.of(found(1, "\\Seen", "$Other")))).isEmpty();
        assertThat(flags.lost(List.of(found(1, "$Other")))).singleElement().asString().contains("\\Seen was set");
    }

    @Test
    void aFlagThatWasClearedAndIsBackIsSeen() {
        flags.stored(1, "\\Seen", true);
        flags.stored(1, "\\Seen", false);
        assertThat(flags.lost(List.of(found(1)))).isEmpty();
        assertThat(flags.lost(List.of(found(1, "\\Seen")))).singleElement().asString().contains("\\Seen was cleared");
    }

    @Test
    void behindACommandWithoutAnAnswerNothingIsCertain() {
        flags.stored(1, "\\Seen", true);
        flags.uncertain(1);
        assertThat(flags.isUncertain(1)).isTrue();
        assertThat(flags.lost(List.of(found(1)))).isEmpty();
    }

    private static Found found(int number, String... names) {
        return new Found("jones@drill.example", "INBOX", 5, number, true, Set.of(names));
    }
}
