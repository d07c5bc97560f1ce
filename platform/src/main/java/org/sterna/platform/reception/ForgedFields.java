package org.sterna.platform.reception;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sterna.persistence.queue.QueueEvent.OctetRange;
import org.sterna.protocols.trust.AuthenticationResults;

/**
 * Looks for header fields that only we may write, while the message arrives: that of our policies, and Authentication-Results in our name (RFC 8601 section 5).
 * The whole header section is looked through, however long it is; of a field only its first octets are kept, and one that hides behind more of them whom it
 * names counts as ours. Used by one thread.
 */
final class ForgedFields {
    /** For filters of the mailbox's owner, who relies on it. */
    static final String POLICY_FIELD = "X-Sterna-Policy";
    /** Ranges, each of one or more fields; a message with more is an attack. */
    static final int MOST = 1000;
    /** What of one field is looked at. */
    private static final int LOOKED_AT = 1024;

    private final Optional<String> authservId;
    private final List<OctetRange> found = new ArrayList<>(0);
    private final byte[] start = new byte[LOOKED_AT];
    private long position;
    private long fieldStart;
    private byte last = '\n';
    private boolean over;

    /** @param authservId our name; empty if the client may speak in it */
    ForgedFields(Optional<String> authservId) {
        this.authservId = authservId;
    }

    void feed(byte[] octets, int offset, int length) {
        for (int i = offset; i < offset + length && !over; i++) {
            byte octet = octets[i];
            if (last == '\n' && octet != ' ' && octet != '\t') {
                fieldEnds();
                fieldStart = position;
            }
            long within = position - fieldStart;
            if (within < LOOKED_AT) {
                start[(int) within] = octet;
            }
            over = octet == '\n' && (within == 0 || within == 1 && last == '\r');
            last = octet;
            position++;
        }
    }

    /** The message is complete. */
    void end() {
        if (!over) {
            fieldEnds();
            over = true;
        }
    }

    /** In order, not touching each other. */
    List<OctetRange> found() {
        return found;
    }

    boolean tooMany() {
        return found.size() > MOST;
    }

    private void fieldEnds() {
        if (position == fieldStart || tooMany() || !isForged(position - fieldStart)) {
            return;
        }
        int before = found.size() - 1;
        if (before >= 0 && found.get(before).end() == fieldStart) {
            found.set(before, new OctetRange(found.get(before).start(), position));
        } else {
            found.add(new OctetRange(fieldStart, position));
        }
    }

    private boolean isForged(long length) {
        if (isNamed(POLICY_FIELD, length)) {
            return true;
        }
        if (authservId.isEmpty() || !isNamed(AuthenticationResults.FIELD, length)) {
            return false;
        }
        String field = new String(start, 0, (int) Math.min(length, LOOKED_AT), StandardCharsets.UTF_8);
        // An open comment instead of what was cut off: whatever it cuts through names nobody.
        return AuthenticationResults.claims(field.substring(field.indexOf(':') + 1) + (length > LOOKED_AT ? "(" : ""), authservId.get());
    }

    /** White space before the colon is obsolete, and read by many (RFC 5322 section 4.5). */
    private boolean isNamed(String name, long length) {
        int kept = (int) Math.min(length, LOOKED_AT);
        if (kept <= name.length() || !new String(start, 0, name.length(), StandardCharsets.ISO_8859_1).equalsIgnoreCase(name)) {
            return false;
        }
        int at = name.length();
        while (at < kept && (start[at] == ' ' || start[at] == '\t')) {
            at++;
        }
        return at == kept ? length > LOOKED_AT : start[at] == ':';
    }
}
