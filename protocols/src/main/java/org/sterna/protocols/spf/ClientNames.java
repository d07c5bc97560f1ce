package org.sterna.protocols.spf;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.dns.DnsLookup.Answer;
import org.sterna.protocols.dns.DnsLookup.RecordType;
import org.sterna.protocols.dns.DnsRecord;

/** The client's names that lead back to its address, asked for once if at all. RFC 7208 section 5.5. */
final class ClientNames {
    private static final String UNKNOWN = "unknown";

    private final DnsLookup dns;
    private final InetAddress client;
    private Optional<CompletionStage<List<String>>> names = Optional.empty();
    private boolean isVoid;

    ClientNames(DnsLookup dns, InetAddress client) {
        this.dns = dns;
        this.client = client;
    }

    boolean asked() {
        return names.isPresent();
    }

    /** Whether the address has no name at all; to be asked when {@link #validated} has completed. */
    boolean isVoid() {
        return isVoid;
    }

    /** Those among the first {@value Evaluation#MAX_HOSTS}; none if the DNS does not answer. */
    CompletionStage<List<String>> validated() {
        if (names.isEmpty()) {
            names = Optional.of(dns.lookup(Addresses.reverseName(client), RecordType.PTR).thenCompose(answer -> {
                isVoid = answer instanceof Answer.NoData || answer instanceof Answer.NoName;
                return answer instanceof Answer.Found found ? validated(found.records().stream().limit(Evaluation.MAX_HOSTS)
                        .map(each -> ((DnsRecord.Pointer) each).name()).toList(), 0, List.of()) : CompletableFuture.completedFuture(List.of());
            }));
        }
        return names.get();
    }

    private CompletionStage<List<String>> validated(List<String> candidates, int at, List<String> before) {
        if (at == candidates.size()) {
            return CompletableFuture.completedFuture(before);
        }
        String name = candidates.get(at);
        if (!Names.isName(name)) {
            return validated(candidates, at + 1, before);
        }
        return dns.lookup(name, addressType(client)).thenCompose(answer -> {
            boolean leadsBack = answer instanceof Answer.Found found
                    && found.records().stream().anyMatch(each -> ((DnsRecord.Address) each).address().equals(client));
            List<String> after = new ArrayList<>(before);
            if (leadsBack) {
                after.add(name);
            }
            return validated(candidates, at + 1, after);
        });
    }

    /** The value of the macro {@code p} (RFC 7208 section 7.3): the domain itself, or a name below it, or any. */
    CompletionStage<String> best(String domain) {
        return validated().thenApply(found -> found.stream().filter(each -> each.equalsIgnoreCase(domain)).findFirst()
                .or(() -> found.stream().filter(each -> Names.isWithin(each, domain)).findFirst())
                .or(() -> found.stream().findFirst()).orElse(UNKNOWN));
    }

    /** RFC 7208 section 5. */
    static RecordType addressType(InetAddress client) {
        return client instanceof Inet4Address ? RecordType.A : RecordType.AAAA;
    }
}
