package org.sterna.persistence.directory;

import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.sterna.persistence.codec.EventCodec;
import org.sterna.persistence.codec.FieldWriter;
import org.sterna.persistence.directory.DirectoryEvent.ChangedBy;
import org.sterna.persistence.directory.DirectoryEvent.DomainAdded;
import org.sterna.persistence.directory.DirectoryEvent.DomainAliasAdded;
import org.sterna.persistence.directory.DirectoryEvent.DomainAliasRemoved;
import org.sterna.persistence.directory.DirectoryEvent.DomainChanged;
import org.sterna.persistence.directory.DirectoryEvent.DomainRemoved;
import org.sterna.persistence.directory.DirectoryEvent.RouteAdded;
import org.sterna.persistence.directory.DirectoryEvent.RouteRemoved;
import org.sterna.persistence.directory.DirectoryEvent.SigningKeyActivated;
import org.sterna.persistence.directory.DirectoryEvent.SigningKeyAdded;
import org.sterna.persistence.directory.DirectoryEvent.SigningKeyRemoved;

/** The written forms of the directory's events. */
final class DirectoryCodec {
    static final EventCodec<DirectoryEvent> EVENTS = EventCodec.<DirectoryEvent>builder()
            .event(DomainAdded.class, "domain-added", 1, domain(DomainAdded::domain, DomainAdded::settings, DomainAdded::at),
                    in -> new DomainAdded(in.text(), DomainSettings.read(in), in.time()))
            .event(DomainChanged.class, "domain-changed", 1, domain(DomainChanged::domain, DomainChanged::settings, DomainChanged::at),
                    in -> new DomainChanged(in.text(), DomainSettings.read(in), in.time()))
            .event(DomainRemoved.class, "domain-removed", 1, named(DomainRemoved::domain, DomainRemoved::at),
                    in -> new DomainRemoved(in.text(), in.time()))
            .event(DomainAliasAdded.class, "domain-alias-added", 1,
                    (event, out) -> out.text(event.alias()).text(event.domain()).time(event.at()),
                    in -> new DomainAliasAdded(in.text(), in.text(), in.time()))
            .event(DomainAliasRemoved.class, "domain-alias-removed", 1, named(DomainAliasRemoved::alias, DomainAliasRemoved::at),
                    in -> new DomainAliasRemoved(in.text(), in.time()))
            .event(RouteAdded.class, "route-added", 1,
                    (event, out) -> out.text(event.pattern()).text(event.nextHop()).time(event.at()),
                    in -> new RouteAdded(in.text(), in.text(), in.time()))
            .event(RouteRemoved.class, "route-removed", 1, named(RouteRemoved::pattern, RouteRemoved::at),
                    in -> new RouteRemoved(in.text(), in.time()))
            .event(SigningKeyAdded.class, "signing-key-added", 1, (event, out) -> out.text(event.domain()).text(event.selector()).text(event.algorithm())
                    .text(event.sealed()).text(event.record()).time(event.at()),
                    in -> new SigningKeyAdded(in.text(), in.text(), in.text(), in.text(), in.text(), in.time()))
            .event(SigningKeyActivated.class, "signing-key-activated", 1, (event, out) -> out.text(event.domain()).text(event.selector()).time(event.at()),
                    in -> new SigningKeyActivated(in.text(), in.text(), in.time()))
            .event(SigningKeyRemoved.class, "signing-key-removed", 1, (event, out) -> out.text(event.domain()).text(event.selector()).time(event.at()),
                    in -> new SigningKeyRemoved(in.text(), in.text(), in.time()))
            .event(ChangedBy.class, "changed-by", 1, named(ChangedBy::who, ChangedBy::at), in -> new ChangedBy(in.text(), in.time()))
            .build();

    private DirectoryCodec() { }

    private static <E> BiConsumer<E, FieldWriter> named(Function<E, String> name, Function<E, Instant> at) {
        return (event, out) -> out.text(name.apply(event)).time(at.apply(event));
    }

    private static <E> BiConsumer<E, FieldWriter> domain(Function<E, String> name, Function<E, DomainSettings> settings, Function<E, Instant> at) {
        return (event, out) -> {
            settings.apply(event).write(out.text(name.apply(event)));
            out.time(at.apply(event));
        };
    }
}
