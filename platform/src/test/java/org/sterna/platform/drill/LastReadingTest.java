package org.sterna.platform.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sterna.platform.drill.audit.Found;

class LastReadingTest {
    private static final Found FIRST = new Found("a@x", "INBOX", 1, 10, true, Set.of("\\Seen"));
    private static final Found SECOND = new Found("a@x", "Other", 2, 11, true, Set.of());

    @Test
    void theOrderDoesNotMatter() {
        assertThat(LastReading.difference("n1", List.of(FIRST, SECOND), "n2", List.of(SECOND, FIRST))).isEmpty();
    }

    @Test
    void anotherPlaceAndOtherFlagsAreSeenOnBothSides() {
        Found moved = new Found("a@x", "INBOX", 2, 11, true, Set.of());
        Found flagged = new Found("a@x", "INBOX", 1, 10, true, Set.of());
        assertThat(LastReading.difference("n1", List.of(FIRST, SECOND), "n2", List.of(flagged, moved))).hasSize(2)
                .anySatisfy(line -> assertThat(line).startsWith("n1 tells of 2 what n2 does not").contains("a@x/Other as UID 2").contains("[\\Seen]"))
                .anySatisfy(line -> assertThat(line).startsWith("n2 tells of 2").contains("a@x/INBOX as UID 2"));
    }

    @Test
    void aMessageThatOneDoesNotKnowIsSeen() {
        assertThat(LastReading.difference("n1", List.of(FIRST), "n2", List.of(FIRST, SECOND))).singleElement().asString().startsWith("n2 tells of 1 what n1 does not");
    }

    @Test
    void aMessageAtTwoPlacesIsSeen() {
        assertThat(LastReading.isAnyTwice(List.of(FIRST, SECOND))).isFalse();
        assertThat(LastReading.isAnyTwice(List.of(FIRST, SECOND, new Found("a@x", "Other", 3, 10, true, Set.of())))).isTrue();
    }
}
