package org.sterna.platform.policy;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.sterna.config.PolicySettings;
import org.sterna.config.RuleAction;
import org.sterna.protocols.smtp.Reply;

/** Who is refused, each list at its moment: networks at the connection, names at HELO or EHLO, reverse-paths at MAIL. */
final class DenyLists implements Policy {
    private final ClientLists lists;
    private final CompletionStage<Verdict> network;
    private final CompletionStage<Verdict> helo;
    private final CompletionStage<Verdict> reversePath;

    private DenyLists(ClientLists lists, PolicySettings.DenyLists settings) {
        this.lists = lists;
        // RFC 5321 section 4.3.2 has 554 in place of the greeting. We are in violation of section 3.1, which wants us to wait for QUIT then:
        // who is denied shall hold no connection.
        network = verdict("deny.networks", settings.networks(), 554, true);
        helo = verdict("deny.helo", settings.helo(), 550, false);
        reversePath = verdict("deny.reverse-path", settings.reversePath(), 550, false);
    }

    /** Empty when nobody is on the lists. */
    static Optional<Policy> from(PolicySettings.DenyLists settings, Clock clock, Executor files) {
        ClientLists lists = ClientLists.of("sterna.policy.lists.deny", settings.entries(), clock, files);
        return lists.isEmpty() ? Optional.empty() : Optional.of(new DenyLists(lists, settings));
    }

    private static CompletionStage<Verdict> verdict(String rule, RuleAction action, int code, boolean closing) {
        switch (action) {
            case OFF:
                return PASS;
            case TAG:
                return CompletableFuture.completedFuture(new Verdict.Tag(rule, "on a deny list"));
            default:
                return CompletableFuture.completedFuture(
                        new Verdict.Refuse(rule, Reply.of(code, "5.7.1", "Refused by local policy (" + rule + ")"), closing));
        }
    }

    @Override
    public String name() {
        return "deny";
    }

    @Override
    public CompletionStage<Verdict> ask(Question question) {
        if (question instanceof Question.Connected connected) {
            return lists.networks().get().contains(connected.client().address()) ? network : PASS;
        }
        if (question instanceof Question.Greeted greeted) {
            return lists.helo().get().contains(greeted.helo()) ? helo : PASS;
        }
        if (question instanceof Question.SenderNamed sender) {
            return lists.reversePaths().get().contains(sender.reversePath()) ? reversePath : PASS;
        }
        return PASS;
    }
}
