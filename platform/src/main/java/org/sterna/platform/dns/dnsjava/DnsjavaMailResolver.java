package org.sterna.platform.dns.dnsjava;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.sterna.platform.dns.HostProof;
import org.sterna.platform.dns.MailHost;
import org.sterna.platform.dns.MailHosts;
import org.sterna.platform.dns.MailResolver;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.dns.DnsLookup.Answer;
import org.sterna.protocols.dns.DnsLookup.RecordType;
import org.sterna.protocols.dns.DnsRecord;
import org.sterna.protocols.dns.DnsRecord.MailExchange;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.hosts.HostsFileParser;

/** A {@link MailResolver} over a {@link DnsLookup} and the machine's hosts file. Usable from any thread. */
public final class DnsjavaMailResolver implements MailResolver {

    /** More hosts of a domain are not looked at: a bound on what one domain can make us ask. */
    private static final int MAX_HOSTS = 20;

    private final DnsLookup dns;
    private final RandomGenerator random;
    private final HostsFileParser hostsFile = new HostsFileParser();

    /** @param random orders hosts of equal preference; used under a lock */
    public DnsjavaMailResolver(DnsLookup dns, RandomGenerator random) {
        this.dns = dns;
        this.random = random;
    }

    @Override
    public CompletionStage<MailHosts> mailHosts(String domain) {
        if (AddressLiteral.isBracketed(domain)) {
            return CompletableFuture.completedFuture(literal(domain));
        }
        String name = plain(domain);
        return dns.lookup(name, RecordType.MX).thenCompose(answer -> {
            if (answer instanceof Answer.Found found) {
                return explicit(name, found);
            }
            if (answer instanceof Answer.NoData none) {
                return addressesOnly(name, none.secure());                     // the implicit MX of RFC 5321 section 5.1
            }
            return CompletableFuture.completedFuture(toHosts(name, List.of(), List.of(answer)));
        });
    }

    @Override
    public CompletionStage<MailHosts> hostAddresses(String host) {
        Optional<InetAddress> address = AddressLiteral.parse(host);
        if (address.isPresent() || AddressLiteral.isBracketed(host)) {
            return CompletableFuture.completedFuture(literal(host));
        }
        String name = plain(host);
        List<InetAddress> local = Stream.of(Type.AAAA, Type.A).flatMap(type -> inHostsFile(name, type).stream()).toList();
        return local.isEmpty() ? addressesOnly(name, true)
                : CompletableFuture.completedFuture(new MailHosts.Hosts(List.of(new MailHost(0, name, local))));
    }

    private Optional<InetAddress> inHostsFile(String host, int type) {
        try {
            return hostsFile.getAddressForHost(Name.fromString(host, Name.root), type);
        } catch (TextParseException e) {
            return Optional.empty();
        } catch (IOException e) {                                // without the file it is asked for everywhere else
            return Optional.empty();
        }
    }

    private static MailHosts literal(String text) {
        return AddressLiteral.parse(text)
                .<MailHosts>map(address -> new MailHosts.Hosts(List.of(new MailHost(0, text, List.of(address)))))
                .orElseGet(() -> new MailHosts.NoMailHost(text + " is not an address"));
    }

