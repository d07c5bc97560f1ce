package org.sterna.persistence.directory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.sterna.persistence.codec.EventCodec;
import org.sterna.persistence.codec.FieldWriter;

/**
 * The rules of the directory.
 *
 * @param domains in lower case
 * @param routes  pattern to next hop ({@code host}, {@code host:port} or {@code [address]:port})
 * @param events  number of the last event
 */
public record Directory(SortedSet<String> domains, SortedMap<String, String> routes, long events) {
    public static final Directory EMPTY = new Directory(new TreeSet<>(), new TreeMap<>(), 0);

    public static final EventCodec<DirectoryEvent> EVENTS = EventCodec.<DirectoryEvent>builder()
            .event(DirectoryEvent.DomainAdded.class, "domain-added", 1, named(DirectoryEvent.DomainAdded::domain, DirectoryEvent.DomainAdded::at),
                    in -> new DirectoryEvent.DomainAdded(in.text(), in.time()))
            .event(DirectoryEvent.DomainRemoved.class, "domain-removed", 1,
                    named(DirectoryEvent.DomainRemoved::domain, DirectoryEvent.DomainRemoved::at),
                    in -> new DirectoryEvent.DomainRemoved(in.text(), in.time()))
            .event(DirectoryEvent.RouteAdded.class, "route-added", 1,
                    (event, out) -> out.text(event.pattern()).text(event.nextHop()).time(event.at()),
                    in -> new DirectoryEvent.RouteAdded(in.text(), in.text(), in.time()))
            .event(DirectoryEvent.RouteRemoved.class, "route-removed", 1,
                    named(DirectoryEvent.RouteRemoved::pattern, DirectoryEvent.RouteRemoved::at),
                    in -> new DirectoryEvent.RouteRemoved(in.text(), in.time()))
            .build();

    private static <E> BiConsumer<E, FieldWriter> named(Function<E, String> name, Function<E, Instant> at) {
        return (event, out) -> out.text(name.apply(event)).time(at.apply(event));
    }

    /** The events that make it so; none if it is so already. */
    public List<DirectoryEvent> decide(DirectoryEvent wanted) {
        boolean holds = wanted instanceof DirectoryEvent.DomainAdded added && domains.contains(added.domain())
                || wanted instanceof DirectoryEvent.DomainRemoved removed && !domains.contains(removed.domain())
                || wanted instanceof DirectoryEvent.RouteAdded route && route.nextHop().equals(routes.get(route.pattern()))
                || wanted instanceof DirectoryEvent.RouteRemoved gone && !routes.containsKey(gone.pattern());
        return holds ? List.of() : List.of(wanted);
    }

    public Directory evolve(DirectoryEvent event) {
        SortedSet<String> names = new TreeSet<>(domains);
        SortedMap<String, String> hops = new TreeMap<>(routes);
        if (event instanceof DirectoryEvent.DomainAdded added) {
            names.add(added.domain());
        } else if (event instanceof DirectoryEvent.DomainRemoved removed) {
            names.remove(removed.domain());
        } else if (event instanceof DirectoryEvent.RouteAdded added) {
            hops.put(added.pattern(), added.nextHop());
        } else if (event instanceof DirectoryEvent.RouteRemoved removed) {
            hops.remove(removed.pattern());
        } else {
            throw new AssertionError(event);
        }
        return new Directory(names, hops, events + 1);
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
