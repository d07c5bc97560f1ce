package org.sterna.platform.quota;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.account.AddressEntry;
import org.sterna.persistence.account.QuotaLimits;
import org.sterna.persistence.account.QuotaUsage;
import org.sterna.persistence.account.cassandra.AddressView;

/** The limits of accounts and how much of them is used. May be called from any thread; stages complete on any. */
public final class AccountQuotas {
    /**
     * For GETQUOTA (RFC 9208 section 4.2).
     *
     * @param limits those in force; what is empty has none
     */
    public record Standing(QuotaUsage usage, QuotaLimits limits) { }

    private final AddressView addresses;
    private final AccountUsage usage;
    private final QuotaLimits defaults;

    /** @param defaults for what an account's own limits say nothing about */
    public AccountQuotas(AddressView addresses, AccountUsage usage, QuotaLimits defaults) {
        this.addresses = addresses;
        this.usage = usage;
        this.defaults = defaults;
    }

    /** Fails if the store does not answer. */
    public CompletionStage<Standing> standing(String account) {
        return limits(account).thenCombine(usage.of(account), (limits, used) -> new Standing(used, limits));
    }

    /**
     * Whether this much more may be stored; false means {@code OVERQUOTA} (RFC 9208 section 4.3.1). An account without limits is not asked.
     *
     * @param octets   RFC822.SIZE of all of them
     * @param messages how many
     */
    public CompletionStage<Boolean> hasRoom(String account, long octets, long messages) {
        return limits(account).thenCompose(limits -> limits.isNone() ? CompletableFuture.completedFuture(true)
                : usage.of(account).thenApply(used -> limits.allow(used, octets, messages)));
    }

    private CompletionStage<QuotaLimits> limits(String account) {
        return addresses.find(account).thenApply(found -> limits(found.map(AddressEntry::limits)));
    }

    /** Those in force for an account with these of its own. */
    private QuotaLimits limits(Optional<QuotaLimits> own) {
        return own.orElse(QuotaLimits.NONE).or(defaults);
    }
}
