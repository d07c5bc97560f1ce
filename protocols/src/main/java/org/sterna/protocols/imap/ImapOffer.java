package org.sterna.protocols.imap;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a server offers, and with it what CAPABILITY says.
 *
 * @param mechanisms of SASL, in the order of liking, in capitals
 * @param appendLimit octets of a message that can be appended (RFC 7889); empty if each mailbox has its own
 * @param extensions those that work
 */
public record ImapOffer(List<String> mechanisms, OptionalLong appendLimit, Set<Extension> extensions) {
    public ImapOffer {
        mechanisms = List.copyOf(mechanisms);
        extensions = Set.copyOf(extensions);
    }

    /** Everything that Sterna knows. */
    public static ImapOffer of(List<String> mechanisms, OptionalLong appendLimit) {
        return new ImapOffer(mechanisms, appendLimit, EnumSet.allOf(Extension.class));
    }

    /** This, but for some extensions. */
    public ImapOffer without(Extension... missing) {
        Set<Extension> rest = EnumSet.noneOf(Extension.class);
        rest.addAll(extensions);
        rest.removeAll(List.of(missing));
        return new ImapOffer(mechanisms, appendLimit, rest);
    }

    /** This, with other mechanisms. */
    public ImapOffer withMechanisms(List<String> others) {
        return new ImapOffer(others, appendLimit, extensions);
    }

    /** Whether LOGIN is there: it says a password as PLAIN and the mechanism LOGIN do. */
    boolean hasLogin() {
        return mechanisms.contains("PLAIN") || mechanisms.contains("LOGIN");
    }

    public boolean has(Extension extension) {
        return extensions.contains(extension);
    }

    /** Before login (RFC 9051 section 6.1.1): what helps with it, and how to log in. */
    List<String> beforeLogin(ImapSession.Security security) {
        List<String> names = base();
        for (Extension extension : Extension.values()) {
            if (extension.isForLogin() && has(extension) && (extension != Extension.SASL_IR || mayLogIn(security))) {
                names.add(extension.capability());
            }
        }
        // RFC 7888 section 5: before login 4096 octets are the limit of every literal anyway.
        names.add("LITERAL-");
        if (mayLogIn(security)) {
            mechanisms.forEach(mechanism -> names.add("AUTH=" + mechanism));
            if (!hasLogin()) {
                names.add("LOGINDISABLED");
            }
        } else {
            if (security == ImapSession.Security.CLEAR) {
                names.add("STARTTLS");
            }
            names.add("LOGINDISABLED");
        }
        return names;
    }

    /** After login. */
    List<String> afterLogin() {
        List<String> names = base();
        for (Extension extension : Extension.values()) {
            if (!has(extension) || extension == Extension.SASL_IR && !has(Extension.UNAUTHENTICATE)) {
                continue;
            }
            names.add(extension == Extension.APPENDLIMIT && appendLimit.isPresent()
                    ? "APPENDLIMIT=" + appendLimit.getAsLong() : extension.capability());
        }
        return names;
    }

    private static List<String> base() {
        return new ArrayList<>(List.of("IMAP4rev1", "IMAP4rev2"));
    }

    private static boolean mayLogIn(ImapSession.Security security) {
        return security == ImapSession.Security.TLS;
    }
}
