package org.sterna.protocols.tlsrpt;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.sterna.protocols.json.Json;

/**
 * Reads reports of others (RFC 8460 section 4.4), compressed or not. What they leave out is taken for nothing, as far as it may be; a policy of an unknown type is
 * left out. Bounded: {@value #MOST_OCTETS} octets, {@value #MOST_ENTRIES} policies and details together, {@value #MOST_TEXT} characters of each text.
 */
public final class TlsReportReader {
    /** Receivers usually take ten megabytes (RFC 8460 section 5.2). */
    static final int MOST_OCTETS = 10 << 20;
    static final int MOST_ENTRIES = 10_000;
    static final int MOST_TEXT = 1_000;
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;
    private static final long MOST_SESSIONS = 1L << 53;                 // what every reader of JSON understands (RFC 7493 section 2.2)

    private int entries;

    private TlsReportReader() { }

    /** @throws UnreadableReportException if it is none, or too large */
    public static TlsReport read(byte[] octets) throws UnreadableReportException {
        boolean compressed = octets.length > 1 && (octets[0] & 0xff) == GZIP_FIRST && (octets[1] & 0xff) == GZIP_SECOND;
        byte[] plain = compressed ? expanded(octets) : octets;
        if (plain.length > MOST_OCTETS) {
            throw new UnreadableReportException("it has more than " + MOST_OCTETS + " octets");
        }
        Map<String, Object> json = Json.object(new String(plain, StandardCharsets.UTF_8).strip())
                .orElseThrow(() -> new UnreadableReportException("it is no JSON object"));
        return new TlsReportReader().report(json);
    }

    private static byte[] expanded(byte[] octets) throws UnreadableReportException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(octets))) {
            return in.readNBytes(MOST_OCTETS + 1);
        } catch (IOException e) {
            throw new UnreadableReportException("it is no gzip: " + e.getMessage());
        }
    }

    private TlsReport report(Map<String, Object> json) throws UnreadableReportException {
        Map<String, Object> range = object(json, "date-range");
        List<PolicyResults> policies = new ArrayList<>();
        for (Map<String, Object> entry : objects(json, "policies")) {
            results(entry).ifPresent(policies::add);
        }
        return new TlsReport(text(json, "organization-name").orElse(""), time(range, "start-datetime"), time(range, "end-datetime"),
                text(json, "contact-info").orElse(""), text(json, "report-id").orElseThrow(() -> missing("report-id")), policies);
    }

    private Optional<PolicyResults> results(Map<String, Object> entry) throws UnreadableReportException {
        Map<String, Object> policy = object(entry, "policy");
        Map<String, Object> summary = object(entry, "summary");
        Optional<PolicyType> type = text(policy, "policy-type").flatMap(PolicyType::of);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        List<FailureDetails> details = new ArrayList<>();
        for (Map<String, Object> each : objects(entry, "failure-details")) {
            details.add(details(each));
        }
        return Optional.of(new PolicyResults(type.get(), texts(policy, "policy-string"), text(policy, "policy-domain").orElse(""), texts(policy, "mx-host"),
                count(summary, "total-successful-session-count"), count(summary, "total-failure-session-count"), details));
    }

    private static FailureDetails details(Map<String, Object> json) throws UnreadableReportException {
        Optional<String> information = text(json, "additional-information");
        return new FailureDetails(text(json, "result-type").orElseThrow(() -> missing("result-type")), text(json, "sending-mta-ip"),
                text(json, "receiving-mx-hostname"), text(json, "receiving-mx-helo"), text(json, "receiving-ip"), count(json, "failed-session-count"),
                information.isPresent() ? information : text(json, "additional-info-uri"), text(json, "failure-reason-code"));
    }

    private static UnreadableReportException missing(String name) {
        return new UnreadableReportException("\"" + name + "\" is missing, or of the wrong kind");
    }

    private static Optional<String> text(Map<String, Object> json, String name) {
        return json.get(name) instanceof String text ? Optional.of(text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) : text) : Optional.empty();
    }

    /** Some write one text where a list of them belongs; the example in RFC 8460's appendix B does. */
    private List<String> texts(Map<String, Object> json, String name) throws UnreadableReportException {
        if (json.get(name) instanceof List<?> list) {
            count(list.size());
            return list.stream().filter(String.class::isInstance).map(String.class::cast).map(text -> text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) : text).toList();
        }
        return text(json, name).stream().toList();
    }

    @SuppressWarnings("unchecked")          // Json makes no other maps
    private static Map<String, Object> object(Map<String, Object> json, String name) throws UnreadableReportException {
        if (json.get(name) instanceof Map<?, ?> object) {
            return (Map<String, Object>) object;
        }
        throw missing(name);
    }

    @SuppressWarnings("unchecked")          // Json makes no other maps
    private List<Map<String, Object>> objects(Map<String, Object> json, String name) throws UnreadableReportException {
        if (!(json.get(name) instanceof List<?> list)) {
            return List.of();
        }
        count(list.size());
        List<Map<String, Object>> objects = new ArrayList<>();
        for (Object each : list) {
            if (!(each instanceof Map<?, ?> object)) {
                throw missing(name);
            }
            objects.add((Map<String, Object>) object);
        }
        return objects;
    }

    private void count(int more) throws UnreadableReportException {
        entries += more;
        if (entries > MOST_ENTRIES) {
            throw new UnreadableReportException("it has more than " + MOST_ENTRIES + " entries");
        }
    }

    private static long count(Map<String, Object> json, String name) throws UnreadableReportException {
        Object value = json.get(name);
        if (value == null) {
            return 0;
        }
        if (!(value instanceof BigDecimal number) || number.signum() < 0 || number.compareTo(BigDecimal.valueOf(MOST_SESSIONS)) > 0) {
            throw missing(name);
        }
        return number.longValue();
    }

    private static Instant time(Map<String, Object> json, String name) throws UnreadableReportException {
        try {
            return OffsetDateTime.parse(text(json, name).orElseThrow(() -> missing(name))).toInstant();
        } catch (DateTimeException e) {
            throw new UnreadableReportException("\"" + name + "\" is no time: " + e.getMessage());
        }
    }
}
