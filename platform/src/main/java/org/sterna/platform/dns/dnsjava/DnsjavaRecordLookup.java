package org.sterna.platform.dns.dnsjava;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.sterna.platform.dns.RecordLookup;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;

/** A {@link RecordLookup} over dnsjava, without a cache. Usable from any thread. */
public final class DnsjavaRecordLookup implements RecordLookup {
    private static final int MAX_ALIASES = 8;

    private final LookupSession dns;
    private final Duration timeout;

    /**
     * @param servers resolved or not; empty for the system's
     * @param timeout for one question, all attempts together
     */
    public DnsjavaRecordLookup(List<InetSocketAddress> servers, Duration timeout) {
        dns = LookupSession.builder().resolver(NameServers.resolver(servers, timeout)).maxRedirects(MAX_ALIASES).build();
        this.timeout = timeout;
    }

    @Override
    public CompletionStage<Result> lookup(String name, String type) {
        Name absolute;
        try {
            absolute = Name.fromString(name, Name.root);
        } catch (TextParseException e) {
            return CompletableFuture.completedFuture(new Result.Outage(name + " is no domain name"));
        }
        int number = Type.value(type);
        return dns.lookupAsync(absolute, number).toCompletableFuture().orTimeout(timeout.toMillis() * 2, TimeUnit.MILLISECONDS)
                .handle((result, failure) -> result(Answer.of(absolute, number, Optional.ofNullable(result), Optional.ofNullable(failure))));
    }

    private static Result result(Answer answer) {
        if (answer instanceof Answer.Found found) {
            return new Result.Found(found.records().stream().map(DnsjavaRecordLookup::data).toList());
        }
        return answer instanceof Answer.Outage outage ? new Result.Outage(outage.text()) : new Result.None();
    }

    /** The strings of a TXT are one text (RFC 7208 section 3.3). */
    private static String data(Record record) {
        return record instanceof TXTRecord text ? String.join("", text.getStrings()) : record.rdataToString();
    }
}
