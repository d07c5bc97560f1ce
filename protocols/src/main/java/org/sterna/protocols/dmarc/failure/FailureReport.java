package org.sterna.protocols.dmarc.failure;

import java.net.InetAddress;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sterna.protocols.address.AddressLiteral;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.dmarc.DmarcEvaluation;
import org.sterna.protocols.smtp.TraceFields;
import org.sterna.protocols.trust.AuthenticationResults;

/**
 * What is told of one message (RFC 6591 section 3, RFC 7489 section 7.3.1).
 *
 * @param header of the message, as {@link ToldFields} lets it go
 */
public record FailureReport(AuthFailure failure, DmarcEvaluation evaluation, Findings findings, Arrival arrival, String header) {
    private static final int MAX_VALUE = 255;
    /** A longer policy of SPF is not told. */
    private static final int MAX_SPF = 2048;
    private static final int MAX_SPF_TERM = 500;

    /**
     * What the checks say.
     *
     * @param results of the one method that the report is about (RFC 6591 section 3.1)
     * @param signer  whose signature did not hold, or did not count; empty if the message has none
     * @param spf     what the domain publishes; empty if that is nothing
     */
    public record Findings(AuthenticationResults results, Optional<Signer> signer, Optional<SpfPolicy> spf) { }

    /**
     * As the signature says, not checked any further.
     *
     * @param identity of {@code i=}, or the domain behind an at sign
     */
    public record Signer(String domain, String identity, String selector) { }

    /**
     * The TXT record that SPF began with; those that it includes are not told.
     *
     * @param domain in A-labels
     */
    public record SpfPolicy(String domain, String record) { }

    /** How the message came. */
    public record Arrival(InetAddress source, ReversePath reversePath, ZonedDateTime at, DeliveryResult result) { }

    /** The part for machines: fields, each with its CRLF (RFC 5965 section 3). Whatever the message says, there are no others. */
    String fields() {
        List<String> lines = new ArrayList<>(List.of("Feedback-Type: auth-failure", "Version: 1", "User-Agent: Sterna", "Auth-Failure: " + failure.text(),
                "Delivery-Result: " + arrival.result().text(), "Identity-Alignment: " + aligned(), "Reported-Domain: " + value(evaluation.authorDomain()),
                "Arrival-Date: " + TraceFields.dateTime(arrival.at()), "Source-IP: " + source()));
        String reversePath = "<" + arrival.reversePath() + ">";
        if (reversePath.equals(value(reversePath))) {                       // RFC 5965 section 3.2 knows no UTF-8
            lines.add("Original-Mail-From: " + reversePath);
        }
        findings.signer().ifPresent(signer -> lines.addAll(List.of("DKIM-Domain: " + value(signer.domain()), "DKIM-Identity: " + value(signer.identity()),
                "DKIM-Selector: " + value(signer.selector()))));
        findings.spf().filter(FailureReport::isShort).ifPresent(spf -> lines.add("SPF-DNS: txt : " + value(spf.domain()) + " :\r\n " + quoted(spf.record())));
        return String.join("\r\n", lines) + "\r\n" + findings.results().field();
    }

    private String aligned() {
        String dkim = evaluation.dkimAligned() ? "dkim" : "";
        String spf = evaluation.spfAligned() ? "spf" : "";
        return dkim.isEmpty() && spf.isEmpty() ? "none" : dkim + (dkim.isEmpty() || spf.isEmpty() ? "" : ", ") + spf;
    }

    /** RFC 5321 section 4.1.3, without the brackets. */
    private String source() {
        String literal = AddressLiteral.of(arrival.source()).text();
        return literal.substring(1, literal.length() - 1);
    }

    private static String value(String text) {
        String visible = text.replaceAll("[^!-~]", "?");
        return visible.length() <= MAX_VALUE ? visible : visible.substring(0, MAX_VALUE);
    }

    private static boolean isShort(SpfPolicy spf) {
        return spf.record().length() <= MAX_SPF && List.of(spf.record().split(" ")).stream().allMatch(term -> term.length() <= MAX_SPF_TERM);
    }

    /** A quoted-string (RFC 5322 section 3.2.4), folded between terms: unfolded it is the record again. */
    private static String quoted(String record) {
        StringBuilder out = new StringBuilder("\"");
        int line = 0;
        for (String term : record.replaceAll("[^ -~]", "?").replaceAll("([\\\\\"])", "\\\\$1").split("(?= )")) {
            out.append(line + term.length() > 72 && line > 0 ? "\r\n" : "").append(term);
            line = line + term.length() > 72 ? term.length() : line + term.length();
        }
        return out.append('"').toString();
    }
}
