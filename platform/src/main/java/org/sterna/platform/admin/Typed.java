package org.sterna.platform.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks the form of what was typed and brings it into the form the node is sent. */
final class Typed {
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,18}");
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@]+@[^\\s@]+|\"[^\"\\r\\n]+\"@[^\\s@]+");
    private static final Pattern DOMAIN = Pattern.compile("[^\\s@.]+(\\.[^\\s@.]+)*\\.?");
    private static final Pattern NEXT_HOP = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\s:@\\[\\]]+)(:([0-9]{1,5}))?");
    private static final Pattern KEY = Pattern.compile("(destination|provider|source) \\S+");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})\\s*([KMGT]?)(i?B)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern ASSIGNMENT = Pattern.compile("[a-z-]+=\\S*");
    private static final Pattern AGO = Pattern.compile("([0-9]{1,6})\\s*([smhd])");

    private static final int MOST_DAYS = 36_500;

    private Typed() {
    }

    static String address(String text) {
        return matching(ADDRESS, text, "an address, such as jones@example.org");
    }

    static String domain(String text) {
        return matching(DOMAIN, text, "a domain, such as example.org");
    }

    /** A domain, {@code *.domain} for all below it, or {@code *} for all. */
    static String pattern(String text) {
        if (!text.equals("*")) {
            matching(DOMAIN, text.startsWith("*.") ? text.substring(2) : text, "a domain, *.domain or *");
        }
        return text;
    }

    static String nextHop(String text) {
        Matcher matcher = NEXT_HOP.matcher(text);
        if (!matcher.matches() || matcher.group(3) != null && !isPort(Integer.parseInt(matcher.group(3)))) {
            throw new AdminException("'" + text + "' must be host:port, such as 127.0.0.1:2626");
        }
        return text;
    }

    /** A domain, a next hop with its port, or what a limit is for by its kind and name. */
    static String destination(String text) {
        if (KEY.matcher(text).matches()) {
            return text;
        }
        return text.contains(":") ? nextHop(text) : domain(text);
    }

    /** A queue id, a Message-ID or an address; which of them, the node finds out. */
    static String traceKey(String text) {
        if (text.isBlank() || text.startsWith("-")) {
            throw new AdminException("'" + text + "' must be a Message-ID, a queue id or an address");
        }
        return text;
    }

    static String assignment(String text) {
        return matching(ASSIGNMENT, text, "a setting with a value, such as catch-all=jones@example.org");
    }

    /** A number of things. */
    static String count(String text) {
        return matching(COUNT, text, "a number, such as 10000");
    }

    /** Days from now. */
    static String days(String text) {
        String number = count(text);
        if (Long.parseLong(number) < 1 || Long.parseLong(number) > MOST_DAYS) {
            throw new AdminException("'" + text + "' must be a number of days, 1 to " + MOST_DAYS);
        }
        return Long.toString(Long.parseLong(number));
    }

    /** Octets; K, M, G and T are powers of 1024. */
    static String size(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new AdminException("'" + text + "' must be a size, such as 500M or 10G");
        }
        int power = "KMGT".indexOf(matcher.group(2).isEmpty() ? "-" : matcher.group(2).toUpperCase(Locale.ROOT)) + 1;
        try {
            return Long.toString(Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << 10 * power));
        } catch (ArithmeticException e) {
            throw new AdminException("'" + text + "' is too large for a size", e);
        }
    }

    /** An instant of RFC 3339, or how long ago: 90 s, 15 m, 2 h, 7 d. */
    static String since(String text, Instant now) {
        Matcher matcher = AGO.matcher(text);
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1));
            return now.minus(switch (matcher.group(2)) {
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
            }).toString();
        }
        try {
            return Instant.parse(text).toString();
        } catch (DateTimeParseException e) {
            throw new AdminException("'" + text + "' must be a time, such as 2h, 7d or 2026-03-01T12:00:00Z", e);
        }
    }

    private static boolean isPort(int port) {
        return port > 0 && port < 65_536;
    }

    private static String matching(Pattern pattern, String text, String meant) {
        if (!pattern.matcher(text).matches()) {
            throw new AdminException("'" + text + "' must be " + meant);
        }
        return text;
    }
}
