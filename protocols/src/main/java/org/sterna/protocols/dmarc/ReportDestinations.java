package org.sterna.protocols.dmarc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.dns.DnsLookup.Answer;
import org.sterna.protocols.dns.DnsLookup.RecordType;
import org.sterna.protocols.dns.DnsRecord;

/**
 * Where reports about a domain may be sent: to addresses of the same organization, and to others who say in the DNS that they want them
 * (RFC 7489 section 7.1). Only addresses of mail are supported.
 */
public final class ReportDestinations {
    private static final Verified NONE = new Verified(List.of(), false);

    private final DnsLookup dns;
    private final PublicSuffixes suffixes;

    public ReportDestinations(DnsLookup dns, PublicSuffixes suffixes) {
        this.dns = dns;
        this.suffixes = suffixes;
    }

    /**
     * What came of it.
     *
     * @param allowed   in the order that the domain gives
     * @param undecided whether the DNS did not answer about one: it may be allowed later
     */
    public record Verified(List<ReportUri> allowed, boolean undecided) {
        public Verified {
            allowed = List.copyOf(allowed);
        }

        private Verified with(Verified other) {
            List<ReportUri> all = new ArrayList<>(allowed);
            all.addAll(other.allowed);
            return new Verified(all, undecided || other.undecided);
        }
    }

    /** Those for aggregate reports; never fails. At most as many questions as addresses, of which a record has at most {@value ReportUri#MAX_URIS}. */
    public CompletionStage<Verified> aggregate(PublishedPolicy published) {
        return verify(published.domain(), "rua", published.record().aggregate());
    }

    /** The same for failure reports. */
    public CompletionStage<Verified> failure(PublishedPolicy published) {
        return verify(published.domain(), "ruf", published.record().failure());
    }

    private CompletionStage<Verified> verify(String domain, String tag, List<ReportUri> uris) {
        CompletionStage<Verified> all = CompletableFuture.completedStage(NONE);
        for (ReportUri uri : uris) {
            all = all.thenCombine(verify(domain, tag, uri), Verified::with);
        }
        return all;
    }

    private CompletionStage<Verified> verify(String domain, String tag, ReportUri uri) {
        Optional<String> host = host(uri);
        if (host.isEmpty()) {
            return CompletableFuture.completedStage(NONE);
        }
        if (organization(domain).equals(organization(host.get()))) {
            return CompletableFuture.completedStage(new Verified(List.of(uri), false));
        }
        return dns.lookup(domain + "._report._dmarc." + host.get(), RecordType.TXT).thenApply(answer -> confirmed(answer, tag, uri, host.get()));
    }

    private static Optional<String> host(ReportUri uri) {
        return uri.mailAddress().map(Address::domain).map(domain -> PublicSuffixes.ascii(domain.text()));
    }

    /** What has no organizational domain stands for itself. */
    private String organization(String domain) {
        return suffixes.organizationalDomain(domain).orElse(domain);
    }

    private static Verified confirmed(Answer answer, String tag, ReportUri uri, String host) {
        if (answer instanceof Answer.Found found) {
            List<TagList> records = found.records().stream().filter(DnsRecord.Text.class::isInstance).map(record -> ((DnsRecord.Text) record).text())
                    .filter(TagList::isDmarc).map(TagList::read).toList();
            Optional<String> override = records.stream().map(record -> record.get(tag)).flatMap(Optional::stream).findFirst();
            return records.isEmpty() ? NONE : override.map(list -> overridden(list, host)).orElseGet(() -> new Verified(List.of(uri), false));
        }
        return answer instanceof Answer.Outage ? new Verified(List.of(), true) : NONE;
    }

    /** Other addresses at the same host instead; one elsewhere, and there is none (RFC 7489 section 7.1). */
    private static Verified overridden(String list, String host) {
        List<ReportUri> uris = ReportUri.parseList(list);
        return uris.stream().allMatch(uri -> host(uri).equals(Optional.of(host))) ? new Verified(uris, false) : NONE;
    }
}
