package org.sterna.platform.access.imap;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sterna.persistence.mailbox.Flags;
import org.sterna.protocols.imap.Enabled;
import org.sterna.protocols.imap.Flag;

/** Flags as FETCH tells them, in parentheses: few sets of flags are in use, so each is put together once. Thread-safe. */
final class FlagTexts {
    private static final int MAX_TEXTS = 1024;

    private final List<String> keywords;
    private final long firstRecentUid;
    private final Map<Long, String> texts = new ConcurrentHashMap<>(4);
    private final Map<Long, String> recentTexts = new ConcurrentHashMap<>(4);

    FlagTexts(List<String> keywords, long firstRecentUid) {
        this.keywords = keywords;
        this.firstRecentUid = firstRecentUid;
    }

    /** The flags of the message with this UID; with {@code \Recent}, which belongs to the session and which IMAP4rev2 does not know. */
    String text(long bits, long uid, Enabled enabled) {
        boolean recent = uid >= firstRecentUid && !enabled.rev2();
        Map<Long, String> all = recent ? recentTexts : texts;          // every bit may be a keyword's
        String known = all.get(bits);
        if (known != null) {
            return known;
        }
        Stream<String> names = Flags.names(bits, keywords).stream();
        String text = (recent ? Stream.concat(names, Stream.of(Flag.RECENT.name())) : names).collect(Collectors.joining(" ", "(", ")"));
        if (all.size() < MAX_TEXTS) {
            all.put(bits, text);
        }
        return text;
    }
}
