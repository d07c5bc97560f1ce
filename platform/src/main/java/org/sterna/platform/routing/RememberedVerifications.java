package org.sterna.platform.routing;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sterna.config.RoutingSettings;
import org.sterna.protocols.address.Address;

/** Asks another verifier, once for each recipient and time; a second question meanwhile waits for the first one's answer. */
final class RememberedVerifications implements RecipientVerifier {
    private record Question(String recipient, Optional<String> nextHop) { }

    private final RecipientVerifier verifier;
    private final AsyncCache<Question, Verification> answers;

    RememberedVerifications(RecipientVerifier verifier, RoutingSettings settings, Ticker ticker) {
        this.verifier = verifier;
        answers = Caffeine.newBuilder().ticker(ticker).maximumSize(settings.verificationCacheSize()).expireAfter(new Expiry<Question, Verification>() {
            @Override
            public long expireAfterCreate(Question question, Verification answer, long now) {
                return (answer instanceof Verification.Known ? settings.verifiedTtl()
                        : answer instanceof Verification.Rejected ? settings.rejectedTtl() : Duration.ZERO).toNanos();
            }

            @Override
            public long expireAfterUpdate(Question question, Verification answer, long now, long left) {
                return expireAfterCreate(question, answer, now);
            }

            @Override
            public long expireAfterRead(Question question, Verification answer, long now, long left) {
                return left;
            }
        }).buildAsync();
    }

    @Override
    public CompletionStage<Verification> verify(Address recipient, Optional<String> nextHop) {
        return answers.get(new Question(recipient.toString(), nextHop), (question, executor) ->
                verifier.verify(recipient, nextHop).exceptionally(failure -> new Verification.Unavailable(failure.toString())).toCompletableFuture());
    }
}
