package org.sterna.platform.trust;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sterna.protocols.dmarc.ArcOverride;
import org.sterna.protocols.trust.AuthenticationResults;
import org.sterna.protocols.trust.MethodResult;

/**
 * Believes what forwarders of the operator's choice found out when a message came to them. RFC 8617 section 7.2.1.
 *
 * <p>The last seals must all be of such forwarders, as far back as one says that the message passed DMARC for its author's domain: whoever sealed in between could
 * have put another message under an old chain.
 */
final class TrustedSealers {
    private final Set<String> domains;

    TrustedSealers(List<String> domains) {
        this.domains = domains.stream().map(each -> each.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    Optional<ArcOverride> vouch(ContentFindings content, String authorDomain) {
        List<ContentFindings.Seal> seals = content.chain().map(ContentFindings.Chain::seals).orElse(List.of());
        for (int i = seals.size() - 1; i >= 0 && domains.contains(seals.get(i).domain()); i--) {
            Optional<AuthenticationResults> found = AuthenticationResults.parse(seals.get(i).results());
            if (found.isPresent() && found.get().results().stream().anyMatch(result -> isPass(result, authorDomain))) {
                return Optional.of(new ArcOverride(comment(seals, found.get(), seals.get(i).instance())));
            }
        }
        return Optional.empty();
    }

    private static boolean isPass(MethodResult result, String authorDomain) {
        return result.method().equals("dmarc") && result.result().equals("pass")
                && result.property("header", "from").filter(from -> from.substring(from.lastIndexOf('@') + 1).equalsIgnoreCase(authorDomain)).isPresent();
    }

    /** RFC 8617 section 7.2.2. */
    private static String comment(List<ContentFindings.Seal> seals, AuthenticationResults results, int instance) {
        String sealers = seals.stream().map(seal -> " as[" + seal.instance() + "].d=" + seal.domain() + " as[" + seal.instance() + "].s=" + seal.selector())
                .collect(Collectors.joining());
        return "arc=pass" + sealers + results.results().stream().flatMap(result -> result.property("smtp", "remote-ip").stream()).findFirst()
                .map(address -> " remote-ip[" + instance + "]=" + address).orElse("");
    }
}
