package org.sterna.protocols.tlsrpt;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sterna.protocols.address.Address;

/**
 * The TXT record at {@code _smtp._tls} (RFC 8460 section 3).
 *
 * @param destinations at least one, in the record's order
 */
public record TlsReportRecord(List<ReportDestination> destinations) {
    /** In front of the policy domain. */
    public static final String LABEL = "_smtp._tls.";
    private static final String VERSION = "v=TLSRPTv1";
    private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,31}=.*");
    /** More are not sent to: nobody is made to send a report to many. */
    private static final int MOST_DESTINATIONS = 5;

    public TlsReportRecord {
        destinations = List.copyOf(destinations);
    }

    /** The record among the texts that stand there; empty if there is none, several, or one that cannot be read, for then the domain asks for nothing. */
    public static Optional<TlsReportRecord> among(List<String> texts) {
        List<String> records = texts.stream().filter(TlsReportRecord::isRecord).toList();
        return records.size() == 1 ? parse(records.get(0)) : Optional.empty();
    }

    private static boolean isRecord(String text) {
        return text.startsWith(VERSION) && text.substring(VERSION.length()).stripLeading().startsWith(";");
    }

    private static Optional<TlsReportRecord> parse(String text) {
        List<ReportDestination> destinations = new ArrayList<>();
        String[] fields = text.substring(VERSION.length()).strip().substring(1).split(";", -1);
        for (int i = 0; i < fields.length; i++) {
            String field = fields[i].strip();
            if (field.isEmpty() && i == fields.length - 1) {
                break;
            }
            if (!FIELD.matcher(field).matches()) {
                return Optional.empty();
            }
            if (field.startsWith("rua=") && destinations.isEmpty()) {
                List.of(field.substring(4).split(",")).stream().limit(MOST_DESTINATIONS).forEach(uri -> destination(uri.strip()).ifPresent(destinations::add));
            }
        }
        return destinations.isEmpty() ? Optional.empty() : Optional.of(new TlsReportRecord(destinations));
    }

    /** One of another scheme is passed over, as is one that cannot be read: the others may be of use. */
    private static Optional<ReportDestination> destination(String text) {
        try {
            URI uri = new URI(text);
            if ("mailto".equalsIgnoreCase(uri.getScheme())) {
                String address = uri.getRawSchemeSpecificPart().split("\\?", 2)[0].replace("+", "%2B");
                return Address.parse(URLDecoder.decode(address, StandardCharsets.UTF_8)).map(ReportDestination.Mail::new);
            }
            return "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && uri.getRawUserInfo() == null
                    ? Optional.of(new ReportDestination.Https(uri)) : Optional.empty();
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
