package org.sterna.platform.access.imap;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.sterna.persistence.blob.Content;
import org.sterna.platform.access.imap.FetchFormat.Opened;
import org.sterna.protocols.imap.FetchItem;
import org.sterna.protocols.imap.FetchResponse;
import org.sterna.protocols.imap.SectionContent;
import org.sterna.protocols.imap.SectionResolver;
import org.sterna.protocols.message.HeaderFieldFilter;
import org.sterna.protocols.message.OctetRange;
import org.sterna.protocols.message.PartDecoder;

/**
 * The response for one message whose octets are not in its row, or are wanted many times: they are read when they are needed, and
 * long bodies pass by in portions. For the actor's thread.
 */
final class LargeFetch {
    /** Longer bodies are streamed; a portion of a streamed one is twice as long. */
    private static final int WHOLE_BODY = 64 * 1024;
    private static final int PORTION = 2 * WHOLE_BODY;
    /** A header section up to this length is filtered in memory; a longer one passes by twice, first to count what is wanted of it. */
    private static final int WHOLE_HEADER = 1 << 20;
    /** An encoded part up to this length is decoded in memory; of a longer one the size is counted first. */
    private static final int WHOLE_PART = 1 << 20;

    private final SessionScope scope;
    private final FetchFormat format;
    private final Opened message;
    private final Content content;
    private final FetchResponse response;
    private boolean begun;

    LargeFetch(SessionScope scope, FetchFormat format, long sequence, Opened message) {
        this.scope = scope;
        this.format = format;
        this.message = message;
        this.content = message.content();
        this.response = new FetchResponse(format.enabled());
        response.begin(sequence, message.entry().uid());
    }

    /**
     * Completes on the actor when the client has taken most of it. If it fails when a part was sent, the connection is gone: it cannot be
     * ended.
     */
    CompletionStage<Void> send(boolean flagsToo) {
        Iterator<FetchItem> each = format.items().iterator();
        return Repetition.of(scope.actor(), () -> {
            while (each.hasNext()) {
                FetchItem item = each.next();
                if (!format.printKnown(response, item, message)) {
                    return Optional.of((item instanceof FetchItem.Body body ? body(body) : binary(item)).thenComposeAsync(unused -> flushed(), scope.actor()));
                }
            }
            return Optional.empty();
        }).whenComplete((unused, failure) -> {
            if (failure != null && begun) {
                scope.output().abort();
            }
        }).thenComposeAsync(unused -> {
            format.end(response, message.entry(), flagsToo);
            scope.output().write(response.take());
            return scope.output().room();
        }, scope.actor());
    }

    /** What is printed is sent when it is much: an item may be asked for a thousand times. */
    private CompletionStage<Void> flushed() {
        if (response.length() < WHOLE_BODY) {
            return CompletableFuture.completedFuture(null);
        }
        sendPrinted();
        return scope.output().room();
    }

    private CompletionStage<Void> body(FetchItem.Body wanted) {
        SectionContent section = SectionResolver.resolve(message.summary().structure(), wanted);
        if (section instanceof SectionContent.Missing) {
            response.noBody(wanted);
            return CompletableFuture.completedFuture(null);
        }
        if (section instanceof SectionContent.FilteredHeader header) {
            return header.header().length() > WHOLE_HEADER ? longHeader(wanted, header)
                    : content.range(header.header().start(), (int) header.header().length())
                            .thenAcceptAsync(octets -> response.body(wanted, header.filter(octets)), scope.actor());
        }
        OctetRange range = ((SectionContent.Octets) section).range();
        if (range.length() <= WHOLE_BODY) {
            return content.range(range.start(), (int) range.length()).thenAcceptAsync(octets -> response.body(wanted, octets), scope.actor());
        }
        response.announceBody(wanted, range.length());
        sendPrinted();
        return pour(range, octets -> octets);
    }

