package org.sterna.platform.dns.dnsjava;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/** How one question ended. */
sealed interface Answer {

    /** Records of the type asked for, not empty, aliases followed. */
    record Found(List<Record> records) implements Answer { }

    /** The name exists without such records. */
    record NoData() implements Answer { }

    /** NXDOMAIN. */
    record NoName() implements Answer { }

    /** No answer, SERVFAIL, a loop of aliases: anything that may be otherwise later. */
    record Outage(String text) implements Answer { }

    static Answer of(Name name, int type, Optional<LookupResult> result, Optional<Throwable> failure) {
        if (failure.isEmpty()) {
            List<Record> records = result.stream().flatMap(found -> found.getRecords().stream())
                    .filter(record -> record.getType() == type).toList();
            return records.isEmpty() ? new NoData() : new Found(records);
        }
        Throwable cause = failure.get();
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof NoSuchDomainException) {
            return new NoName();
        }
        if (cause instanceof NoSuchRRSetException) {
            return new NoData();
        }
        String detail = Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
        return new Outage("DNS lookup of " + name.toString(true) + " " + Type.string(type) + " failed: " + detail);
    }
}