    private static String plain(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private CompletionStage<MailHosts> addressesOnly(String name, boolean named) {
        return addresses(name).thenApply(found -> {
            List<MailHost> hosts = found.addresses().isEmpty() ? List.of()
                    : List.of(new MailHost(0, name, found.addresses(), new HostProof(named, found.bases(),
                            found.bases().isEmpty() ? List.of() : List.of(name.toLowerCase(Locale.ROOT)))));
            return toHosts(name, hosts, found.denials());
        });
    }

    private CompletionStage<MailHosts> explicit(String domain, Answer.Found exchanges) {
        List<MailExchange> real = exchanges.records().stream().map(MailExchange.class::cast).filter(record -> !record.host().isEmpty()).toList();
        if (real.isEmpty()) {
            return CompletableFuture.completedFuture(new MailHosts.NullMx());       // RFC 7505 section 3
        }
        Set<String> names = exchanges.secure() ? new LinkedHashSet<>(List.of(domain.toLowerCase(Locale.ROOT))) : new LinkedHashSet<>();
        if (exchanges.secure()) {
            names.add(exchanges.canonical());
        }
        List<MailExchange> ordered = ordered(real);
        List<CompletableFuture<Addresses>> lookups = ordered.stream().map(record -> addresses(record.host()).toCompletableFuture()).toList();
        return CompletableFuture.allOf(lookups.toArray(CompletableFuture<?>[]::new)).thenApply(all -> {
            List<MailHost> hosts = new ArrayList<>();
            List<Answer> denials = new ArrayList<>();
            for (int index = 0; index < ordered.size(); index++) {
                Addresses found = lookups.get(index).join();
                MailExchange record = ordered.get(index);
                if (found.addresses().isEmpty()) {
                    // A host that does not exist says nothing of the domain, which does.
                    found.denials().stream().map(denial -> denial instanceof Answer.NoName none ? new Answer.NoData(none.secure()) : denial)
                            .forEach(denials::add);
                } else {
                    hosts.add(new MailHost(record.preference(), record.host(), found.addresses(), new HostProof(exchanges.secure(), found.bases(), List.copyOf(names))));
                }
            }
            return toHosts(domain, hosts, denials);
        });
    }

    /** By preference; equals in random order, to spread the load (RFC 5321 section 5.1). */
    private List<MailExchange> ordered(List<MailExchange> records) {
        List<MailExchange> shuffled = new ArrayList<>(records);
        synchronized (random) {
            for (int last = shuffled.size() - 1; last > 0; last--) {
                int other = random.nextInt(last + 1);
                shuffled.set(last, shuffled.set(other, shuffled.get(last)));
            }
        }
        return shuffled.stream().sorted(Comparator.comparingInt(MailExchange::preference)).limit(MAX_HOSTS).toList();
    }

    /** Found addresses, for each kind that has none the reason, and {@link HostProof#bases}. */
    private record Addresses(List<InetAddress> addresses, List<Answer> denials, List<String> bases) { }

    private CompletionStage<Addresses> addresses(String host) {
        return dns.lookup(host, RecordType.AAAA).thenCombine(dns.lookup(host, RecordType.A), (six, four) -> List.of(six, four)).thenCompose(both -> {
            List<Answer.Found> found = both.stream().filter(Answer.Found.class::isInstance).map(Answer.Found.class::cast).toList();
            List<Answer> denials = both.stream().filter(answer -> !(answer instanceof Answer.Found)).toList();
            List<InetAddress> addresses = found.stream().flatMap(answer -> answer.records().stream()).map(DnsRecord.Address.class::cast)
                    .map(DnsRecord.Address::address).toList();
            String name = host.toLowerCase(Locale.ROOT);
            boolean alias = found.stream().anyMatch(answer -> !answer.canonical().equals(name));
            if (found.isEmpty() || found.stream().allMatch(Answer.Found::secure)) {
                List<String> bases = Stream.concat(found.stream().map(Answer.Found::canonical), found.isEmpty() ? Stream.empty() : Stream.of(name)).distinct().toList();
                return CompletableFuture.completedFuture(new Addresses(addresses, denials, bases));
            }
            return alias ? behindAlias(name, addresses, denials) : CompletableFuture.completedFuture(new Addresses(addresses, denials, List.of()));
        });
    }

    /** RFC 7672 section 2.2.2, "insecure CNAME": the alias itself may be signed, and then TLSA records may stand beside it. */
    private CompletionStage<Addresses> behindAlias(String name, List<InetAddress> addresses, List<Answer> denials) {
        return dns.lookup(name, RecordType.CNAME).thenApply(alias -> {
            if (alias instanceof Answer.Outage) {
                return new Addresses(List.of(), List.of(alias), List.of());                     // RFC 7672 section 2.1.2
            }
            return new Addresses(addresses, denials, alias instanceof Answer.Found found && found.secure() ? List.of(name) : List.of());
        });
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
}
