package org.sterna.platform.policy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.config.RuleAction;
import org.sterna.protocols.smtp.Reply;

/** Clients that do not wait for the greeting, as programs do that only send. RFC 5321 section 4.3.1 wants them to wait. */
final class EarlyTalkers implements Policy {
    static final String RULE = "early-talker";

    private final CompletionStage<Verdict> spoken;

    EarlyTalkers(RuleAction action) {
        spoken = CompletableFuture.completedFuture(action == RuleAction.TAG
                ? new Verdict.Tag(RULE, "talked before the greeting")
                : new Verdict.Refuse(RULE, Reply.of(554, "5.5.1", "You talked before the greeting (early-talker)"), true));
    }

    @Override
    public String name() {
        return RULE;
    }

    @Override
    public CompletionStage<Verdict> ask(Question question) {
        return question instanceof Question.SpokeEarly ? spoken : PASS;
    }
}
