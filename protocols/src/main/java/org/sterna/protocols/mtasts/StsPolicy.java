package org.sterna.protocols.mtasts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which hosts take a domain's mail, and how sure a sender has to be of them (RFC 8461 section 3.2).
 *
 * @param mx     patterns of host names in lower case; not empty unless the mode is none
 * @param maxAge how long it holds after it was fetched; up to 31557600 s
 */
public record StsPolicy(Mode mode, List<String> mx, Duration maxAge) {
    /** More is not a policy (RFC 8461 section 3.3). */
    public static final int MAX_OCTETS = 65_536;
    private static final long LONGEST_SECONDS = 31_557_600;
    private static final int MAX_PATTERNS = 1000;
    private static final Pattern FIELD = Pattern.compile("([A-Za-z0-9][A-Za-z0-9_.-]{0,31}):[ \\t]*(\\S(?:.*\\S)?)[ \\t]*");
    private static final Pattern MX = Pattern.compile("(?:\\*\\.)?(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?\\.)*[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,10}");

    /** How sure. */
    public enum Mode {
        /** Mail goes to no host that fails. */
        ENFORCE,
        /** Failures are reported, no more. */
        TESTING,
        /** There is no policy any more. */
        NONE;

        /** As in a policy. */
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Mode> parse(String text) {
            return List.of(values()).stream().filter(mode -> mode.written().equals(text)).findFirst();
        }
    }

    public StsPolicy {
        mx = List.copyOf(mx);
    }

    /** Where the policy of a domain is. */
    public static String host(String domain) {
        return "mta-sts." + domain;
    }

    /** The path at that host. */
    public static String path() {
        return "/.well-known/mta-sts.txt";
    }

    /** Reads a policy; empty if it is none. Fields that are not known are passed over. */
    public static Optional<StsPolicy> parse(String text) {
        Map<String, String> first = new HashMap<>();
        List<String> mx = new ArrayList<>();
        String[] lines = text.split("\\r?\\n", -1);
        for (int i = 0; i < lines.length; i++) {
            Matcher field = FIELD.matcher(lines[i]);
            if (field.matches()) {
                first.putIfAbsent(field.group(1), field.group(2));
                if (field.group(1).equals("mx")) {
                    mx.add(field.group(2));
                }
            } else if (i < lines.length - 1 || !lines[i].isBlank()) {
                return Optional.empty();
            }
        }
        Optional<Mode> mode = Optional.ofNullable(first.get("mode")).flatMap(Mode::parse);
        Optional<Long> age = Optional.ofNullable(first.get("max_age")).filter(each -> SECONDS.matcher(each).matches()).map(Long::valueOf)
                .filter(seconds -> seconds <= LONGEST_SECONDS);
        boolean complete = "STSv1".equals(first.get("version")) && mode.isPresent() && age.isPresent() && mx.size() <= MAX_PATTERNS
                && mx.stream().allMatch(each -> MX.matcher(each).matches()) && (mode.get() == Mode.NONE || !mx.isEmpty());
        return complete ? Optional.of(new StsPolicy(mode.get(), mx.stream().map(each -> each.toLowerCase(Locale.ROOT)).toList(), Duration.ofSeconds(age.get())))
                : Optional.empty();
    }

    /** Whether it lets a host take mail (RFC 8461 section 4.1). */
    public boolean allows(String host) {
        String name = (host.endsWith(".") ? host.substring(0, host.length() - 1) : host).toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        return mx.contains(name) || dot > 0 && mx.contains("*" + name.substring(dot));
    }

    /** With CRLF line ends. */
    public String written() {
        StringBuilder text = new StringBuilder("version: STSv1\r\nmode: " + mode.written() + "\r\n");
        mx.forEach(each -> text.append("mx: ").append(each).append("\r\n"));
        return text.append("max_age: ").append(maxAge.toSeconds()).append("\r\n").toString();
    }
}
