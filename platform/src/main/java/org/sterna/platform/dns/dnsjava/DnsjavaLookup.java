package org.sterna.platform.dns.dnsjava;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sterna.config.DnsSettings;
import org.sterna.config.DnssecMode;
import org.sterna.config.Network;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.dns.DnsRecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.ValidatingResolver;

/**
 * A {@link DnsLookup} over dnsjava. Usable from any thread; results arrive on threads of the common pool, so whatever follows them must not block.
 *
 * <p>Equal questions that are open at one time are asked once. Answers and denials are remembered for as long as they say, within the bounds of the settings;
 * outages are not. A message has 64 KB at most, and one with more aliases than {@value #MAX_ALIASES} in a row is an outage, as a loop of them is.
 */
public final class DnsjavaLookup implements DnsLookup {
    private static final int MAX_ALIASES = 8;
    /** A lookup with its aliases and signatures takes this many times as long as one question, at most. */
    private static final int QUESTIONS_IN_A_ROW = 4;
    private static final int RECORD_OCTETS = 100;               // what an entry takes beside its data
    private static final String ROOT_ANCHORS = "root-anchors.zone";

    private final Resolver resolver;
    private final DnssecMode dnssec;
    private final List<Network> trusted;
    private final Duration limit;
    private final Duration longest;
    private final Duration longestDenial;
    private final Map<Question, CompletableFuture<Answer>> open = new ConcurrentHashMap<>();
    private final Cache<Question, Known> known;

    private record Question(Name name, int type) { }

    private record Known(Answer answer, Duration good) {
        int octets() {
            return answer instanceof Answer.Found found ? found.records().stream().mapToInt(Known::octets).sum() : RECORD_OCTETS;
        }

        private static int octets(DnsRecord record) {
            return RECORD_OCTETS + (record instanceof DnsRecord.Text text ? text.text().length()
                    : record instanceof DnsRecord.Tlsa tlsa ? tlsa.data().length : 0);
        }
    }

    /** Where a chain of aliases has come to. */
    private record Chain(Name name, int aliases, boolean secure, Duration good) { }

    /** @throws IllegalArgumentException when a server's name is unknown or the trust anchors cannot be read */
    public DnsjavaLookup(DnsSettings settings) {
        this(settings, Ticker.systemTicker());
    }

    DnsjavaLookup(DnsSettings settings, Ticker ticker) {
        Upstream upstream = new Upstream(NameServers.resolver(settings.servers(), settings.timeout()), settings.maxQuestions());
        this.resolver = settings.dnssec() == DnssecMode.VALIDATE ? validating(upstream, settings.anchors()) : upstream;
        this.dnssec = settings.dnssec();
        this.trusted = settings.trusted();
        this.limit = settings.timeout().multipliedBy(QUESTIONS_IN_A_ROW);
        this.longest = settings.longestCached();
        this.longestDenial = settings.longestCachedDenial();
        this.known = Caffeine.newBuilder().maximumWeight(settings.cache()).<Question, Known>weigher((question, answer) -> answer.octets())
                .expireAfter(Expiry.<Question, Known>creating((question, answer) -> answer.good())).ticker(ticker).build();
    }

    private static Resolver validating(Resolver upstream, Optional<Path> anchors) {
        ValidatingResolver validating = new ValidatingResolver(upstream);
        try (InputStream in = anchors.isPresent() ? Files.newInputStream(anchors.get()) : DnsjavaLookup.class.getResourceAsStream(ROOT_ANCHORS)) {
            validating.loadTrustAnchors(in);
        } catch (IOException e) {
            throw new IllegalArgumentException("sterna.dns.trust-anchors: " + anchors.map(Path::toString).orElse(ROOT_ANCHORS) + " cannot be read: " + e.getMessage(), e);
        }
        if (validating.getTrustAnchors().items().isEmpty()) {
            throw new IllegalArgumentException("sterna.dns.trust-anchors: " + anchors.map(Path::toString).orElse(ROOT_ANCHORS) + " holds no DS or DNSKEY record");
        }
        return validating;
    }

