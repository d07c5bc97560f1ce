package org.sterna.platform.policy;

import java.util.List;
import java.util.Optional;

/**
 * What all policies together say to one question.
 *
 * @param refusal the first one; the client goes on if there is none
 * @param tags    of the policies that were asked, in their order
 */
public record Judgement(Optional<Verdict.Refuse> refusal, List<Verdict.Tag> tags) {
    /** Nothing against it, nothing to remember. */
    public static final Judgement PASS = new Judgement(Optional.empty(), List.of());

    public Judgement {
        tags = List.copyOf(tags);
    }
}
