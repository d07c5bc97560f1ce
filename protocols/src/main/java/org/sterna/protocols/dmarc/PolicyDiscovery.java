package org.sterna.protocols.dmarc;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.dns.DnsLookup.Answer;
import org.sterna.protocols.dns.DnsLookup.RecordType;
import org.sterna.protocols.dns.DnsRecord;

/** Finds the policy for an author's domain with one or two questions (RFC 7489 section 6.6.3). Safe for any number of threads. */
public final class PolicyDiscovery {
    private static final String PREFIX = "_dmarc.";
    /** Names of hosts, and underscores, which the DNS has as well. What stands for anything else is in no report. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9_.-]{1,255}");

    private final DnsLookup dns;
    private final PublicSuffixes suffixes;

    public PolicyDiscovery(DnsLookup dns, PublicSuffixes suffixes) {
        this.dns = dns;
        this.suffixes = suffixes;
    }

    /**
     * Asks at the domain itself and, if nothing is there, at its organizational domain.
     *
     * @param authorDomain of the From field; in any case, A-labels or U-labels
     * @return never fails
     */
    public CompletionStage<Discovered> discover(String authorDomain) {
        String domain = PublicSuffixes.ascii(authorDomain);
        if (!NAME.matcher(domain).matches()) {
            return CompletableFuture.completedStage(new Discovered.NoPolicy("no domain name"));
        }
        Optional<String> organization = suffixes.organizationalDomain(domain).filter(name -> !name.equals(domain));
        return ask(domain).thenCompose(found -> {
            if (found.isEmpty() && organization.isPresent()) {
                return ask(organization.get()).thenApply(PolicyDiscovery::orNothing);
            }
            return CompletableFuture.completedStage(orNothing(found));
        });
    }

    private static Discovered orNothing(Optional<Discovered> found) {
        return found.orElseGet(() -> new Discovered.NoPolicy("no policy"));
    }

    /** Empty when there is no record of DMARC. */
    private CompletionStage<Optional<Discovered>> ask(String domain) {
        return dns.lookup(PREFIX + domain, RecordType.TXT).thenApply(answer -> {
            if (answer instanceof Answer.Outage outage) {
                return Optional.of(new Discovered.Outage(outage.text()));
            }
            return answer instanceof Answer.Found found ? read(domain, found.records()) : Optional.empty();
        });
    }

    private static Optional<Discovered> read(String domain, List<DnsRecord> records) {
        List<String> texts = records.stream().filter(DnsRecord.Text.class::isInstance).map(record -> ((DnsRecord.Text) record).text())
                .filter(TagList::isDmarc).toList();
        if (texts.isEmpty()) {
            return Optional.empty();
        }
        if (texts.size() > 1) {
            return Optional.of(new Discovered.NoPolicy("several policies at " + domain));
        }
        return Optional.of(DmarcRecord.parse(texts.get(0)).<Discovered>map(record -> new Discovered.Policy(new PublishedPolicy(domain, record)))
                .orElseGet(() -> new Discovered.Malformed(domain)));
    }
}
