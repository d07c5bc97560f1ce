package org.sterna.platform.inspection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.sterna.persistence.account.Account;
import org.sterna.persistence.account.AccountCodec;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.account.AddressUse;
import org.sterna.persistence.account.cassandra.AddressView;
import org.sterna.persistence.account.pekko.AccountEntity;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.journal.JournalRow;
import org.sterna.persistence.journal.pekko.cassandra.JournalReader;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.persistence.sweeping.cassandra.SnapshotRows;
import org.sterna.platform.asking.Asking;

/** Inspects one account. What changes while it is looked at is not taken for wrong. */
public final class AccountInspection {
    /** @param findings in the order they were found; none if everything is as it should be */
    public record Result(int mailboxes, long messages, List<Finding> findings) { }

    private static final int ROWS = 1024;

    private final ClusterSharding sharding;
    private final AddressView addresses;
    private final JournalReader journal;
    private final SnapshotRows snapshots;
    private final MailboxInspection mailboxes;

    public AccountInspection(ClusterSharding sharding, Database database, AddressView addresses, CassandraBlobs blobs) {
        this.sharding = sharding;
        this.addresses = addresses;
        journal = new JournalReader(database);
        snapshots = new SnapshotRows(database);
        mailboxes = new MailboxInspection(sharding, database, journal, snapshots, blobs);
    }

    private static String persistenceId(String address) {
        return AccountEntity.KIND + "|" + address;
    }

    /**
     * Empty if there is no such account.
     *
     * @param address as stored
     * @param repair  whether what can be mended is mended
     */
    public CompletionStage<Optional<Result>> inspect(String address, boolean repair) {
        List<Finding> findings = new ArrayList<>();
        return replayed(address, Account.EMPTY, Long.MAX_VALUE).thenCompose(account -> !account.exists()
                ? CompletableFuture.completedFuture(Optional.empty())
                : snapshot(address, account, repair, findings)
                        .thenCompose(unused -> live(address, account, repair, findings))
                        .thenCompose(unused -> view(address, account, repair, findings))
                        .thenCompose(unused -> folders(List.copyOf(account.folders().entrySet()), 0, 0, repair, findings))
                        .thenApply(messages -> Optional.of(new Result(account.folders().size(), messages, findings))));
    }

    private CompletionStage<Account> replayed(String address, Account state, long last) {
        return state.events() >= last ? CompletableFuture.completedFuture(state)
                : journal.read(persistenceId(address), state.events() + 1, Math.min(last, state.events() + ROWS)).thenComposeAsync(rows -> {
                    Account next = state;
                    for (JournalRow row : rows) {
                        next = next.evolve(AccountCodec.EVENTS.read(row.event()));
                    }
                    return rows.isEmpty() ? CompletableFuture.completedFuture(next) : replayed(address, next, last);
                });
    }

    private CompletionStage<Void> snapshot(String address, Account account, boolean repair, List<Finding> findings) {
        return journal.snapshot(persistenceId(address), new AccountCodec()).handle((found, failure) -> {
            if (failure != null) {
                return bad(address, "its snapshot cannot be read: " + failure.getMessage(), repair, findings);
            }
            return found.isEmpty() ? CompletableFuture.<Void>completedFuture(null)
                    : replayed(address, Account.EMPTY, found.get().events()).thenCompose(then -> then.equals(found.get())
                            ? CompletableFuture.<Void>completedFuture(null)
                            : bad(address, "its snapshot of event " + found.get().events() + " is not what the journal says", repair, findings));
        }).thenCompose(stage -> stage);
    }

    private CompletionStage<Void> bad(String address, String what, boolean repair, List<Finding> findings) {
        findings.add(Finding.mendable("", what, repair));
        return repair ? snapshots.delete(persistenceId(address)).thenRun(() -> sharding.entityRefFor(AccountEntity.TYPE, address)
                .tell(AccountEntity.Restart.NOW)) : CompletableFuture.completedFuture(null);
    }

    private CompletionStage<Void> live(String address, Account account, boolean repair, List<Finding> findings) {
        return Asking.SOON.<AccountEntity.Message, AccountEntity.Response>ask(sharding.entityRefFor(AccountEntity.TYPE, address), replyTo ->
                new AccountEntity.Request(new AccountCommand.Look(), replyTo)).thenAccept(response -> {
                    if (response.account().events() == account.events() && !response.account().equals(account)) {
                        findings.add(Finding.mendable("", "the running account is not what its journal says", repair));
                        if (repair) {
                            sharding.entityRefFor(AccountEntity.TYPE, address).tell(AccountEntity.Restart.NOW);
                        }
                    }
                });
    }

    private CompletionStage<Void> view(String address, Account account, boolean repair, List<Finding> findings) {
        AddressUse right = AddressUse.of(account);
        addresses.forget(address);
        return addresses.lookup(address).thenCompose(found -> {
            if (found.isPresent() && (found.get().event() > right.event() || Arrays.equals(found.get().toOctets(), right.toOctets()))) {
                return CompletableFuture.completedFuture(null);
            }
            findings.add(Finding.mendable("", found.isEmpty() ? "the address is not in the directory: nobody can log in or be sent mail"
                    : "the directory knows it as it was at event " + found.get().event() + " of " + right.event(), repair));
            return repair ? addresses.put(right) : CompletableFuture.completedFuture(null);
        });
    }

    private CompletionStage<Long> folders(List<Map.Entry<String, Folder>> folders, int at, long messages, boolean repair, List<Finding> findings) {
        return at == folders.size() ? CompletableFuture.completedFuture(messages)
                : mailboxes.inspect(folders.get(at).getKey(), folders.get(at).getValue().mailbox(), repair, findings)
                        .thenComposeAsync(here -> folders(folders, at + 1, messages + here, repair, findings));
    }
}
