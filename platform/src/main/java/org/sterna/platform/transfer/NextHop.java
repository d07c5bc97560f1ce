package org.sterna.platform.transfer;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A next hop as routes name it: {@code host}, {@code host:port}, {@code 192.0.2.1:25}, {@code [2001:db8::1]:25}.
 *
 * @param host name or address, without brackets
 */
public record NextHop(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(?:\\[([^\\]\\s]+)\\]|([^:\\[\\]\\s]+))(?::(\\d{1,5}))?");

    /** Reads a next hop; empty if it is none. */
    public static Optional<NextHop> parse(String text, int defaultPort) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int port = form.group(3) == null ? defaultPort : Integer.parseInt(form.group(3));
        String host = form.group(1) == null ? form.group(2) : form.group(1);
        return port < 1 || port > 65535 ? Optional.empty() : Optional.of(new NextHop(host, port));
    }
}
