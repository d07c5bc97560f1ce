package org.sterna.platform.reception;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.config.SubmissionSettings;
import org.sterna.config.SubmissionSettings.Allowed;
import org.sterna.persistence.queue.Target;
import org.sterna.platform.routing.Routed;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.smtp.Reply;

/**
 * Which addresses an account may send under (RFC 6409 section 6.1). Its own are those whose mail comes to it: its name, with any
 * detail, in any alias of its domain, and the aliases that lead to it.
 */
final class Submission {
    private static final CompletionStage<Optional<Reply>> ALLOWED = CompletableFuture.completedFuture(Optional.empty());

    private final ReceptionServices services;
    private final SubmissionSettings settings;
    private final Optional<String> account;

    /** @param account empty for a client that may send as anybody */
    Submission(ReceptionServices services, SubmissionSettings settings, Optional<String> account) {
        this.services = services;
        this.settings = settings;
        this.account = account;
    }

    /** The refusal of a reverse-path; empty if it may be used. The null reverse-path always may: receipts have it (RFC 8098 section 3). */
    CompletionStage<Optional<Reply>> reversePath(ReversePath reversePath) {
        return reversePath instanceof Address address ? check(address, settings.reversePath(), "reverse-path") : ALLOWED;
    }

    /** The refusal of the first address of From or Sender that may not be used; empty if all may. */
    CompletionStage<Optional<Reply>> from(List<Address> addresses) {
        CompletionStage<Optional<Reply>> found = ALLOWED;
        for (Address address : addresses) {
            found = found.thenCompose(before -> before.isPresent() ? CompletableFuture.completedFuture(before)
                    : check(address, settings.from(), "From or Sender"));
        }
        return found;
    }

    /** Those of the addresses that are the account's. */
    CompletionStage<Set<Address>> owned(List<Address> addresses) {
        CompletionStage<Set<Address>> found = CompletableFuture.completedFuture(new HashSet<>());
        for (Address address : addresses) {
            found = found.thenCombine(services.senders().route(address), (own, routed) -> {
                if (comesToUs(routed)) {
                    own.add(address);
                }
                return own;
            });
        }
        return found;
    }

    private boolean comesToUs(Routed routed) {
        return routed instanceof Routed.Deliver deliver && deliver.legs().stream().anyMatch(leg ->
                leg.target() instanceof Target.LocalMailbox mailbox && mailbox.account().equals(account.orElse("")));
    }

    private CompletionStage<Optional<Reply>> check(Address address, Allowed allowed, String where) {
        if (account.isEmpty() || allowed == Allowed.ANY || address.toString().equals(account.get())) {
            return ALLOWED;
        }
        if (allowed == Allowed.DOMAIN && Address.parse(account.get(), AddressForm.UTF8).filter(own -> own.domain().equals(address.domain())).isPresent()) {
            return ALLOWED;
        }
        return services.senders().route(address).thenApply(routed -> {
            if (comesToUs(routed)) {
                return Optional.empty();
            }
            boolean outage = routed instanceof Routed.Refused refused && refused.reply().isTransient();
            return Optional.of(outage ? Reply.of(451, "4.3.0", "Whether you may use this " + where + " cannot be found out now, try again later")
                    : Reply.of(550, "5.7.1", "The account may not use this address as " + where));
        });
    }
}
