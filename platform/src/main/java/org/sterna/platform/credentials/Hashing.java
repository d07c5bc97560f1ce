package org.sterna.platform.credentials;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.sterna.protocols.crypto.PasswordHash;
import org.sterna.protocols.crypto.bouncycastle.Argon2Password;
import org.sterna.protocols.precis.Profile;
import org.sterna.protocols.sasl.ScramHash;
import org.sterna.protocols.sasl.ScramKeys;

/**
 * What takes tens of milliseconds of a processor: hashes of passwords, made and compared on threads of their own, one for each processor at
 * most, behind a bounded queue. Passwords are made comparable here (RFC 8265 section 4.2).
 */
final class Hashing implements AutoCloseable {
    static final int MAX_WAITING = 1000;
    private static final int APP_PASSWORD_OCTETS = 15;

    private final AuthRules rules;
    private final ThreadPoolExecutor threads;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong comparisons = new AtomicLong();
    private final RefusalTime refusals = new RefusalTime();
    /** What the password of an unknown name is compared with; made beside the start, for its first hash is slow. */
    private final CompletableFuture<PasswordHash> nobody;

    Hashing(AuthRules rules) {
        this.rules = rules;
        int processors = Math.max(1, Runtime.getRuntime().availableProcessors());
        threads = new ThreadPoolExecutor(processors, processors, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), task -> {
            Thread thread = new Thread(task, "sterna-argon2");
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
        nobody = CompletableFuture.supplyAsync(() -> Argon2Password.hash("", salt(), rules.cost()), threads);
    }

    /** Does the work elsewhere; the stage fails if too many wait already, or with what the work throws. */
    <T> CompletionStage<T> run(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, threads);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.failedFuture(full);
        }
    }

    /**
     * Whether the password is that of these forms. A refusal costs a whole Argon2id hash of today's cost, whatever is stored, and also if
     * nothing is; what another hash costs beside it, {@link RefusalTime} hides. For {@link #run} only.
     */
    boolean verify(Optional<StoredPassword> stored, String password) {
        Optional<String> prepared = Profile.OPAQUE_STRING.enforce(password);
        Optional<PasswordHash> hash = stored.flatMap(StoredPassword::hash);
        boolean right = hash.isPresent() && prepared.isPresent() && compare(hash.get(), prepared.get());
        boolean worked = hash.filter(each -> each instanceof Argon2Password argon2 && !isWeaker(argon2.cost())).isPresent() && prepared.isPresent();
        if (!right && !worked) {
            compare(nobody.join(), prepared.orElse(""));
        }
        return right;
    }

    private boolean compare(PasswordHash hash, String password) {
        comparisons.incrementAndGet();
        return refusals.measured(hash instanceof Argon2Password argon2 && argon2.cost().equals(rules.cost()), () -> hash.verify(password));
    }

    /** What was measured of the hashes that were compared. */
    RefusalTime refusals() {
        return refusals;
    }

    /** Hashes compared since the start. */
    long comparisons() {
        return comparisons.get();
    }

    /** Whether the forms are not what would be made of the password now. */
    boolean isOutdated(StoredPassword stored) {
        boolean strong = stored.hash().filter(each -> each instanceof Argon2Password argon2 && !isWeaker(argon2.cost())).isPresent();
        return !strong || rules.scram().stream().anyMatch(hash -> stored.keys(hash).isEmpty());
    }

    private boolean isWeaker(Argon2Password.Cost other) {
        return other.memoryKibibytes() < rules.cost().memoryKibibytes() || other.iterations() < rules.cost().iterations();
    }

    /**
     * The forms under which a password is stored from now on. For {@link #run} only.
     *
     * @param keySalt that of the account's other keys; empty for the first ones
     */
    String seal(String password, Optional<byte[]> keySalt) {
        String prepared = prepared(password);
        return withKeys(Argon2Password.hash(prepared, salt(), rules.cost()).phc(), prepared, keySalt.orElseGet(this::salt));
    }

    /** As that, at the cost of an import and without keys. */
    String sealForImport(String password) {
        return Argon2Password.hash(prepared(password), salt(), rules.importCost()).phc();
    }

    /** The forms of an app password: it is random, so one round of a hash is enough. */
    String sealApp(String password, byte[] salt) {
        byte[] hash = sha512(password, salt);
        byte[] both = new byte[hash.length + salt.length];
        System.arraycopy(hash, 0, both, 0, hash.length);
        System.arraycopy(salt, 0, both, hash.length, salt.length);
        return withKeys("{SSHA512}" + Base64.getEncoder().encodeToString(both), password, salt);
    }

    private static byte[] sha512(String password, byte[] salt) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-512");
            digest.update(password.getBytes(StandardCharsets.UTF_8));
            return digest.digest(salt);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java has SHA-512", e);
        }
    }

    /** All passwords of an account have one salt for SCRAM, which must be told before it is known which of them the client has. */
    private String withKeys(String hash, String password, byte[] salt) {
        StringBuilder forms = new StringBuilder(hash);
        List<ScramHash> wanted = rules.scram();
        wanted.forEach(each -> ScramKeys.derive(each, password, salt, rules.scramIterations()).ifPresent(keys -> forms.append(' ').append(keys.text())));
        return forms.toString();
    }

    private static String prepared(String password) {
        return Profile.OPAQUE_STRING.enforce(password).orElseThrow(() -> new IllegalArgumentException(
                "a password has at least one character, and no control characters (RFC 8265 section 4.2)"));
    }

    /** 24 letters and digits in groups of four: 120 random bits. */
    String newAppPassword() {
        byte[] octets = octets(APP_PASSWORD_OCTETS);
        String alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < octets.length * 8 / 5; i++) {
            int bits = 0;
            for (int bit = i * 5; bit < i * 5 + 5; bit++) {
                bits = bits << 1 | octets[bit / 8] >> 7 - bit % 8 & 1;
            }
            text.append(i > 0 && i % 4 == 0 ? "-" : "").append(alphabet.charAt(bits));
        }
        return text.toString();
    }

    byte[] salt() {
        return octets(Argon2Password.SALT_OCTETS);
    }

    private byte[] octets(int count) {
        byte[] octets = new byte[count];
        random.nextBytes(octets);
        return octets;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
