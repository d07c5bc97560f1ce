package org.sterna.protocols.dmarc;

import java.util.List;
import java.util.Optional;

/**
 * The policy that a domain publishes (RFC 7489 section 6.3).
 *
 * @param policy          for the domain itself
 * @param subdomainPolicy for its subdomains, if it differs
 * @param percent         0 to 100: how much of the failing mail the policy is for
 * @param failureOptions  when failure reports are wanted: {@code 0}, {@code 1}, {@code d} and {@code s}, divided by colons
 * @param aggregate       where aggregate reports are wanted; empty when they are not
 * @param failure         where failure reports are wanted
 */
public record DmarcRecord(DmarcPolicy policy, Optional<DmarcPolicy> subdomainPolicy, AlignmentMode dkimMode, AlignmentMode spfMode, int percent,
        String failureOptions, List<ReportUri> aggregate, List<ReportUri> failure) {
    private static final int ALL = 100;

    public DmarcRecord {
        aggregate = List.copyOf(aggregate);
        failure = List.copyOf(failure);
        if (percent < 0 || percent > ALL) {
            throw new IllegalArgumentException("percent: " + percent);
        }
    }

    /**
     * Reads a record.
     *
     * <p>Its policy must be there and be one of the three, and so must that for subdomains if it is there. If they are not, the record still says
     * where reports are wanted, and is read as {@code p=none}; without such an address it is malformed (RFC 7489 section 6.6.3 step 6). Any other
     * tag that cannot be read has its default, and unknown ones are passed over (RFC 7489 section 6.3).
     *
     * @param text that starts with {@code v=DMARC1}
     * @return empty when it is malformed
     */
    static Optional<DmarcRecord> parse(String text) {
        if (!TagList.isDmarc(text)) {
            return Optional.empty();
        }
        TagList tags = TagList.read(text);
        Optional<DmarcPolicy> policy = tags.get("p").flatMap(DmarcPolicy::parse);
        Optional<DmarcPolicy> subdomains = tags.get("sp").flatMap(DmarcPolicy::parse);
        if (policy.isPresent() && subdomains.isPresent() == tags.get("sp").isPresent()) {
            return Optional.of(read(tags, policy.get(), subdomains));
        }
        DmarcRecord monitored = read(tags, DmarcPolicy.NONE, Optional.empty());
        return monitored.aggregate().isEmpty() ? Optional.empty() : Optional.of(monitored);
    }

    private static DmarcRecord read(TagList tags, DmarcPolicy policy, Optional<DmarcPolicy> subdomains) {
        return new DmarcRecord(policy, subdomains,
                tags.get("adkim").flatMap(AlignmentMode::parse).orElse(AlignmentMode.RELAXED),
                tags.get("aspf").flatMap(AlignmentMode::parse).orElse(AlignmentMode.RELAXED),
                tags.get("pct").filter(pct -> pct.matches("\\d{1,3}")).map(Integer::valueOf).filter(pct -> pct <= ALL).orElse(ALL),
                tags.get("fo").map(fo -> fo.replaceAll("\\s", "")).filter(fo -> fo.matches("(?i)[01ds](:[01ds]){0,9}")).orElse("0"),
                tags.get("rua").map(ReportUri::parseList).orElse(List.of()),
                tags.get("ruf").map(ReportUri::parseList).orElse(List.of()));
    }

    /** What is asked for mail of the record's own domain, or of one below it. */
    public DmarcPolicy requested(boolean subdomain) {
        return subdomain ? subdomainPolicy.orElse(policy) : policy;
    }
}
