package org.sterna.protocols.dmarc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.address.DomainName;

/**
 * The names below which the public registers names, and so the organizational domain of a name (RFC 7489 section 3.2).
 *
 * <p>The rules are kept as they are written ({@code co.uk}, {@code *.ck}, {@code !www.ck}), with A-labels, in one set: a name with n labels is
 * looked up at most 3 n times. Names that a company lets others register ("private domains" of the list) count as well.
 */
public final class PublicSuffixes {
    private static final String RESOURCE = "public_suffix_list.dat";

    private final Set<String> rules;

    private PublicSuffixes(Set<String> rules) {
        this.rules = rules;
    }

    /** The list that comes with this program, read at the first call. */
    public static PublicSuffixes bundled() {
        return Bundled.LIST;
    }

    /**
     * Reads a list in the format of publicsuffix.org.
     *
     * @param lines with or without comments; what is no rule is left out
     */
    static PublicSuffixes read(Stream<String> lines) {
        return new PublicSuffixes(lines.filter(line -> !line.startsWith("//")).map(line -> line.trim().split("\\s", 2)[0])
                .flatMap(rule -> inAscii(rule).stream()).collect(Collectors.toUnmodifiableSet()));
    }

    int size() {
        return rules.size();
    }

    /**
     * The registered domain that a name belongs to.
     *
     * @param domain in any case, in A-labels or U-labels, with or without a last dot
     * @return in lower case with A-labels; empty when the name is itself a public suffix, or no name at all
     */
    public Optional<String> organizationalDomain(String domain) {
        String name = ascii(domain);
        if (name.isEmpty() || name.length() > DomainName.MAX_OCTETS || name.startsWith(".") || name.contains("..")) {
            return Optional.empty();
        }
        int suffix = suffixStart(name);
        return suffix == 0 ? Optional.empty() : Optional.of(name.substring(name.lastIndexOf('.', suffix - 2) + 1));
    }

    /** Where the public suffix starts: the longest rule, an exception before all others, and the last label if there is none. */
    private int suffixStart(String name) {
        for (int at = 0; at < name.length(); at = next(name, at)) {
            String rest = name.substring(at);
            if (rules.contains("!" + rest)) {
                return next(name, at);
            }
            if (rules.contains(rest) || rules.contains("*." + rest.substring(rest.indexOf('.') + 1)) && rest.indexOf('.') > 0) {
                return at;
            }
        }
        return name.lastIndexOf('.') + 1;
    }

    private static int next(String name, int at) {
        int dot = name.indexOf('.', at);
        return dot < 0 ? name.length() : dot + 1;
    }

    /** What is no domain name stays as it is: it matches no rule but the one for its last label. */
    static String ascii(String domain) {
        String name = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
        return DomainName.parse(name, AddressForm.UTF8).map(DomainName::text).orElseGet(() -> name.toLowerCase(Locale.ROOT));
    }

    private static Optional<String> inAscii(String rule) {
        String mark = rule.startsWith("!") ? "!" : rule.startsWith("*.") ? "*." : "";
        return DomainName.parse(rule.substring(mark.length()), AddressForm.UTF8).map(name -> mark + name.text());
    }

    private static final class Bundled {
        private static final PublicSuffixes LIST = load();

        private static PublicSuffixes load() {
            try (InputStream in = Objects.requireNonNull(PublicSuffixes.class.getResourceAsStream(RESOURCE), RESOURCE);
                    BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                return read(reader.lines());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
