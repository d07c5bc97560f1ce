package org.sterna.persistence.account;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sterna.persistence.identity.MailboxId;

/**
 * The METADATA entries of an account (RFC 5464): its own, and those of its mailboxes. They belong to the mailbox and not to its name, so they
 * are renamed with it and gone with it (RFC 5464 section 4.1).
 *
 * @param entries by the mailbox's id, empty for the account itself, then by name in lower case; never changed
 */
record Annotations(SortedMap<String, SortedMap<String, Annotation>> entries) {
    static final Annotations NONE = new Annotations(Collections.emptySortedMap());
    private static final String ACCOUNT = "";
    private static final int MAX_NAME = 255;

    private static String owner(Optional<MailboxId> mailbox) {
        return mailbox.map(MailboxId::value).orElse(ACCOUNT);
    }

    SortedMap<String, Annotation> of(Optional<MailboxId> mailbox) {
        return entries.getOrDefault(owner(mailbox), Collections.emptySortedMap());
    }

    Annotations with(Optional<MailboxId> mailbox, Map<String, Optional<Annotation>> changes) {
        SortedMap<String, Annotation> own = new TreeMap<>(of(mailbox));
        changes.forEach((name, value) -> value.ifPresentOrElse(each -> own.put(name, each), () -> own.remove(name)));
        SortedMap<String, SortedMap<String, Annotation>> all = new TreeMap<>(entries);
        if (own.isEmpty()) {
            all.remove(owner(mailbox));
        } else {
            all.put(owner(mailbox), Collections.unmodifiableSortedMap(own));
        }
        return new Annotations(Collections.unmodifiableSortedMap(all));
    }

    Annotations without(MailboxId mailbox) {
        return entries.containsKey(mailbox.value()) ? with(Optional.of(mailbox), removal(of(Optional.of(mailbox)))) : this;
    }

    private static Map<String, Optional<Annotation>> removal(SortedMap<String, Annotation> all) {
        Map<String, Optional<Annotation>> removal = new TreeMap<>();
        all.keySet().forEach(name -> removal.put(name, Optional.empty()));
        return removal;
    }

    int count() {
        return entries.values().stream().mapToInt(Map::size).sum();
    }

    /** Names and values. */
    long octets() {
        return entries.values().stream().flatMap(each -> each.entrySet().stream())
                .mapToLong(each -> each.getKey().length() + each.getValue().octets().length).sum();
    }

    /**
     * RFC 5464 section 3.2: under {@code /private} or {@code /shared}, ASCII without wildcards and controls, no empty part, no separator at the end.
     *
     * @param name in lower case
     */
    static boolean isName(String name) {
        return (name.startsWith("/private/") || name.startsWith("/shared/")) && name.length() <= MAX_NAME && !name.endsWith("/") && !name.contains("//")
                && name.chars().noneMatch(c -> c < 0x20 || c >= 0x7F || c == '*' || c == '%');
    }
}
