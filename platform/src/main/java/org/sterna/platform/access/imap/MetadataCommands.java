package org.sterna.platform.access.imap;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.sterna.config.MetadataSettings;
import org.sterna.persistence.account.Account;
import org.sterna.persistence.account.Annotation;
import org.sterna.persistence.account.AnnotationLimits;
import org.sterna.protocols.imap.Enabled;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.MailboxName;
import org.sterna.protocols.imap.MailboxResponses;
import org.sterna.protocols.imap.ImapCommand.MetadataEntry;
import org.sterna.protocols.imap.StatusResponse;

/**
 * GETMETADATA and SETMETADATA (RFC 5464). An account has private entries of the server, and private and shared ones of each
 * mailbox; the shared ones of the server are the operator's and the same for everybody. For the actor's thread.
 */
final class MetadataCommands {
    private static final String PRIVATE = "/private";
    private static final String SHARED = "/shared";

    private final SessionScope scope;
    private final MetadataSettings settings;

    MetadataCommands(SessionScope scope) {
        this.scope = scope;
        this.settings = scope.services().metadata();
    }

    // GETMETADATA.

    CompletionStage<StatusResponse> get(ImapCommand.GetMetadata get, Enabled enabled) {
        get.entries().forEach(entry -> check(entry, true));
        return scope.folders().account().thenApplyAsync(account -> {
            Found found = found(get, entries(account, get.mailbox()));
            if (!found.values().isEmpty()) {
                scope.output().write(MailboxResponses.metadata(get.mailbox(), found.values(), enabled));
            }
            StatusResponse done = StatusResponse.ok("GETMETADATA completed");
            return found.longest() == 0 ? done : done.withCode("METADATA LONGENTRIES " + found.longest());
        }, scope.actor());
    }

    private SortedMap<String, Annotation> entries(Account account, Optional<MailboxName> mailbox) {
        Optional<String> name = mailbox.map(Folders::normal).map(MailboxName::value);
        if (name.isPresent() && !account.folders().containsKey(name.get())) {
            throw Refusal.no("NONEXISTENT", "No such mailbox");
        }
        SortedMap<String, Annotation> entries = new TreeMap<>(account.annotations(name));
        if (name.isEmpty()) {
            settings.comment().ifPresent(comment -> entries.put("/shared/comment", Annotation.of(comment)));
            settings.admin().ifPresent(admin -> entries.put("/shared/admin", Annotation.of(admin)));
        }
        return entries;
    }

    /** @param longest octets of the largest value that was left out, 0 if none was */
    private record Found(Map<String, Optional<String>> values, int longest) { }

    private static Found found(ImapCommand.GetMetadata get, SortedMap<String, Annotation> entries) {
        Map<String, Optional<String>> values = new LinkedHashMap<>();
        int longest = 0;
        for (String asked : get.entries()) {
            String wanted = asked.toLowerCase(Locale.ROOT);
            if (get.depth() == ImapCommand.Depth.ZERO && !entries.containsKey(wanted)) {
                values.put(asked, Optional.empty());
            }
            for (Map.Entry<String, Annotation> entry : entries.tailMap(wanted).entrySet()) {
                if (!entry.getKey().startsWith(wanted)) {
                    break;
                }
                int size = entry.getValue().octets().length;
                if (!isWithin(wanted, entry.getKey(), get.depth())) {
                    continue;
                }
                if (get.maxSize().isPresent() && size > get.maxSize().getAsLong()) {
                    longest = Math.max(longest, size);
                } else {
                    values.putIfAbsent(entry.getKey().equals(wanted) ? asked : entry.getKey(),
                            Optional.of(new String(entry.getValue().octets(), StandardCharsets.ISO_8859_1)));
                }
            }
        }
        return new Found(values, longest);
    }

    /** RFC 5464 section 4.2.2. */
    private static boolean isWithin(String wanted, String entry, ImapCommand.Depth depth) {
        if (entry.equals(wanted)) {
            return true;
        }
        return entry.charAt(wanted.length()) == '/' && (depth == ImapCommand.Depth.INFINITY
                || depth == ImapCommand.Depth.ONE && entry.indexOf('/', wanted.length() + 1) < 0);
    }

    // SETMETADATA.

    CompletionStage<StatusResponse> set(ImapCommand.SetMetadata set) {
        AnnotationLimits limits = new AnnotationLimits(settings.maxEntries(), settings.maxValueOctets());
        Map<String, Optional<Annotation>> entries = new LinkedHashMap<>();
        for (MetadataEntry entry : set.entries()) {
            check(entry.name(), false);
            String name = entry.name().toLowerCase(Locale.ROOT);
            if (set.mailbox().isEmpty() && name.startsWith(SHARED)) {
                throw Refusal.no("NOPERM", "The operator alone changes what is shared by everybody");     // RFC 5464 section 3.3
            }
            if (entry.value().isPresent() && entry.value().get().length() > limits.valueOctets()) {
                throw Refusal.no("METADATA MAXSIZE " + limits.valueOctets(), "The value of " + name + " is too large");
            }
            entries.put(name, entry.value().map(value -> new Annotation(value.getBytes(StandardCharsets.ISO_8859_1))));
        }
        return scope.folders().annotate(set.mailbox(), entries, limits).thenApply(unused -> StatusResponse.ok("SETMETADATA completed"));
    }

    /** RFC 5464 section 3.2: a wrong name is an error of the client. */
    private static void check(String name, boolean rootAllowed) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean below = lower.startsWith(PRIVATE + "/") || lower.startsWith(SHARED + "/");
        boolean root = lower.equals(PRIVATE) || lower.equals(SHARED);
        boolean odd = lower.endsWith("/") || lower.contains("//") || lower.chars().anyMatch(c -> c <= 0x20 || c >= 0x7F || c == '*' || c == '%');
        if (odd || !below && !(root && rootAllowed)) {
            throw new Refusal(StatusResponse.bad("An entry's name begins with /private/ or /shared/ and has no wildcard and no empty part"));
        }
    }
}
