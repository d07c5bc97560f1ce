package org.sterna.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.identity.Incarnation;

class AdoptionsTest {
    private static final Incarnation ONE = new Incarnation("one");
    private static final Incarnation OTHER = new Incarnation("other");

    private final Map<Incarnation, CompletionStage<Void>> fences = new HashMap<>();
    private final Map<Incarnation, CompletionStage<String>> outcomes = new HashMap<>();
    private final List<Incarnation> adopted = new ArrayList<>();
    private final Adoptions adoptions = new Adoptions(dead -> fences.getOrDefault(dead, CompletableFuture.completedFuture(null)), dead -> {
        adopted.add(dead);
        return outcomes.getOrDefault(dead, CompletableFuture.completedFuture("nothing"));
    });

    @Test
    void oneThatCannotBeTakenOverKeepsNoOtherWaiting() {
        outcomes.put(ONE, CompletableFuture.failedFuture(new IllegalStateException("its messages cannot be read")));
        adoptions.begin(ONE);
        adoptions.begin(OTHER);
        assertThat(adopted).containsExactly(ONE, OTHER);
        adoptions.begin(ONE);
        assertThat(adopted).containsExactly(ONE, OTHER, ONE);                    // tried again at the next look
    }

    @Test
    void oneThatIsNotFencedYetKeepsNoOtherWaiting() {
        CompletableFuture<Void> fence = new CompletableFuture<>();
        fences.put(ONE, fence);
        adoptions.begin(ONE);
        adoptions.begin(OTHER);
        assertThat(adopted).containsExactly(OTHER);
        fence.complete(null);
        assertThat(adopted).containsExactly(OTHER, ONE);
    }

    @Test
    void whatIsUnderWayIsNotBegunTwice() {
        CompletableFuture<String> outcome = new CompletableFuture<>();
        outcomes.put(ONE, outcome);
        adoptions.begin(ONE);
        adoptions.begin(ONE);
        assertThat(adopted).containsExactly(ONE);
        outcome.complete("3 messages");
        adoptions.begin(ONE);
        assertThat(adopted).containsExactly(ONE, ONE);
    }
}