    @Override
    public CompletionStage<Answer> lookup(String name, RecordType type) {
        try {
            return ask(new Question(Name.fromString(name, Name.root), Type.value(type.name())));
        } catch (TextParseException e) {
            return CompletableFuture.completedFuture(new Answer.NoName(false));
        }
    }

    private CompletionStage<Answer> ask(Question question) {
        Known before = known.getIfPresent(question);
        if (before != null) {
            return CompletableFuture.completedFuture(before.answer());
        }
        CompletableFuture<Answer> mine = new CompletableFuture<>();
        CompletableFuture<Answer> others = open.putIfAbsent(question, mine);
        if (others != null) {
            return others.copy();
        }
        begin(question).orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).whenComplete((found, failure) -> {
            if (failure == null && found.good().toSeconds() > 0) {
                known.put(question, found);
            }
            open.remove(question, mine);
            mine.complete(failure == null ? found.answer() : outage(question, failure));
        });
        return mine.copy();
    }

    private CompletableFuture<Known> begin(Question question) {
        try {
            return follow(new Chain(question.name(), 0, true, longest), question.type());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Known> follow(Chain chain, int type) {
        Message query = Message.newQuery(Record.newRecord(chain.name(), type, DClass.IN));
        if (dnssec == DnssecMode.TRUST_AD) {
            query.getHeader().setFlag(Flags.AD);                // RFC 6840 section 5.7: we want to be told
        }
        return resolver.sendAsync(query, ForkJoinPool.commonPool()).toCompletableFuture().thenCompose(message -> read(message, chain, type));
    }

    private CompletableFuture<Known> read(Message message, Chain chain, int type) {
        if (message.getRcode() != Rcode.NOERROR && message.getRcode() != Rcode.NXDOMAIN) {         // the validator's word for a forgery
            return CompletableFuture.failedFuture(new Upstream.Failure(Upstream.reason(message).map(Upstream::text).orElse("the signatures are wrong"), true));
        }
        Reading reading = Reading.of(message, chain.name(), type, MAX_ALIASES - chain.aliases());
        boolean secure = chain.secure() && isSecure(message);
        Duration good = shorter(chain.good(), Duration.ofSeconds(Math.min(reading.ttlSeconds(), longest.toSeconds())));
        if (!reading.records().isEmpty()) {
            return CompletableFuture.completedFuture(new Known(new Answer.Found(reading.records(), Reading.written(reading.name()), secure), good));
        }
        if (!reading.denied() && chain.aliases() + reading.aliases() < MAX_ALIASES) {
            return follow(new Chain(reading.name(), chain.aliases() + reading.aliases(), secure, good), type);
        }
        if (!reading.denied()) {
            return CompletableFuture.failedFuture(new Upstream.Failure("more than " + MAX_ALIASES + " aliases in a row", false));
        }
        return CompletableFuture.completedFuture(new Known(message.getRcode() == Rcode.NXDOMAIN ? new Answer.NoName(secure) : new Answer.NoData(secure),
                shorter(good, longestDenial)));
    }

    private boolean isSecure(Message message) {
        return switch (dnssec) {
            case VALIDATE -> message.getHeader().getFlag(Flags.AD);
            case TRUST_AD -> message.getHeader().getFlag(Flags.AD) && message.getResolver().filter(this::isTrusted).isPresent();
            case OFF -> false;
        };
    }

    private boolean isTrusted(Resolver asked) {
        return asked instanceof SimpleResolver server && trusted.stream().anyMatch(network -> network.contains(server.getAddress().getAddress()));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private Answer.Outage outage(Question question, Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String detail = cause instanceof TimeoutException ? "no answer within " + limit.toMillis() + " ms"
                : Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
        return new Answer.Outage("DNS lookup of " + question.name().toString(true) + " " + Type.string(question.type()) + " failed: " + detail,
                cause instanceof Upstream.Failure upstream && upstream.isBogus());
    }
}
