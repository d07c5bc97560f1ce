package org.sterna.platform.dns.dnsjava;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.sterna.platform.dns.MailHost;
import org.sterna.platform.dns.MailHosts;
import org.sterna.platform.dns.MailResolver;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;

/**
 * A {@link MailResolver} over dnsjava. Answers and denials are cached for as long as they say, but not longer than five minutes, at most
 * 50,000 names. Usable from any thread; results arrive on dnsjava's I/O thread or the common pool, so whatever follows them must not block.
 */
public final class DnsjavaMailResolver implements MailResolver {

    /** More hosts of a domain are not looked at: a bound on what one domain can make us ask. */
    private static final int MAX_HOSTS = 20;
    /** RFC 5321 section 5.1 wants aliases followed; this many in a row. */
    private static final int MAX_ALIASES = 8;
    private static final int MAX_CACHED_NAMES = 50_000;
    /** However long an answer says that it is good: a domain that moves its mail is found again. */
    private static final int MAX_CACHED_SECONDS = 300;

    private final LookupSession dns;
    private final LookupSession hostsFileThenDns;
    private final Duration timeout;
    private final RandomGenerator random;

    /**
     * @param servers resolved or not; empty for the system's
     * @param timeout for one question, all attempts together; a domain takes two rounds of questions at most
     * @param random  orders hosts of equal preference; used under a lock
     */
    public DnsjavaMailResolver(List<InetSocketAddress> servers, Duration timeout, RandomGenerator random) {
        Resolver resolver = NameServers.resolver(servers, timeout);
        Cache cache = new Cache(DClass.IN);
        cache.setMaxEntries(MAX_CACHED_NAMES);
        cache.setMaxCache(MAX_CACHED_SECONDS);
        cache.setMaxNCache(MAX_CACHED_SECONDS);
        this.dns = LookupSession.builder().resolver(resolver).cache(cache).maxRedirects(MAX_ALIASES).build();
        this.hostsFileThenDns = LookupSession.builder()
                .resolver(resolver).cache(cache).maxRedirects(MAX_ALIASES).defaultHostsFileParser().build();
        this.timeout = timeout;
        this.random = random;
    }

    @Override
    public CompletionStage<MailHosts> mailHosts(String domain) {
        if (AddressLiteral.isBracketed(domain)) {
            return CompletableFuture.completedFuture(literal(domain));
        }
        Optional<Name> name = absolute(domain);
        if (name.isEmpty()) {
            return CompletableFuture.completedFuture(new MailHosts.NoSuchDomain());
        }
        return ask(dns, name.get(), Type.MX).thenCompose(answer -> {
            if (answer instanceof Answer.Found found) {
                return explicit(domain, found.records().stream().map(MXRecord.class::cast).toList());
            }
            if (answer instanceof Answer.NoData) {
                return addressesOnly(dns, domain, name.get());                 // the implicit MX of RFC 5321 section 5.1
            }
            return CompletableFuture.completedFuture(toHosts(domain, List.of(), List.of(answer)));
        });
    }

    @Override
    public CompletionStage<MailHosts> hostAddresses(String host) {
        Optional<InetAddress> address = AddressLiteral.parse(host);
        if (address.isPresent() || AddressLiteral.isBracketed(host)) {
            return CompletableFuture.completedFuture(literal(host));
        }
        return absolute(host)
                .map(name -> addressesOnly(hostsFileThenDns, host, name))
                .orElseGet(() -> CompletableFuture.completedFuture(new MailHosts.NoSuchDomain()));
    }

    private static MailHosts literal(String text) {
        return AddressLiteral.parse(text)
                .<MailHosts>map(address -> new MailHosts.Hosts(List.of(new MailHost(0, text, List.of(address)))))
                .orElseGet(() -> new MailHosts.NoMailHost(text + " is not an address"));
    }

    private static Optional<Name> absolute(String domain) {
        try {
            return domain.isEmpty() ? Optional.empty() : Optional.of(Name.fromString(domain, Name.root));
        } catch (TextParseException wrong) {
            return Optional.empty();
        }
    }

