package org.sterna.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where forward-paths lead: {@code sterna.routing}, and two of {@code sterna.smtp}.
 *
 * @param separator           of local part and detail, in domains without one of their own; one character, or empty for none
 * @param maxAliasDepth       aliases behind one another
 * @param maxTargets          addresses that one alias may lead to in the end
 * @param addressCacheSize    addresses remembered
 * @param addressTtl          how long an address in use is remembered
 * @param unknownAddressTtl   how long an address that is not in use is remembered
 * @param verificationCacheSize recipients remembered that the next hop was asked about
 * @param verifiedTtl         how long it is remembered that the next hop knows a recipient
 * @param rejectedTtl         how long it is remembered that it does not
 * @param usageTtl            how long the use of a quota is remembered
 * @param postmaster          the address that gets the postmaster's mail if no nearer one is there
 * @param overQuota           what is said to mail for an account that has used up its quota
 */
public record RoutingSettings(String separator, int maxAliasDepth, int maxTargets, int addressCacheSize, Duration addressTtl,
                              Duration unknownAddressTtl, int verificationCacheSize, Duration verifiedTtl, Duration rejectedTtl,
                              Duration usageTtl, Optional<String> postmaster, OverQuota overQuota) {
    private static final Pattern SEPARATOR = Pattern.compile("[!#$%&'*+/=?^_`{|}~-]?");
    private static final Pattern ADDRESS = Pattern.compile("([^\\s@]+@[^\\s@]+)?");

    /** What is said to mail for an account that has used up its quota. */
    public enum OverQuota {
        /** {@code 452 4.2.2}: the sender tries again for some days. */
        DEFER,
        /** {@code 552 5.2.2}: the sender is told at once. */
        REJECT
    }

    static RoutingSettings read(SettingsReader settings) {
        String postmaster = settings.text("sterna.smtp.postmaster", "an address, or empty", text -> ADDRESS.matcher(text).matches());
        return new RoutingSettings(
                settings.text("sterna.routing.separator", "one of the characters !#$%&'*+-/=?^_`{|}~, or empty", text -> SEPARATOR.matcher(text).matches()),
                settings.number("sterna.routing.max-alias-depth", 1, 100),
                settings.number("sterna.routing.max-targets", 1, 100_000),
                settings.number("sterna.routing.address-cache-size", 0, 100_000_000),
                settings.duration("sterna.routing.address-ttl", "0 s", "1 h"),
                settings.duration("sterna.routing.unknown-address-ttl", "0 s", "1 h"),
                settings.number("sterna.routing.verification-cache-size", 0, 100_000_000),
                settings.duration("sterna.routing.verified-ttl", "0 s", "30 d"),
                settings.duration("sterna.routing.rejected-ttl", "0 s", "1 d"),
                settings.duration("sterna.routing.usage-ttl", "0 s", "10 m"),
                Optional.of(postmaster).filter(text -> !text.isEmpty()),
                settings.choice("sterna.smtp.over-quota", OverQuota.values()));
    }
}
