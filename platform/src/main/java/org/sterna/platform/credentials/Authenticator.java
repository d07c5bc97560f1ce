package org.sterna.platform.credentials;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.sterna.persistence.account.AddressEntry;
import org.sterna.persistence.account.cassandra.AddressView;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.protocols.crypto.bouncycastle.Argon2Password;

/**
 * Checks names and passwords. Argon2id runs on threads of its own, one for each processor at most, behind a bounded queue;
 * a login that was good a moment ago is known again by a keyed digest of its password and costs no hash. An unknown name
 * costs as much as a wrong password.
 */
public final class Authenticator implements AutoCloseable {
    private static final int MAX_WAITING = 1000;
    /** RFC 4616 section 2 has no limit; nobody's password is longer, and hashing is not to be made dear by length. */
    private static final int MAX_PASSWORD = 1024;

    /** What was found. */
    public sealed interface Result { }

    /** @param entry of the account; its address is the account's name */
    public record Valid(AddressEntry entry) implements Result { }

    public record Invalid() implements Result { }

    /** The store or the threads cannot answer now. */
    public record Unavailable(String reason) implements Result { }

    private record Known(String stored, byte[] digest) { }

    private final AddressView addresses;
    private final Argon2Password.Cost cost;
    private final Cache<String, Known> known;
    private final ThreadPoolExecutor hashing;
    private final SecureRandom random = new SecureRandom();
    private final byte[] key = new byte[32];
    /** What an unknown name is compared with; made beside the start, for its first hash is slow. */
    private final CompletableFuture<Argon2Password> nobody;
    private final Argon2Password.Cost importCost;
    private final Reseal reseal;

    /** Told of an account whose stored hash is weaker than a new one would be, when its password has just been seen. */
    @FunctionalInterface
    public interface Reseal {
        void replace(String account, String before, String sealed);
    }

    /**
     * @param cost       of a password that is set now
     * @param importCost of one of the many of an import
     * @param cacheSize logins remembered
     * @param cacheTtl  how long
     */
    public Authenticator(AddressView addresses, Argon2Password.Cost cost, Argon2Password.Cost importCost, int cacheSize,
            Duration cacheTtl, Reseal reseal) {
        this.addresses = addresses;
        this.cost = cost;
        this.importCost = importCost;
        this.reseal = reseal;
        known = Caffeine.newBuilder().maximumSize(cacheSize).expireAfterWrite(cacheTtl).build();
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
        hashing = new ThreadPoolExecutor(threads, threads, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), task -> {
            Thread thread = new Thread(task, "sterna-argon2");
            thread.setDaemon(true);
            return thread;
        });
        hashing.allowCoreThreadTimeOut(true);
        random.nextBytes(key);
        nobody = CompletableFuture.supplyAsync(() -> Argon2Password.hash("", salt(), cost), hashing);
    }

    /** The name is an address, in any case. */
    public CompletionStage<Result> check(String name, String password) {
        if (password.length() > MAX_PASSWORD) {
            return CompletableFuture.completedFuture(new Invalid());
        }
        String address = name.toLowerCase(Locale.ROOT);
        return addresses.find(address).thenCompose(found -> verify(found, address, password)).exceptionally(failure ->
                new Unavailable(failure.toString()));
    }

    private CompletionStage<Result> verify(Optional<AddressEntry> entry, String address, String password) {
        byte[] digest = digest(address, password);
        if (entry.isPresent()) {
            Known before = known.getIfPresent(address);
            if (before != null && before.stored().equals(entry.get().password()) && MessageDigest.isEqual(before.digest(), digest)) {
                return CompletableFuture.completedFuture(new Valid(entry.get()));
            }
        }
        CompletableFuture<Result> answer = new CompletableFuture<>();
        try {
            hashing.execute(() -> {
                try {
                    answer.complete(verified(entry, address, password, digest));
                } catch (RuntimeException | Error e) {          // whoever waits is answered, come what may
                    answer.complete(new Unavailable(e.toString()));
                }
            });
        } catch (RejectedExecutionException e) {
            answer.complete(new Unavailable(MAX_WAITING + " logins wait already"));
        }
        return answer;
    }

    private Result verified(Optional<AddressEntry> entry, String address, String password, byte[] digest) {
        Argon2Password stored = entry.flatMap(each -> Argon2Password.parse(each.password())).orElseGet(nobody::join);
        if (!stored.verify(password) || entry.isEmpty()) {
            return new Invalid();
        }
        known.put(address, new Known(entry.get().password(), digest));
        if (weaker(stored.cost())) {
            try {
                hashing.execute(() -> reseal.replace(entry.get().address(), entry.get().password(),
                        Argon2Password.hash(password, salt(), cost).phc()));
            } catch (RejectedExecutionException e) {
                known.invalidate(address);                      // the next login tries again
            }
        }
        return new Valid(entry.get());
    }

    private byte[] digest(String address, String password) {
        MessageDigest digest = Fingerprint.sha256();
        digest.update(key);
        digest.update(address.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(password.getBytes(StandardCharsets.UTF_8));
        return digest.digest();
    }

    private byte[] salt() {
        byte[] salt = new byte[Argon2Password.SALT_OCTETS];
        synchronized (random) {
            random.nextBytes(salt);
        }
        return salt;
    }

    private boolean weaker(Argon2Password.Cost other) {
        return other.memoryKibibytes() < cost.memoryKibibytes() || other.iterations() < cost.iterations();
    }

    /** The PHC string under which a password is stored; made on the hashing threads, which may refuse if too many wait. */
    public CompletionStage<String> seal(String password) {
        return CompletableFuture.supplyAsync(() -> Argon2Password.hash(password, salt(), cost).phc(), hashing);
    }

    /** As {@link #seal}, at the cost of an import: the account's first login makes it stronger. */
    public CompletionStage<String> sealForImport(String password) {
        return CompletableFuture.supplyAsync(() -> Argon2Password.hash(password, salt(), importCost).phc(), hashing);
    }

    @Override
    public void close() {
        hashing.shutdownNow();
    }
}
