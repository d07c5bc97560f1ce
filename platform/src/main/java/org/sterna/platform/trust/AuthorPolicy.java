package org.sterna.platform.trust;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.protocols.trust.MethodResult;

/** Asks the domain of a message's author what is to be done with it. */
@FunctionalInterface
public interface AuthorPolicy {
    /** For a node that does not ask. */
    AuthorPolicy NONE = evidence -> CompletableFuture.completedFuture(Wish.NOTHING);

    /** What the domain wants. */
    enum Disposition { NONE, QUARANTINE, REJECT }

    /**
     * The answer.
     *
     * @param domain  whose wish it is; empty if nobody was asked
     * @param results to be told
     * @param fault   why the message is not acceptable whoever wrote it; empty if it is a matter of the domain's policy
     * @param record  remembers for the reports to that domain what was done with the message; called once at most, must not block
     */
    record Wish(Disposition disposition, String domain, List<MethodResult> results, Optional<String> fault, Optional<Recorder> record) {
        public static final Wish NOTHING = new Wish(Disposition.NONE, "", List.of(), Optional.empty(), Optional.empty());

        public Wish {
            results = List.copyOf(results);
        }
    }

    /** Takes what was done. */
    @FunctionalInterface
    interface Recorder {
        void applied(Disposition disposition);
    }

    CompletionStage<Wish> ask(Evidence evidence);
}
