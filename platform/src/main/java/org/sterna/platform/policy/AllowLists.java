package org.sterna.platform.policy;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.sterna.config.AccessLists;

/** Who is asked nothing more. What is known at the moment of a question counts: a reverse-path exempts from MAIL on. */
final class AllowLists implements Policy {
    private static final CompletionStage<Verdict> EXEMPT = CompletableFuture.completedFuture(new Verdict.Exempt());

    private final ClientLists lists;

    private AllowLists(ClientLists lists) {
        this.lists = lists;
    }

    /** Empty when nobody is on the lists. */
    static Optional<Policy> from(AccessLists entries, Clock clock, Executor files) {
        ClientLists lists = ClientLists.of("sterna.policy.lists.allow", entries, clock, files);
        return lists.isEmpty() ? Optional.empty() : Optional.of(new AllowLists(lists));
    }

    @Override
    public String name() {
        return "allow";
    }

    @Override
    public CompletionStage<Verdict> ask(Question question) {
        Client client = question.client();
        boolean allowed = lists.networks().get().contains(client.address())
                || (question instanceof Question.Greeted greeted ? lists.helo().get().contains(greeted.helo())
                        : client.helo().isPresent() && lists.helo().get().contains(client.helo().get()))
                || question instanceof Question.InTransaction transaction && lists.reversePaths().get().contains(transaction.reversePath());
        return allowed ? EXEMPT : PASS;
    }
}