    private CompletionStage<Void> longHeader(FetchItem.Body wanted, SectionContent.FilteredHeader header) {
        HeaderFieldFilter counting = header.passing();
        long[] size = {0};
        return read(header.header(), octets -> {
            size[0] += counting.filter(octets, 0, octets.length).length;
            return CompletableFuture.completedFuture(null);
        }).thenComposeAsync(unused -> {
            OctetRange cut = header.wanted(size[0] + counting.finish().length);
            response.announceBody(wanted, cut.length());
            sendPrinted();
            HeaderFieldFilter passing = header.passing();
            long[] passed = {0};
            return pour(header.header(), octets -> within(cut, passing.filter(octets, 0, octets.length), passed))
                    .thenRunAsync(() -> scope.output().write(within(cut, passing.finish(), passed)), scope.actor());
        }, scope.actor());
    }

    private void sendPrinted() {
        scope.output().write(response.take());
        begun = true;
    }

    /** Reads octets and sends what becomes of them. */
    private CompletionStage<Void> pour(OctetRange range, Function<byte[], byte[]> becoming) {
        return read(range, octets -> {
            scope.output().write(becoming.apply(octets));
            return scope.output().room();
        });
    }

    private CompletionStage<Void> read(OctetRange range, Function<byte[], CompletionStage<Void>> use) {
        long[] at = {range.start()};
        return Repetition.of(scope.actor(), () -> {
            if (at[0] == range.end()) {
                return Optional.empty();
            }
            int length = (int) Math.min(PORTION, range.end() - at[0]);
            return Optional.of(content.range(at[0], length).thenComposeAsync(octets -> {
                if (octets.length != length) {
                    throw new IllegalStateException("UID " + message.entry().uid() + " has " + octets.length + " octets, not " + length);
                }
                at[0] += length;
                return use.apply(octets);
            }, scope.actor()));
        });
    }

    private CompletionStage<Void> binary(FetchItem item) {
        BinaryPart part = new BinaryPart(format, item, message.summary().structure());
        Optional<OctetRange> range = part.range();
        if (range.isEmpty()) {
            part.printNothing(response);
            return CompletableFuture.completedFuture(null);
        }
        Optional<PartDecoder> counting = part.decoder();
        if (counting.isEmpty() || range.get().length() <= WHOLE_PART) {
            int length = counting.isEmpty() ? 0 : (int) range.get().length();
            return content.range(range.get().start(), length).thenAcceptAsync(octets -> part.printEncoded(response, octets), scope.actor());
        }
        return read(range.get(), octets -> {
            counting.get().decode(octets, 0, octets.length);
            return CompletableFuture.completedFuture(null);
        }).thenComposeAsync(unused -> {
            counting.get().finish();
            return sized(part, item, range.get(), counting.get().decoded());
        }, scope.actor());
    }

    private CompletionStage<Void> sized(BinaryPart part, FetchItem item, OctetRange range, long size) {
        if (item instanceof FetchItem.BinarySize only) {
            response.binarySize(only, size);
            return CompletableFuture.completedFuture(null);
        }
        FetchItem.Binary wanted = (FetchItem.Binary) item;
        OctetRange cut = BinaryPart.wanted(wanted, size);
        PartDecoder decoder = part.decoder().orElseThrow();
        response.announceBinary(wanted, cut.length());
        sendPrinted();
        long[] decoded = {0};
        return pour(range, octets -> {
            byte[] more = decoder.decode(octets, 0, octets.length);
            return within(cut, more, decoded);
        }).thenRunAsync(() -> scope.output().write(within(cut, decoder.finish(), decoded)), scope.actor());
    }

    /** The octets of a portion that lie in the range that is wanted; counts those that have passed. */
    private static byte[] within(OctetRange cut, byte[] octets, long[] passed) {
        long from = Math.max(cut.start() - passed[0], 0);
        long to = Math.min(cut.end() - passed[0], octets.length);
        passed[0] += octets.length;
        return from >= to ? new byte[0] : Arrays.copyOfRange(octets, (int) from, (int) to);
    }
}
