package org.sterna.protocols.dmarc;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sterna.protocols.address.Address;

/**
 * Where reports are wanted (RFC 7489 section 6.2).
 *
 * @param uri       absolute; of any scheme
 * @param maxOctets the largest report that is wanted, as it is sent; empty when it does not matter
 */
public record ReportUri(String uri, OptionalLong maxOctets) {
    /** More are not read: nobody needs them, and every one is mail that we send. At least two must be (RFC 7489 section 6.2). */
    static final int MAX_URIS = 10;
    private static final String MAILTO = "mailto:";
    private static final Pattern WITH_SIZE = Pattern.compile("([^!]+)(?:!(\\d{1,18})([kmgt]?))?", Pattern.CASE_INSENSITIVE);

    /** Reads a list divided by commas; what is no URI of this form is left out. */
    static List<ReportUri> parseList(String text) {
        List<ReportUri> uris = new ArrayList<>();
        for (String part : text.split(",", MAX_URIS + 1)) {
            if (uris.size() < MAX_URIS) {
                parse(part.strip()).ifPresent(uris::add);
            }
        }
        return List.copyOf(uris);
    }

    private static Optional<ReportUri> parse(String text) {
        Matcher found = WITH_SIZE.matcher(text);
        if (!found.matches() || !isAbsolute(found.group(1))) {
            return Optional.empty();
        }
        return Optional.of(new ReportUri(found.group(1), size(found)));
    }

    private static boolean isAbsolute(String uri) {
        try {
            return new URI(uri).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static OptionalLong size(Matcher found) {
        if (found.group(2) == null) {
            return OptionalLong.empty();
        }
        int power = "kmgt".indexOf(found.group(3).toLowerCase(Locale.ROOT)) + 1;
        long units = Long.parseLong(found.group(2));
        long octets = found.group(3).isEmpty() ? units : units > Long.MAX_VALUE >> 10 * power ? Long.MAX_VALUE : units << 10 * power;
        return OptionalLong.of(octets);
    }

    /** Where mail is to be sent (RFC 6068 section 2): the first address, without header fields; empty for other schemes. */
    public Optional<Address> mailAddress() {
        if (!uri.regionMatches(true, 0, MAILTO, 0, MAILTO.length())) {
            return Optional.empty();
        }
        String address = uri.substring(MAILTO.length()).split("[?,]", 2)[0];
        // A plus sign means itself here, unlike in a form of the web.
        return Address.parse(URLDecoder.decode(address.replace("+", "%2B"), StandardCharsets.UTF_8));
    }
}
