package org.sterna.protocols.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sterna.protocols.address.AddressLiteral;

/** Version 1: {@code PROXY TCP4 192.0.2.1 198.51.100.1 56324 25}. */
final class ProxyLine {
    private static final Pattern PORT = Pattern.compile("0|[1-9]\\d{0,4}");

    private ProxyLine() { }

    /** @param line without CR LF */
    static ProxyProgress parse(String line) {
        String[] words = line.split(" ", -1);
        if (words[1].equals("UNKNOWN")) {
            return new ProxyProgress.Complete(new ProxyHeader.Unannounced());      // whatever follows up to the end of the line
        }
        boolean six = words[1].equals("TCP6");
        if (!six && !words[1].equals("TCP4")) {
            return new ProxyProgress.Malformed("the protocol in the PROXY line is neither TCP4, TCP6 nor UNKNOWN");
        }
        if (words.length != 6) {
            return new ProxyProgress.Malformed("the PROXY line has " + words.length + " words instead of 6");
        }
        Optional<InetSocketAddress> source = end(words[2], words[4], six);
        Optional<InetSocketAddress> destination = end(words[3], words[5], six);
        return source.isEmpty() || destination.isEmpty()
                ? new ProxyProgress.Malformed("an address or port in the PROXY line is none")
                : new ProxyProgress.Complete(new ProxyHeader.Announced(source.get(), destination.get()));
    }

    private static Optional<InetSocketAddress> end(String address, String port, boolean six) {
        if (!PORT.matcher(port).matches() || Integer.parseInt(port) > 65_535) {
            return Optional.empty();
        }
        Optional<InetAddress> parsed = AddressLiteral.parse("[" + (six ? "IPv6:" : "") + address + "]").map(AddressLiteral::address);
        return parsed.map(each -> new InetSocketAddress(each, Integer.parseInt(port)));
    }
}