    private CompletionStage<MailHosts> addressesOnly(LookupSession session, String domain, Name name) {
        return addresses(session, name).thenApply(found -> {
            List<MailHost> hosts = found.addresses().isEmpty()
                    ? List.of()
                    : List.of(new MailHost(0, withoutDot(name), found.addresses()));
            return toHosts(domain, hosts, found.denials());
        });
    }

    private CompletionStage<MailHosts> explicit(String domain, List<MXRecord> records) {
        List<MXRecord> real = records.stream().filter(record -> !record.getTarget().equals(Name.root)).toList();
        if (real.isEmpty()) {
            return CompletableFuture.completedFuture(new MailHosts.NullMx());       // RFC 7505 section 3
        }
        List<MXRecord> ordered = ordered(real);
        List<CompletableFuture<Addresses>> lookups = ordered.stream()
                .map(record -> addresses(dns, record.getTarget()).toCompletableFuture()).toList();
        return CompletableFuture.allOf(lookups.toArray(CompletableFuture<?>[]::new)).thenApply(all -> {
            List<MailHost> hosts = new ArrayList<>();
            List<Answer> denials = new ArrayList<>();
            for (int index = 0; index < ordered.size(); index++) {
                Addresses found = lookups.get(index).join();
                MXRecord record = ordered.get(index);
                if (found.addresses().isEmpty()) {
                    // A host that does not exist says nothing of the domain, which does.
                    found.denials().stream().map(denial -> denial instanceof Answer.NoName ? new Answer.NoData() : denial)
                            .forEach(denials::add);
                } else {
                    hosts.add(new MailHost(record.getPriority(), withoutDot(record.getTarget()), found.addresses()));
                }
            }
            return toHosts(domain, hosts, denials);
        });
    }

    /** By preference; equals in random order, to spread the load (RFC 5321 section 5.1). */
    private List<MXRecord> ordered(List<MXRecord> records) {
        List<MXRecord> shuffled = new ArrayList<>(records);
        synchronized (random) {
            for (int last = shuffled.size() - 1; last > 0; last--) {
                int other = random.nextInt(last + 1);
                shuffled.set(last, shuffled.set(other, shuffled.get(last)));
            }
        }
        return shuffled.stream().sorted(Comparator.comparingInt(MXRecord::getPriority)).limit(MAX_HOSTS).toList();
    }

    /** Found addresses, and for each kind that has none the reason. */
    private record Addresses(List<InetAddress> addresses, List<Answer> denials) { }

    private CompletionStage<Addresses> addresses(LookupSession session, Name host) {
        return ask(session, host, Type.AAAA).thenCombine(ask(session, host, Type.A), (six, four) -> new Addresses(
                Stream.of(six, four).flatMap(DnsjavaMailResolver::addressesIn).toList(),
                Stream.of(six, four).filter(answer -> !(answer instanceof Answer.Found)).toList()));
    }

    private static Stream<InetAddress> addressesIn(Answer answer) {
        return answer instanceof Answer.Found found ? found.records().stream().flatMap(DnsjavaMailResolver::addressIn) : Stream.empty();
    }

    private static Stream<InetAddress> addressIn(Record record) {
        if (record instanceof ARecord four) {
            return Stream.of(four.getAddress());
        }
        return record instanceof AAAARecord six ? Stream.of(six.getAddress()) : Stream.empty();
    }

    private static MailHosts toHosts(String domain, List<MailHost> hosts, List<Answer> denials) {
        if (!hosts.isEmpty()) {
            return new MailHosts.Hosts(hosts);
        }
        for (Answer denial : denials) {
            if (denial instanceof Answer.Outage outage) {
                return new MailHosts.TemporaryFailure(outage.text());
            }
        }
        return denials.stream().anyMatch(Answer.NoName.class::isInstance)
                ? new MailHosts.NoSuchDomain()
                : new MailHosts.NoMailHost("no address found for a mail host of " + domain);
    }

    private static String withoutDot(Name name) {
        return name.toString(true);
    }

    private CompletionStage<Answer> ask(LookupSession session, Name name, int type) {
        return session.lookupAsync(name, type).toCompletableFuture()
                .orTimeout(timeout.toMillis() * 2, TimeUnit.MILLISECONDS)          // should the resolver's own bound fail
                .handle((result, failure) -> Answer.of(name, type, Optional.ofNullable(result), Optional.ofNullable(failure)));
    }
}
