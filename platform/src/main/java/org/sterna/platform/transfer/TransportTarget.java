package org.sterna.platform.transfer;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sterna.protocols.smtp.EnhancedStatus;

/**
 * Where a route or rule leads, as it is written: {@code mx}, {@code discard}, {@code error:5.1.2 text}, or a host, with
 * {@code smtp:}, {@code smtps:} (TLS from the first octet, RFC 8314) or {@code lmtp:} (RFC 2033) before it.
 */
sealed interface TransportTarget {
    int SUBMISSIONS_PORT = 465;
    int LMTP_PORT = 24;

    /** The MX hosts of the recipient's domain. */
    record Mx() implements TransportTarget { }

    record Discard() implements TransportTarget { }

    record Refuse(EnhancedStatus status, String text) implements TransportTarget { }

    /** One host; its addresses are looked up, never its MX, with brackets or without. */
    record Hop(NextHop hop, Transport.Protocol protocol, boolean implicitTls) implements TransportTarget { }

    /**
     * Reads a target; empty if it is none.
     *
     * @param smtpPort of a host without port
     */
    static Optional<TransportTarget> parse(String text, int smtpPort) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals("mx")) {
            return Optional.of(new Mx());
        }
        if (lower.equals("discard")) {
            return Optional.of(new Discard());
        }
        if (lower.startsWith("error:")) {
            return refuse(text.substring("error:".length()).strip());
        }
        for (Prefix prefix : Prefix.ALL) {
            String rest = text.substring(Math.min(prefix.text.length(), text.length()));
            // "smtp:25" is a host of that name, as it always was.
            if (lower.startsWith(prefix.text) && !rest.matches("\\d*")) {
                return NextHop.parse(rest, prefix.port == 0 ? smtpPort : prefix.port).map(hop -> new Hop(lowered(hop), prefix.protocol, prefix.implicitTls));
            }
        }
        return NextHop.parse(text, smtpPort).map(hop -> new Hop(lowered(hop), Transport.Protocol.SMTP, false));
    }

    private static NextHop lowered(NextHop hop) {
        return new NextHop(hop.host().toLowerCase(Locale.ROOT), hop.port());
    }

    private static Optional<TransportTarget> refuse(String text) {
        int space = text.indexOf(' ');
        String word = space < 0 ? text : text.substring(0, space);
        Optional<EnhancedStatus> status = EnhancedStatus.parse(word);
        if (status.isEmpty()) {
            return text.isEmpty() ? Optional.empty() : Optional.of(new Refuse(new EnhancedStatus(5, 0, 0), text));
        }
        String said = space < 0 ? "no mail is taken for this recipient" : text.substring(space + 1).strip();
        return status.filter(each -> each.kind() != 2).map(each -> new Refuse(each, said));
    }

    /** What may stand before a host. */
    record Prefix(String text, Transport.Protocol protocol, boolean implicitTls, int port) {
        private static final List<Prefix> ALL = List.of(new Prefix("smtp:", Transport.Protocol.SMTP, false, 0),
                new Prefix("smtps:", Transport.Protocol.SMTP, true, SUBMISSIONS_PORT), new Prefix("lmtp:", Transport.Protocol.LMTP, false, LMTP_PORT));
    }
}
