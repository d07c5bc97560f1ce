package org.sterna.platform.credentials;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.account.AddressEntry;
import org.sterna.persistence.account.AppPassword;
import org.sterna.persistence.identity.Fingerprint;

/** Checks passwords. One that was right a moment ago is known again by a keyed digest and costs no hash. */
final class PasswordCheck {
    /** RFC 4616 section 2 has no limit; nobody's password is longer, and hashing is not to be made dear by length. */
    private static final int MAX_PASSWORD = 1024;

    /** Which password it was. */
    private enum Proof { NONE, OWN, APP }

    /** @param begun by {@link System#nanoTime} */
    private record Looked(Proof proof, long begun) { }

    private final Hashing hashing;
    private final Admission admission;
    private final Authenticator.Accounts accounts;
    /** By account and password, digested; under which stored forms it is right. */
    private final Cache<ByteBuffer, Set<String>> known;
    private final byte[] key = new byte[32];

    PasswordCheck(AuthRules rules, Hashing hashing, Admission admission, Authenticator.Accounts accounts) {
        this.hashing = hashing;
        this.admission = admission;
        this.accounts = accounts;
        known = Caffeine.newBuilder().maximumSize(rules.cacheSize()).expireAfterWrite(rules.cacheTtl()).build();
        new SecureRandom().nextBytes(key);
    }

    CompletionStage<Authenticator.Result> check(LoginContext context, Optional<String> authorization, String name, String password) {
        return password.length() > MAX_PASSWORD ? CompletableFuture.completedFuture(new Authenticator.Invalid())
                : admission.find(name).thenCompose(entry -> check(context, authorization, entry, password));
    }

    private CompletionStage<Authenticator.Result> check(LoginContext context, Optional<String> authorization, Optional<AddressEntry> entry, String password) {
        Proof known = entry.map(each -> remembered(each, context, password)).orElse(Proof.NONE);
        return known != Proof.NONE ? admission.admit(context, entry.orElseThrow(), authorization, known == Proof.APP)
                : hashing.run(() -> look(entry, context, password)).thenCompose(looked -> answer(context, authorization, entry, looked));
    }

    private CompletionStage<Authenticator.Result> answer(LoginContext context, Optional<String> authorization, Optional<AddressEntry> entry, Looked looked) {
        CompletionStage<Authenticator.Result> answer = looked.proof() == Proof.NONE ? CompletableFuture.completedFuture(new Authenticator.Invalid())
                : admission.admit(context, entry.orElseThrow(), authorization, looked.proof() == Proof.APP);
        return answer.thenCompose(result -> result instanceof Authenticator.Invalid ? hashing.refusals().late(result, looked.begun())
                : CompletableFuture.completedFuture(result));
    }

    private Proof remembered(AddressEntry entry, LoginContext context, String password) {
        Set<String> forms = known.getIfPresent(digest(entry.address(), password));
        if (forms == null) {
            return Proof.NONE;
        }
        boolean app = entry.rights().apps().values().stream().anyMatch(each -> forms.contains(each.stored()) && admission.isGood(each, context));
        return forms.contains(entry.password()) ? Proof.OWN : app ? Proof.APP : Proof.NONE;
    }

    /** On a hashing thread also where the hashes are quick, for there may be many of them. */
    private Looked look(Optional<AddressEntry> entry, LoginContext context, String password) {
        long begun = System.nanoTime();
        if (entry.isPresent() && isApp(entry.get(), context, password)) {
            return new Looked(Proof.APP, begun);
        }
        return new Looked(verified(entry, password) ? Proof.OWN : Proof.NONE, begun);
    }

    private boolean isApp(AddressEntry entry, LoginContext context, String password) {
        boolean found = false;
        for (AppPassword app : entry.rights().apps().values()) {
            boolean right = StoredPassword.parse(app.stored()).hash().filter(hash -> hash.verify(password)).isPresent();
            if (right && admission.isGood(app, context)) {
                known.put(digest(entry.address(), password), Set.of(app.stored()));
                found = true;
            }
        }
        return found;
    }

    private boolean verified(Optional<AddressEntry> entry, String password) {
        Optional<StoredPassword> stored = entry.map(each -> StoredPassword.parse(each.password()));
        if (!hashing.verify(stored, password)) {
            return false;
        }
        ByteBuffer digest = digest(entry.orElseThrow().address(), password);
        known.put(digest, Set.of(entry.get().password()));
        if (hashing.isOutdated(stored.orElseThrow())) {
            reseal(entry.get(), password, digest);
        }
        return true;
    }

    private void reseal(AddressEntry entry, String password, ByteBuffer digest) {
        hashing.run(() -> hashing.seal(password, StoredPassword.keySalt(entry.password(), entry.rights()))).whenComplete((sealed, failure) -> {
            if (failure == null) {
                known.put(digest, Set.of(entry.password(), sealed));    // whichever the directory shows from now on
                accounts.reseal(entry.address(), entry.password(), sealed);
            } else {
                known.invalidate(digest);                               // the next login tries again
            }
        });
    }

    private ByteBuffer digest(String address, String password) {
        MessageDigest digest = Fingerprint.sha256();
        digest.update(key);
        digest.update(address.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(password.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest.digest());
    }
}
