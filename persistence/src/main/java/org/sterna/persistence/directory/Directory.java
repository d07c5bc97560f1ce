package org.sterna.persistence.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sterna.persistence.codec.EventCodec;
import org.sterna.persistence.directory.DomainSettings.Kind;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.AddressForm;

/**
 * The rules of the directory. Domains and aliases are in lower case, as {@code Domain.text()} has them.
 *
 * @param settings of each domain we answer for, by its name
 * @param aliases  other names of these domains; never one of them
 * @param routes   pattern to next hop ({@code host}, {@code host:port} or {@code [address]:port})
 * @param keys     that sign for a domain, by its name; the oldest first, nothing for a domain without
 * @param events   number of the last event
 */
public record Directory(NavigableMap<String, DomainSettings> settings, SortedMap<String, String> aliases, SortedMap<String, String> routes,
        SortedMap<String, List<DomainKey>> keys, long events) {
    /** Keys of one domain, retired ones too: every node holds all of them in memory. */
    public static final int MOST_KEYS = 20;

    public static final Directory EMPTY = new Directory(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), 0);

    public static final EventCodec<DirectoryEvent> EVENTS = DirectoryCodec.EVENTS;

    /** The domains we answer for, without their aliases; a view that costs nothing. */
    public NavigableSet<String> domains() {
        return settings.navigableKeySet();
    }

    /** The domain of ours that this name means: itself, or what it is an alias of; empty if it is none of ours. */
    public Optional<String> ours(String domain) {
        String name = aliases.getOrDefault(domain, domain);
        return settings.containsKey(name) ? Optional.of(name) : Optional.empty();
    }

    /** The address in the domain that its own is an alias of; itself if it is in none; empty if it would be too long there. */
    public Optional<Address> canonical(Address address) {
        String name = aliases.get(address.domain().text());
        return name == null ? Optional.of(address) : Address.parse(address.localPart() + "@" + name, AddressForm.UTF8);
    }

    /** The name under which an address is stored: the local part in lower case unless its domain tells cases apart. */
    public String key(Address address) {
        String domain = aliases.getOrDefault(address.domain().text(), address.domain().text());
        String local = address.localPart().toString();
        boolean caseSensitive = settings.getOrDefault(domain, DomainSettings.LOCAL).caseSensitive();
        return (caseSensitive ? local : local.toLowerCase(Locale.ROOT)) + "@" + domain;
    }

    /** Why an event must not happen, in words for an operator; empty if it may. */
    public Optional<String> objection(DirectoryEvent wanted) {
        if (wanted instanceof DirectoryEvent.DomainAdded added) {
            DomainSettings before = settings.get(added.domain());
            return aliases.containsKey(added.domain()) ? Optional.of(added.domain() + " is an alias of " + aliases.get(added.domain()))
                    : before == null || before.equals(added.settings()) || added.settings().equals(DomainSettings.LOCAL) && before.kind() == Kind.LOCAL
                            ? Optional.empty() : Optional.of(added.domain() + " is there already, with other settings: use ./sterna domain set");
        }
        if (wanted instanceof DirectoryEvent.DomainChanged changed) {
            return settings.containsKey(changed.domain()) ? Optional.empty() : Optional.of(changed.domain() + " is no domain of ours");
        }
        if (wanted instanceof DirectoryEvent.DomainRemoved removed) {
            return aliases.entrySet().stream().filter(each -> each.getValue().equals(removed.domain())).findFirst()
                    .map(each -> removed.domain() + " has the alias " + each.getKey() + ": remove it first");
        }
        if (wanted instanceof DirectoryEvent.SigningKeyAdded added) {
            return !settings.containsKey(added.domain()) ? Optional.of(added.domain() + " is no domain of ours")
                    : keys(added.domain()).size() < MOST_KEYS ? Optional.empty() : Optional.of(tooManyKeys(added.domain()));
        }
        if (wanted instanceof DirectoryEvent.SigningKeyActivated activated) {
            return key(activated.domain(), activated.selector()).map(DomainKey::state).map(state -> state == DomainKey.State.RETIRED
                    ? Optional.of(activated.selector() + " of " + activated.domain() + " is retired: make a new key") : Optional.<String>empty())
                    .orElse(Optional.of(activated.domain() + " has no key " + activated.selector()));
        }
        if (wanted instanceof DirectoryEvent.DomainAliasAdded added) {
            return settings.containsKey(added.alias()) ? Optional.of(added.alias() + " is a domain of its own")
                    : settings.containsKey(added.domain()) ? Optional.empty() : Optional.of(added.domain()
                            + (aliases.containsKey(added.domain()) ? " is an alias itself" : " is no domain of ours"));
        }
        return Optional.empty();
    }

    /** The events that make it so; none if it is so already, or if it must not be. */
    public List<DirectoryEvent> decide(DirectoryEvent wanted) {
        boolean holds = wanted instanceof DirectoryEvent.DomainAdded added && settings.containsKey(added.domain())
                || wanted instanceof DirectoryEvent.DomainChanged changed && changed.settings().equals(settings.get(changed.domain()))
                || wanted instanceof DirectoryEvent.DomainRemoved removed && !settings.containsKey(removed.domain())
                || wanted instanceof DirectoryEvent.DomainAliasAdded alias && alias.domain().equals(aliases.get(alias.alias()))
                || wanted instanceof DirectoryEvent.DomainAliasRemoved gone && !aliases.containsKey(gone.alias())
                || wanted instanceof DirectoryEvent.RouteAdded route && route.nextHop().equals(routes.get(route.pattern()))
                || wanted instanceof DirectoryEvent.RouteRemoved gone && !routes.containsKey(gone.pattern())
                || wanted instanceof DirectoryEvent.SigningKeyAdded made && key(made.domain(), made.selector()).isPresent()
                || wanted instanceof DirectoryEvent.SigningKeyActivated on
                        && key(on.domain(), on.selector()).filter(each -> each.state() == DomainKey.State.ACTIVE).isPresent()
                || wanted instanceof DirectoryEvent.SigningKeyRemoved gone && key(gone.domain(), gone.selector()).isEmpty()
                || wanted instanceof DirectoryEvent.ChangedBy;              // of nothing
        return holds || objection(wanted).isPresent() ? List.of() : List.of(wanted);
    }

    public Directory evolve(DirectoryEvent event) {
        if (event instanceof DirectoryEvent.DomainAdded added) {
            return with(put(settings, added.domain(), added.settings()));
        }
        if (event instanceof DirectoryEvent.DomainChanged changed) {
            return with(put(settings, changed.domain(), changed.settings()));
        }
        if (event instanceof DirectoryEvent.DomainRemoved removed) {
            return new Directory(without(settings, removed.domain()), aliases, routes, without(keys, removed.domain()), events + 1);
        }
        if (event instanceof DirectoryEvent.DomainAliasAdded added) {
            return new Directory(settings, put(aliases, added.alias(), added.domain()), routes, keys, events + 1);
        }
        if (event instanceof DirectoryEvent.DomainAliasRemoved removed) {
            return new Directory(settings, without(aliases, removed.alias()), routes, keys, events + 1);
        }
        if (event instanceof DirectoryEvent.RouteAdded added) {
            return new Directory(settings, aliases, put(routes, added.pattern(), added.nextHop()), keys, events + 1);
        }
        if (event instanceof DirectoryEvent.RouteRemoved removed) {
            return new Directory(settings, aliases, without(routes, removed.pattern()), keys, events + 1);
        }
        if (event instanceof DirectoryEvent.SigningKeyAdded added) {
            List<DomainKey> all = new ArrayList<>(keys(added.domain()));
            all.add(new DomainKey(added.selector(), added.algorithm(), added.sealed(), added.record(), DomainKey.State.PREPARED, added.at()));
            return withKeys(added.domain(), all);
        }
        if (event instanceof DirectoryEvent.SigningKeyActivated activated) {
            return withKeys(activated.domain(), keys(activated.domain()).stream().map(each -> activated(each, activated)).toList());
        }
        if (event instanceof DirectoryEvent.SigningKeyRemoved removed) {
            return withKeys(removed.domain(), keys(removed.domain()).stream().filter(each -> !each.selector().equals(removed.selector())).toList());
        }
        if (event instanceof DirectoryEvent.ChangedBy) {
            return with(settings);
        }
        throw new AssertionError(event);
    }

    /** What an activation makes of each key of the domain. */
    private DomainKey activated(DomainKey key, DirectoryEvent.SigningKeyActivated activated) {
        if (key.selector().equals(activated.selector())) {
            return key.in(DomainKey.State.ACTIVE, activated.at());
        }
        boolean replaced = key.state() == DomainKey.State.ACTIVE
                && key(activated.domain(), activated.selector()).filter(next -> next.algorithm().equals(key.algorithm())).isPresent();
        return replaced ? key.in(DomainKey.State.RETIRED, activated.at()) : key;
    }

    /** What is said when a domain has as many keys as it may have. */
    public static String tooManyKeys(String domain) {
        return domain + " can have " + MOST_KEYS + " keys: those that are retired have to go first (sterna.signing.keep-retired)";
    }

    /** The keys of a domain; the oldest first. */
    public List<DomainKey> keys(String domain) {
        return keys.getOrDefault(domain, List.of());
    }

    private Optional<DomainKey> key(String domain, String selector) {
        return keys(domain).stream().filter(each -> each.selector().equals(selector)).findFirst();
    }

    private Directory withKeys(String domain, List<DomainKey> all) {
        return new Directory(settings, aliases, routes, all.isEmpty() ? without(keys, domain) : put(keys, domain, List.copyOf(all)), events + 1);
    }

    private Directory with(NavigableMap<String, DomainSettings> next) {
        return new Directory(next, aliases, routes, keys, events + 1);
    }

    private static <V> NavigableMap<String, V> put(SortedMap<String, V> before, String key, V value) {
        TreeMap<String, V> next = new TreeMap<>(before);
        next.put(key, value);
        return next;
    }

    private static <V> NavigableMap<String, V> without(SortedMap<String, V> before, String key) {
        TreeMap<String, V> next = new TreeMap<>(before);
        next.remove(key);
        return next;
    }

    /** The next hop for a domain: its own route, then the closest {@code *.} pattern, then {@code *}. */
    public Optional<String> route(String domain) {
        String exact = routes.get(domain);
        if (exact != null) {
            return Optional.of(exact);
        }
        for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
            String hop = routes.get("*" + domain.substring(dot));
            if (hop != null) {
                return Optional.of(hop);
            }
        }
        return Optional.ofNullable(routes.get("*"));
    }
}
