package org.sterna.persistence.account.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.account.AddressEntry;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.store.cassandra.Database;

/**
 * Addresses to accounts: a point read, cached for a minute if the address is there and for a second if it is not. The
 * event number is the row's write time, so an older entry never replaces a newer one.
 */
public final class AddressView {
    private static final Duration KNOWN = Duration.ofSeconds(60);
    private static final Duration UNKNOWN = Duration.ofSeconds(1);

    private final Database database;
    private final PreparedStatement insert;
    private final PreparedStatement select;
    private final PreparedStatement selectAll;
    private final AsyncCache<String, Optional<AddressEntry>> cache;

    public AddressView(Database database) {
        this.database = database;
        insert = database.prepare("INSERT INTO directory_address (address, event, entry) VALUES (?, ?, ?) USING TIMESTAMP ?");
        select = database.prepare("SELECT entry FROM directory_address WHERE address = ?");
        selectAll = database.prepare("SELECT entry FROM directory_address");
        cache = Caffeine.newBuilder().maximumSize(200_000).expireAfter(new Expiry<String, Optional<AddressEntry>>() {
            @Override
            public long expireAfterCreate(String address, Optional<AddressEntry> entry, long now) {
                return (entry.isPresent() ? KNOWN : UNKNOWN).toNanos();
            }

            @Override
            public long expireAfterUpdate(String address, Optional<AddressEntry> entry, long now, long left) {
                return expireAfterCreate(address, entry, now);
            }

            @Override
            public long expireAfterRead(String address, Optional<AddressEntry> entry, long now, long left) {
                return left;
            }
        }).buildAsync();
    }

    /** Makes the entry visible to every lookup of this node, and to the other nodes' when their caches expire. */
    public CompletionStage<Void> put(AddressEntry entry) {
        return database.write(insert.bind(entry.address(), entry.event(), ByteBuffer.wrap(entry.toOctets()), entry.event()))
                .thenRun(() -> cache.synchronous().invalidate(entry.address()));
    }

    /**
     * The account with this address, if there is one.
     *
     * @param address in lower case
     */
    public CompletionStage<Optional<AddressEntry>> find(String address) {
        return cache.get(address, (key, executor) -> database
                .readOne(select.bind(key), row -> AddressEntry.read(new FieldReader(row.getByteBuffer("entry"))))
                .thenApply(found -> found.filter(AddressEntry::exists)).toCompletableFuture());
    }

    /** Every account; reads the whole table, for an operator's listing. */
    public CompletionStage<List<AddressEntry>> all() {
        return database.readAll(selectAll.bind(), row -> AddressEntry.read(new FieldReader(row.getByteBuffer("entry"))))
                .thenApply(all -> all.stream().filter(AddressEntry::exists).toList());
    }
}
