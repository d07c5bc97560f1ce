package org.sterna.platform.policy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One rule about clients, or several of a kind. Asked from many threads at once. */
public interface Policy {
    /** The answer that costs nothing; most answers are this one. */
    CompletionStage<Verdict> PASS = CompletableFuture.completedFuture(new Verdict.Pass());

    /** For logs, and the rule's name where the policy itself fails; ASCII. */
    String name();

    /**
     * Answers at once with a completed stage, or later. Must not block. A stage that fails, or comes after
     * {@code sterna.policy.timeout}, counts as {@code sterna.policy.failure} says.
     */
    CompletionStage<Verdict> ask(Question question);
}
