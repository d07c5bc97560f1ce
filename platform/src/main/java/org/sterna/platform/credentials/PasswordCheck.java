package org.sterna.platform.credentials;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.account.AddressEntry;
import org.sterna.persistence.account.AppPassword;
import org.sterna.persistence.identity.Fingerprint;

/** Checks passwords. One that was right a moment ago is known again by a keyed digest and costs no hash. */
final class PasswordCheck {
    /** RFC 4616 section 2 has no limit; nobody's password is longer, and hashing is not to be made dear by length. */
    private static final int MAX_PASSWORD = 1024;

    private final Hashing hashing;
    private final Admission admission;
    private final Authenticator.Accounts accounts;
    /** By account and password, digested; what was stored when it was right. */
    private final Cache<ByteBuffer, String> known;
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
        if (entry.isPresent() && isApp(entry.get(), context, password)) {
            return admission.admit(context, entry.get(), authorization, true);
        }
        if (entry.isPresent() && isKnown(entry.get(), password)) {
            return admission.admit(context, entry.get(), authorization, false);
        }
        return hashing.run(() -> verified(entry, password)).thenCompose(right -> right ? admission.admit(context, entry.orElseThrow(), authorization, false)
                : CompletableFuture.completedFuture(new Authenticator.Invalid()));
    }

    /** Their hashes are quick, so that they need no thread of their own. */
    private boolean isApp(AddressEntry entry, LoginContext context, String password) {
        boolean found = false;
        for (AppPassword app : entry.rights().apps().values()) {
            boolean right = StoredPassword.parse(app.stored()).hash().filter(hash -> hash.verify(password)).isPresent();
            found |= right && admission.isGood(app, context);
        }
        return found;
    }

    private boolean isKnown(AddressEntry entry, String password) {
        return entry.password().equals(known.getIfPresent(digest(entry.address(), password)));
    }

    private boolean verified(Optional<AddressEntry> entry, String password) {
        Optional<StoredPassword> stored = entry.map(each -> StoredPassword.parse(each.password()));
        if (!hashing.verify(stored, password)) {
            return false;
        }
        ByteBuffer digest = digest(entry.orElseThrow().address(), password);
        known.put(digest, entry.get().password());
        if (hashing.isOutdated(stored.orElseThrow())) {
            hashing.run(() -> hashing.seal(password, StoredPassword.keySalt(entry.get().password(), entry.get().rights()))).whenComplete((sealed, failure) -> {
                if (failure == null) {
                    accounts.reseal(entry.get().address(), entry.get().password(), sealed);
                } else {
                    known.invalidate(digest);                       // the next login tries again
                }
            });
        }
        return true;
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
