package org.sterna.protocols.spf;

import java.util.Optional;

/** The field Received-SPF. RFC 7208 section 9.1. */
public final class ReceivedSpf {
    public static final String FIELD = "Received-SPF";
    /** Of one value: the longest sender, and less than a line may have (RFC 5322 section 2.1.1). */
    private static final int MOST = 256;
    private static final String ATOM = "!#$%&'*+-/=?^_`{|}~";

    private ReceivedSpf() {}

    /** The field of one verdict, folded, with its CRLF. In ASCII: what a stranger said stands in quotes, with question marks for all else. */
    public static String field(SpfVerdict verdict) {
        SpfQuestion question = verdict.question();
        SpfClient client = question.client();
        boolean mailFrom = question.identity() == SpfIdentity.MAIL_FROM;
        StringBuilder field = new StringBuilder(FIELD).append(": ").append(verdict.result().word())
                .append(" (").append(plain(client.receiver())).append(": ").append(comment(verdict)).append(')');
        pair(field, "client-ip", value(Addresses.readable(client.address())));
        pair(field, mailFrom ? "envelope-from" : "helo", quoted(mailFrom ? question.sender() : client.helo()));
        if (mailFrom) {
            pair(field, "helo", quoted(client.helo()));
        }
        pair(field, "identity", question.identity().word());
        pair(field, "receiver", value(client.receiver()));
        mechanism(verdict).ifPresent(text -> pair(field, "mechanism", value(text)));
        if (!verdict.problem().isEmpty()) {
            pair(field, "problem", quoted(verdict.problem()));
        }
        return field.append("\r\n").toString();
    }

    private static Optional<String> mechanism(SpfVerdict verdict) {
        return switch (verdict.result()) {
            case NONE, TEMPERROR, PERMERROR -> Optional.empty();
            default -> Optional.of(verdict.mechanism().isEmpty() ? "default" : verdict.mechanism());
        };
    }

    private static String comment(SpfVerdict verdict) {
        String domain = plain(verdict.question().domain());
        return switch (verdict.result()) {
            case PASS -> "the domain " + domain + " designates this client";
            case FAIL -> "the domain " + domain + " does not designate this client";
            case SOFTFAIL -> "the domain " + domain + " probably does not designate this client";
            case NEUTRAL -> "the domain " + domain + " says nothing of this client";
            case NONE -> "the domain " + domain + " has no policy";
            case TEMPERROR -> "the policy of " + domain + " is not to be had now";
            case PERMERROR -> "the policy of " + domain + " cannot be interpreted";
        };
    }

    private static void pair(StringBuilder field, String key, String value) {
        field.append(field.charAt(field.length() - 1) == ')' ? "\r\n\t" : ";\r\n\t").append(key).append('=').append(value);
    }

    /** A dot-atom, or a quoted string. */
    private static String value(String text) {
        boolean atom = !text.isEmpty() && text.length() <= MOST && !text.startsWith(".") && !text.endsWith(".") && !text.contains("..")
                && text.chars().allMatch(c -> c == '.' || ATOM.indexOf(c) >= 0 || c < 128 && Character.isLetterOrDigit(c));
        return atom ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < Math.min(text.length(), MOST); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c >= ' ' && c <= '~' ? c : '?');
        }
        return out.append('"').toString();
    }

    /** What may stand in a comment, and looks like part of a name; anything else is a question mark. */
    private static String plain(String text) {
        String cut = text.length() <= MOST ? text : text.substring(0, MOST);
        return cut.replaceAll("[^A-Za-z0-9._:-]", "?");
    }
}
