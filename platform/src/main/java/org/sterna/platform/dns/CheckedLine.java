package org.sterna.platform.dns;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a record that is needed compares with what the DNS has.
 *
 * @param detail what the DNS has instead; empty if there is nothing to say
 */
public record CheckedLine(ZoneLine line, Status status, String detail) {
    /** In words for an operator, in lower case. */
    public enum Status {
        /** It is there. */
        OK,
        /** There is nothing. */
        MISSING,
        /** There is something else. */
        DIFFERS,
        /** The DNS gives no answer now. */
        UNKNOWN,
        /** There is nothing, and a domain may well do without. */
        ADVICE
    }

    /** Whether somebody has to do something about it. */
    public boolean isGood() {
        return status == Status.OK || status == Status.ADVICE;
    }

    /** Tags without which a policy counts as none: RFC 7489 section 6.3, RFC 8461 section 3.1, RFC 8460 section 3. */
    private static final Map<String, String> NEEDED_TAG = Map.of("v=dmarc1", "p=", "v=stsv1", "id=", "v=tlsrptv1", "rua=");

    /** Compares. */
    public static CheckedLine of(ZoneLine line, RecordLookup.Result result) {
        CheckedLine compared = compared(line, result);
        return compared.status() == Status.MISSING && line.optional() ? new CheckedLine(line, Status.ADVICE, "") : compared;
    }

    private static CheckedLine compared(ZoneLine line, RecordLookup.Result result) {
        if (result instanceof RecordLookup.Result.Outage outage) {
            return new CheckedLine(line, Status.UNKNOWN, outage.text());
        }
        List<String> data = result instanceof RecordLookup.Result.Found found ? found.data() : List.of();
        return switch (line.comparison()) {
            case SAME -> among(line, data, 0);
            case SAME_OR_NONE -> data.isEmpty() ? new CheckedLine(line, Status.OK, "") : among(line, data, 0);
            case SAME_TARGET -> among(line, data, line.type().equals("SRV") ? 2 : 1);
            case POLICY, SPF -> policy(line, data);
        };
    }

    /** @param free how many words at the beginning do not count */
    private static CheckedLine among(ZoneLine line, List<String> data, int free) {
        if (data.isEmpty()) {
            return new CheckedLine(line, Status.MISSING, "");
        }
        List<String> wanted = words(line.data(), free);
        return data.stream().anyMatch(each -> words(each, free).equals(wanted)) ? new CheckedLine(line, Status.OK, "") : differs(line, data);
    }

    private static List<String> words(String data, int free) {
        List<String> words = Arrays.asList(data.strip().toLowerCase(Locale.ROOT).split("\\s+"));
        return words.subList(Math.min(free, words.size()), words.size());
    }

    /** Of several policies of a version none counts: RFC 7208 section 4.5, RFC 7489 section 6.6.3, RFC 8461 section 3.1, RFC 8460 section 3. */
    private static CheckedLine policy(ZoneLine line, List<String> data) {
        String version = tags(line.data()).findFirst().orElseThrow();
        List<String> policies = data.stream().filter(text -> tags(text).findFirst().equals(Optional.of(version))).toList();
        if (policies.isEmpty()) {
            return new CheckedLine(line, Status.MISSING, "");
        }
        boolean enough = line.comparison() == ZoneLine.Comparison.SPF ? tags(policies.get(0)).toList().containsAll(
                tags(line.data()).filter(term -> !term.endsWith("all")).toList())
                : tags(policies.get(0)).anyMatch(tag -> tag.startsWith(NEEDED_TAG.get(version)));
        return policies.size() == 1 && enough ? new CheckedLine(line, Status.OK, "") : differs(line, policies);
    }

    private static Stream<String> tags(String text) {
        return Stream.of(text.toLowerCase(Locale.ROOT).split("[;\\s]+")).filter(tag -> !tag.isEmpty());
    }

    private static CheckedLine differs(ZoneLine line, List<String> data) {
        return new CheckedLine(line, Status.DIFFERS, String.join(" | ", data));
    }

    /** One line for an operator. */
    public String text() {
        return String.format("%-8s%s%s", status.name().toLowerCase(Locale.ROOT), line.text(), detail.isEmpty() ? ""
                : (status == Status.UNKNOWN ? "   (" : "   (the DNS has: ") + detail + ")");
    }
}
