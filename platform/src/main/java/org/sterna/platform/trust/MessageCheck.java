package org.sterna.platform.trust;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.platform.policy.Verdict;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.message.HeaderFields;
import org.sterna.protocols.smtp.Reply;
import org.sterna.protocols.spf.ReceivedSpf;
import org.sterna.protocols.spf.SpfVerdict;
import org.sterna.protocols.trust.AuthenticationResults;
import org.sterna.protocols.trust.MethodResult;

/** The checks of one message, from MAIL to the answer to its last octet. */
public final class MessageCheck {
    private static final Logger LOG = LoggerFactory.getLogger(MessageCheck.class);
    /** Of an author's policy that wants the message kept apart. */
    static final String QUARANTINE = "dmarc.quarantine";
    static final String REJECT = "dmarc.reject";

    private static final AuthorPolicy.Wish NO_ANSWER = new AuthorPolicy.Wish(AuthorPolicy.Disposition.NONE, "",
            List.of(MethodResult.of("dmarc", "temperror").because("no answer in time")), Optional.empty(), Optional.empty());

    private final MessageChecks checks;
    private final InetAddress client;
    private final ReversePath reversePath;
    private final Optional<CompletableFuture<SpfVerdict>> helo;
    private final Optional<CompletableFuture<SpfVerdict>> mailFrom;
    private final ContentVerifier verifier;

    /** @param helo empty if it is not asked for, or the reverse-path is null and so asks the same */
    MessageCheck(MessageChecks checks, InetAddress client, ReversePath reversePath, Optional<CompletableFuture<SpfVerdict>> helo,
            Optional<CompletableFuture<SpfVerdict>> mailFrom) {
        this.checks = checks;
        this.client = client;
        this.reversePath = reversePath;
        this.helo = helo;
        this.mailFrom = mailFrom;
        verifier = checks.verifiers().begin();
    }

    /** To be fed with the content while it arrives. */
    public ContentVerifier verifier() {
        return verifier;
    }

    /**
     * The content is complete. Answers in bounded time and never fails: what is not known by then is not known.
     *
     * @param header its first fields
     */
    public CompletionStage<CheckedMessage> finish(HeaderFields header) {
        Instant now = checks.clock().instant();
        CompletableFuture<Optional<ContentFindings>> content = bounded(verifier.finish(now).thenApply(Optional::of), Optional.empty());
        CompletableFuture<Optional<SpfVerdict>> first = optional(helo);
        CompletableFuture<Optional<SpfVerdict>> second = optional(mailFrom);
        return CompletableFuture.allOf(content, first, second).thenCompose(unused -> content.join()
                .map(found -> bounded(checks.authors().ask(new Evidence(client, reversePath, header, second.join(), found, now)), NO_ANSWER))
                .orElseGet(() -> CompletableFuture.completedFuture(NO_ANSWER))         // what is not known may have passed: no policy applies
                .thenApply(wish -> checked(first.join(), second.join(), content.join().orElse(ContentFindings.NONE), wish)));
    }

    private <T> CompletableFuture<T> bounded(CompletionStage<T> answer, T otherwise) {
        return answer.toCompletableFuture().copy().completeOnTimeout(otherwise, checks.timeout().toMillis(), TimeUnit.MILLISECONDS).exceptionally(failure -> {
            LOG.warn("a check failed: {}", failure.toString());
            return otherwise;
        });
    }

    private static CompletableFuture<Optional<SpfVerdict>> optional(Optional<CompletableFuture<SpfVerdict>> verdict) {
        return verdict.map(each -> each.thenApply(Optional::of)).orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    private CheckedMessage checked(Optional<SpfVerdict> heloVerdict, Optional<SpfVerdict> mailFromVerdict, ContentFindings content, AuthorPolicy.Wish wish) {
        List<MethodResult> results = new ArrayList<>();
        mailFromVerdict.ifPresent(verdict -> results.add(shown(verdict, helo.isEmpty() ? "helo" : "mailfrom")));
        heloVerdict.ifPresent(verdict -> results.add(shown(verdict, "helo")));
        content.signatures().forEach(signature -> results.add(signature.shown()));
        content.chain().ifPresent(chain -> results.add(chain.shown()));
        results.addAll(wish.results());
        StringBuilder fields = new StringBuilder(new AuthenticationResults(checks.authservId(), results).field());
        mailFromVerdict.ifPresent(verdict -> fields.append(ReceivedSpf.field(verdict)));
        heloVerdict.ifPresent(verdict -> fields.append(ReceivedSpf.field(verdict)));
        Verdict spf = mailFromVerdict.map(checks.spfPolicy()::judge).orElseGet(Verdict.Pass::new);
        return new CheckedMessage(results, fields.toString(), tags(spf, wish), refusal(spf, wish), wish.disposition() == AuthorPolicy.Disposition.QUARANTINE,
                wish.record());
    }

    /** RFC 8601 section 2.7.2: without the local-part. */
    private static MethodResult shown(SpfVerdict verdict, String property) {
        MethodResult result = MethodResult.of("spf", verdict.result().word());
        MethodResult told = verdict.problem().isEmpty() ? result : result.because(printable(verdict.problem()));
        return told.with("smtp", property, printable(verdict.question().domain()));
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }

    private static List<Verdict.Tag> tags(Verdict spf, AuthorPolicy.Wish wish) {
        List<Verdict.Tag> tags = new ArrayList<>();
        if (spf instanceof Verdict.Tag tag) {
            tags.add(tag);
        }
        if (wish.disposition() == AuthorPolicy.Disposition.QUARANTINE) {
            tags.add(new Verdict.Tag(QUARANTINE, "the domain " + wish.domain() + " wants messages that it does not vouch for kept apart"));
        }
        return tags;
    }

    /** What the operator wants goes first: it is said at what the client can be blamed for. */
    private static Optional<Verdict.Refuse> refusal(Verdict spf, AuthorPolicy.Wish wish) {
        if (spf instanceof Verdict.Refuse refuse) {
            return Optional.of(refuse);
        }
        String text = wish.fault().map(fault -> "The message is not acceptable: " + fault)
                .orElseGet(() -> "The domain " + wish.domain() + " of the From field does not vouch for this message, and its DMARC policy rejects it");
        return wish.disposition() != AuthorPolicy.Disposition.REJECT ? Optional.empty()
                : Optional.of(new Verdict.Refuse(REJECT, Reply.of(550, "5.7.1", printable(text)), false));
    }
}
