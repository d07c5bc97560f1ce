package org.sterna.persistence.account.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.sterna.persistence.account.AddressEntry;
import org.sterna.persistence.account.AddressUse;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.store.cassandra.Database;

/**
 * What addresses are used for: a point read, cached for a minute if the address is in use and for a second if it is not.
 * The event number is the row's write time, so an older entry never replaces a newer one.
 */
public final class AddressView {
    /**
     * @param addresses most addresses remembered
     * @param known     how long an address in use is remembered
     * @param unknown   how long a free one is
     */
    public record Memory(int addresses, Duration known, Duration unknown) {
        public static final Memory DEFAULT = new Memory(200_000, Duration.ofSeconds(60), Duration.ofSeconds(1));
    }

    private static final int PAGE = 200;

    private final Database database;
    private final PreparedStatement insert;
    private final PreparedStatement select;
    private final PreparedStatement selectAll;
    private final PreparedStatement selectAfter;
    private final AddressMemory cache;
    private volatile Consumer<String> changed = address -> { };

    public AddressView(Database database) {
        this(database, Memory.DEFAULT);
    }

    public AddressView(Database database, Memory memory) {
        this.database = database;
        insert = database.prepare("INSERT INTO directory_address (address, event, entry) VALUES (?, ?, ?) USING TIMESTAMP ?");
        select = database.prepare("SELECT entry FROM directory_address WHERE address = ?");
        selectAll = database.prepare("SELECT entry FROM directory_address");
        selectAfter = database.prepare("SELECT address, token(address) FROM directory_address WHERE token(address) > ? LIMIT ?");
        cache = new AddressMemory(memory, Ticker.systemTicker(), address -> database.readOne(select.bind(address), AddressView::use)
                .thenApply(found -> found.filter(AddressUse::exists)).toCompletableFuture());
    }

    /** @param listener told each address that changes here, so that other nodes forget it at once; must not block */
    public void onChange(Consumer<String> listener) {
        changed = listener;
    }

    /** Makes the entry visible to every lookup of this node, and to the other nodes' when they hear of it or their caches expire. */
    public CompletionStage<Void> put(AddressUse use) {
        return database.write(insert.bind(use.address(), use.event(), ByteBuffer.wrap(use.toOctets()), use.event()))
                .thenRun(() -> {
                    forget(use.address());
                    changed.accept(use.address());
                });
    }

    /** The next lookup of this node asks the store, also if one is under way; for a change that was written by another node. */
    public void forget(String address) {
        cache.forget(address);
    }

    /**
     * The account with this address, if there is one.
     *
     * @param address as the store names it, see {@link AddressUse#address}
     */
    public CompletionStage<Optional<AddressEntry>> find(String address) {
        return lookup(address).thenApply(found -> found.filter(AddressEntry.class::isInstance).map(AddressEntry.class::cast));
    }

    /**
     * What the address is used for; empty if it is free.
     *
     * @param address as the store names it, see {@link AddressUse#address}
     */
    public CompletionStage<Optional<AddressUse>> lookup(String address) {
        return cache.get(address);
    }

    /** Every account; reads the whole table, for an operator's listing. */
    public CompletionStage<List<AddressEntry>> all() {
        return used().thenApply(all -> all.stream().filter(AddressEntry.class::isInstance).map(AddressEntry.class::cast).toList());
    }

    /** Every address in use; reads the whole table, for an operator's listing. */
    public CompletionStage<List<AddressUse>> used() {
        return database.readAll(selectAll.bind(), AddressView::use).thenApply(all -> all.stream().filter(AddressUse::exists).toList());
    }

    /**
     * An address that is or was in use.
     *
     * @param token its place in the order of {@link #after}
     */
    public record Placed(String address, long token) { }

    /**
     * Addresses in the store's order, for whoever goes through all of them without haste.
     *
     * @param token of the last one seen; the lowest number to begin with
     */
    public CompletionStage<List<Placed>> after(long token, int limit) {
        return database.readAll(selectAfter.bind(token, limit), row -> new Placed(row.getString(0), row.getLong(1)));
    }

    /** Some account, the same one as long as nothing changes; reads until it has found one. */
    public CompletionStage<Optional<AddressEntry>> anyAccount() {
        return database.read(selectAll.bind().setPageSize(PAGE)).thenCompose(AddressView::firstAccount);
    }

    private static CompletionStage<Optional<AddressEntry>> firstAccount(AsyncResultSet page) {
        for (Row row : page.currentPage()) {
            if (use(row) instanceof AddressEntry account && account.exists()) {
                return CompletableFuture.completedFuture(Optional.of(account));
            }
        }
        return page.hasMorePages() ? page.fetchNextPage().thenCompose(AddressView::firstAccount)
                : CompletableFuture.completedFuture(Optional.empty());
    }

    private static AddressUse use(Row row) {
        return AddressUse.read(new FieldReader(row.getByteBuffer("entry")));
    }
}
