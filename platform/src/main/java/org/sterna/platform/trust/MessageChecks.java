package org.sterna.platform.trust;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.sterna.config.Network;
import org.sterna.config.TrustSettings;
import org.sterna.protocols.address.NullReversePath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.dkim.DkimPolicy;
import org.sterna.protocols.dmarc.DmarcCheck;
import org.sterna.protocols.dmarc.PublicSuffixes;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.spf.SpfCheck;
import org.sterna.protocols.spf.SpfClient;
import org.sterna.protocols.spf.SpfQuestion;
import org.sterna.protocols.spf.SpfVerdict;

/** The checks of one node. May be used from any thread; nothing blocks. */
public final class MessageChecks {
    private final TrustSettings settings;
    private final String hostName;
    private final Predicate<InetAddress> exempt;
    private final SpfCheck spf;
    private final SpfPolicy spfPolicy;
    private final ContentVerifier.Factory verifiers;
    private final AuthorPolicy authors;
    private final Clock clock;

    /**
     * @param hostName  ours
     * @param verifiers of content
     * @param authors   asked at the end
     */
    public MessageChecks(TrustSettings settings, String hostName, DnsLookup dns, ContentVerifier.Factory verifiers, AuthorPolicy authors, Clock clock) {
        this.settings = settings;
        this.hostName = hostName;
        exempt = Network.any(settings.exemptNetworks());
        spf = new SpfCheck(dns);
        spfPolicy = new SpfPolicy(settings.spf());
        this.verifiers = verifiers;
        this.authors = authors;
        this.clock = clock;
    }

    /**
     * Those that the settings ask for.
     *
     * @param collector is told what DMARC came to
     */
    public static MessageChecks of(TrustSettings settings, String hostName, DnsLookup dns, DmarcCollector collector, Clock clock, RandomGenerator random) {
        return new MessageChecks(settings, hostName, dns, settings.signatures() ? () -> new SignatureVerifier(dns, DkimPolicy.USUAL) : ContentVerifier.Factory.NONE,
                settings.dmarc() == TrustSettings.Dmarc.OFF ? AuthorPolicy.NONE
                        : new DmarcAuthors(settings, new DmarcCheck(dns, PublicSuffixes.bundled()), collector, random), clock);
    }

    /** Who says what is found out (RFC 8601 section 2.5). */
    public String authservId() {
        return settings.authservId().orElse(hostName);
    }

    /**
     * Begins with a message that has come as far as MAIL; SPF is asked for at once.
     *
     * @param helo what the client called itself
     * @return empty for a client whose mail is not checked
     */
    public Optional<MessageCheck> begin(InetAddress client, String helo, ReversePath reversePath) {
        if (exempt.test(client)) {
            return Optional.empty();
        }
        SpfClient asked = new SpfClient(client, helo, hostName, clock.instant());
        Optional<CompletableFuture<SpfVerdict>> mailFrom = ask(asked.askMailFrom(reversePath));
        // For the null reverse-path both are one question.
        return Optional.of(new MessageCheck(this, client, reversePath, reversePath instanceof NullReversePath ? Optional.empty() : ask(asked.askHelo()), mailFrom));
    }

    private Optional<CompletableFuture<SpfVerdict>> ask(SpfQuestion question) {
        if (!settings.spf().check()) {
            return Optional.empty();
        }
        return Optional.of(spf.check(question).toCompletableFuture().exceptionally(failure -> SpfVerdict.temperror(question, failure.toString()))
                .completeOnTimeout(SpfVerdict.temperror(question, "no answer in time"), timeout().toMillis(), TimeUnit.MILLISECONDS));
    }

    Duration timeout() {
        return settings.timeout();
    }

    SpfPolicy spfPolicy() {
        return spfPolicy;
    }

    ContentVerifier.Factory verifiers() {
        return verifiers;
    }

    AuthorPolicy authors() {
        return authors;
    }

    Clock clock() {
        return clock;
    }
}
