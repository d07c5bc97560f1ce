package org.sterna.platform.routing;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.protocols.address.Address;

/** Asks the server behind us whether it knows a recipient. A stage that fails counts as {@link Verification.Unavailable}. */
@FunctionalInterface
public interface RecipientVerifier {
    /** For a node that cannot ask: every recipient that would have to be verified is told to come later. */
    RecipientVerifier UNABLE = (recipient, nextHop) ->
            CompletableFuture.completedFuture(new Verification.Unavailable("recipients are not verified by this node"));

    /** @param nextHop {@code host}, {@code host:port} or {@code [address]:port}; empty for route or MX of the recipient's domain */
    CompletionStage<Verification> verify(Address recipient, Optional<String> nextHop);
}
