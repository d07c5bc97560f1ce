package org.sterna.protocols.imap;

import java.util.ArrayList;
import java.util.List;

/**
 * What a session has switched on, by ENABLE (RFC 5161) or by a command that does so on its way. Nothing is ever switched off
 * but by UNAUTHENTICATE.
 *
 * @param condstore MODSEQ stands in unsolicited FETCH responses (RFC 7162 section 3.1)
 * @param qresync messages are announced as gone with VANISHED (RFC 7162 section 3.2); {@code condstore} is set too
 * @param utf8Accept RFC 6855
 * @param rev2 IMAP4rev2 in place of IMAP4rev1 (RFC 9051 appendix E)
 * @param uidOnly no sequence numbers (RFC 9586)
 */
public record Enabled(boolean condstore, boolean qresync, boolean utf8Accept, boolean rev2, boolean uidOnly) {
    public static final Enabled NOTHING = new Enabled(false, false, false, false, false);

    /** True if names of mailboxes and texts are in UTF-8 (RFC 6855 section 3, RFC 9051 section 5.1). */
    public boolean utf8() {
        return utf8Accept || rev2;
    }

    /** True if VANISHED takes the place of EXPUNGE. */
    public boolean vanished() {
        return qresync || uidOnly;
    }

    /** This, and CONDSTORE. */
    public Enabled withCondstore() {
        return new Enabled(true, qresync, utf8Accept, rev2, uidOnly);
    }

    /** This, and what the capability of this name switches on, if anything. */
    Enabled with(String capability) {
        return switch (capability) {
            case "CONDSTORE" -> withCondstore();
            case "QRESYNC" -> new Enabled(true, true, utf8Accept, rev2, uidOnly);        // RFC 7162 section 3.2.3
            case "UTF8=ACCEPT" -> new Enabled(condstore, qresync, true, rev2, uidOnly);
            case "IMAP4REV2" -> new Enabled(condstore, qresync, utf8Accept, true, uidOnly);
            case "UIDONLY" -> new Enabled(condstore, qresync, utf8Accept, rev2, true);
            default -> this;
        };
    }

    /** The names of what is switched on, as capabilities. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        add(names, condstore, "CONDSTORE");
        add(names, qresync, "QRESYNC");
        add(names, utf8Accept, "UTF8=ACCEPT");
        add(names, rev2, "IMAP4rev2");
        add(names, uidOnly, "UIDONLY");
        return names;
    }

    private static void add(List<String> names, boolean on, String name) {
        if (on) {
            names.add(name);
        }
    }
}
