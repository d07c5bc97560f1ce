package org.sterna.platform.access.imap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sterna.persistence.account.Account;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.account.SpecialUse;
import org.sterna.protocols.imap.MailboxResponses.ListEntry;
import org.sterna.protocols.imap.ListOptions;
import org.sterna.protocols.imap.ListPattern;
import org.sterna.protocols.imap.MailboxName;

/**
 * Which names a LIST answers, and with what attributes (RFC 9051 section 6.3.9, RFC 5258, RFC 6154). Names are matched some at
 * a time: patterns may be as bad as names are many.
 *
 * <p>REMOTE changes nothing (RFC 5258 section 3.1): there are no remote mailboxes.
 */
final class FolderList {
    /** One LIST response; the folder is there if a STATUS response can follow it (RFC 5819 section 2). */
    record Line(ListEntry entry, Optional<Folder> folder) { }

    private final Account account;
    private final List<ListPattern> patterns;
    private final ListOptions options;
    private final Iterator<String> candidates;
    private final Set<String> selected = new HashSet<>();
    /** Names above others that satisfy the selection; true if one of those does not match the patterns. */
    private final TreeMap<String, Boolean> parents = new TreeMap<>();

    FolderList(Account account, List<ListPattern> patterns, ListOptions options) {
        this.account = account;
        this.patterns = patterns;
        this.options = options;
        Collection<String> names = selects(ListOptions.Selection.SUBSCRIBED) ? account.subscriptions() : account.folders().keySet();
        this.candidates = names.iterator();
    }

    private boolean selects(ListOptions.Selection selection) {
        return options.selection().contains(selection);
    }

    boolean isDone() {
        return !candidates.hasNext();
    }

    /** Looks at so many names more. */
    void advance(int names) {
        for (int i = 0; i < names && candidates.hasNext(); i++) {
            String name = candidates.next();
            if (!selects(ListOptions.Selection.SPECIAL_USE) || !uses(name).isEmpty()) {
                boolean matches = matches(name);
                if (matches) {
                    selected.add(name);
                }
                if (selects(ListOptions.Selection.RECURSIVEMATCH)) {
                    noteParents(name, !matches);
                }
            }
        }
    }

    private boolean matches(String name) {
        Optional<MailboxName> valid = MailboxName.of(name);
        return valid.isPresent() && patterns.stream().anyMatch(pattern -> pattern.matches(valid.get()));
    }

    private void noteParents(String name, boolean unmatched) {
        for (int slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
            String parent = name.substring(0, slash);
            Boolean before = parents.get(parent);
            if (before != null && (before || !unmatched)) {
                return;                                              // so it is with all above
            }
            parents.put(parent, unmatched);
        }
    }

    private Set<SpecialUse> uses(String name) {
        return Optional.ofNullable(account.folders().get(name)).map(Folder::uses).orElse(Set.of());
    }

    /** The responses, by name, when all names have been looked at. */
    List<Line> lines() {
        Set<String> names = new TreeSet<>(selected);
        // Only what tells more than the responses for the children do (RFC 5258 section 3.5).
        parents.forEach((parent, unmatched) -> {
            if (unmatched && matches(parent)) {
                names.add(parent);
            }
        });
        List<Line> lines = new ArrayList<>(names.size());
        // What is listed for its children alone has no STATUS (RFC 5819 section 2).
        names.forEach(name -> lines.add(new Line(entry(name), Optional.of(name).filter(selected::contains).map(account.folders()::get))));
        return lines;
    }

    private ListEntry entry(String name) {
        boolean subscribed = selects(ListOptions.Selection.SUBSCRIBED) || options.returns().contains(ListOptions.Return.SUBSCRIBED);
        List<String> childInfo = new ArrayList<>();
        if (parents.containsKey(name)) {
            for (ListOptions.Selection criterion : List.of(ListOptions.Selection.SUBSCRIBED, ListOptions.Selection.SPECIAL_USE)) {
                if (selects(criterion)) {
                    childInfo.add(criterion.name().replace('_', '-'));
                }
            }
        }
        return new ListEntry(attributes(account, name, subscribed), new MailboxName(name), Optional.empty(), childInfo);
    }

    /** What is so about a name, whether it is that of a mailbox or not; that it is subscribed to only if asked for. */
    static List<String> attributes(Account account, String name, boolean withSubscribed) {
        List<String> attributes = new ArrayList<>();
        Optional<Folder> folder = Optional.ofNullable(account.folders().get(name));
        if (folder.isEmpty()) {
            attributes.add("\\NonExistent");
        }
        attributes.add(account.hasChildren(name) ? "\\HasChildren" : "\\HasNoChildren");
        if (withSubscribed && account.subscriptions().contains(name)) {
            attributes.add("\\Subscribed");
        }
        folder.ifPresent(each -> each.uses().stream().sorted().forEach(use -> attributes.add(use.attribute())));
        return attributes;
    }
}
