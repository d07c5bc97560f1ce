package org.sterna.protocols.tlsrpt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.sterna.protocols.json.Json;

/** Writes reports (RFC 8460 section 4.4). */
public final class TlsReportWriter {
    private TlsReportWriter() { }

    /** As JSON, in ASCII. */
    public static String json(TlsReport report) {
        Map<String, Object> range = new LinkedHashMap<>();
        range.put("start-datetime", report.start().truncatedTo(ChronoUnit.SECONDS).toString());
        range.put("end-datetime", report.end().truncatedTo(ChronoUnit.SECONDS).toString());
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("organization-name", report.organization());
        out.put("date-range", range);
        out.put("contact-info", report.contact());
        out.put("report-id", report.id());
        out.put("policies", report.policies().stream().map(TlsReportWriter::results).toList());
        return Json.write(out);
    }

    /** The same, compressed (RFC 8460 section 5.2); the octets are the caller's. */
    public static byte[] gzip(TlsReport report) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(octets)) {
            out.write(json(report).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new AssertionError(e);                // to memory
        }
        return octets.toByteArray();
    }

    private static Map<String, Object> results(PolicyResults results) {
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("policy-type", results.type().word());
        if (!results.policy().isEmpty()) {
            policy.put("policy-string", results.policy());
        }
        policy.put("policy-domain", results.domain());
        if (!results.hosts().isEmpty()) {
            policy.put("mx-host", results.hosts());
        }
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("total-successful-session-count", results.successes());
        summary.put("total-failure-session-count", results.failures());
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("policy", policy);
        out.put("summary", summary);
        if (!results.details().isEmpty()) {
            out.put("failure-details", results.details().stream().map(TlsReportWriter::details).toList());
        }
        return out;
    }

    private static Map<String, Object> details(FailureDetails details) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("result-type", details.resultType());
        put(out, "sending-mta-ip", details.sendingIp());
        put(out, "receiving-mx-hostname", details.host());
        put(out, "receiving-mx-helo", details.helo());
        put(out, "receiving-ip", details.receivingIp());
        out.put("failed-session-count", details.sessions());
        put(out, "additional-information", details.information());
        put(out, "failure-reason-code", details.reason());
        return out;
    }

    private static void put(Map<String, Object> out, String name, Optional<String> value) {
        value.ifPresent(text -> out.put(name, text));
    }
}
