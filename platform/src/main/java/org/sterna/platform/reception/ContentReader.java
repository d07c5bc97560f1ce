package org.sterna.platform.reception;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.queue.Target;
import org.sterna.platform.signing.Departing;
import org.sterna.platform.trust.MessageCheck;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.smtp.ContentCheck;
import org.sterna.protocols.smtp.DataDecoder;
import org.sterna.protocols.smtp.Envelope;
import org.sterna.protocols.smtp.Reply;
import org.sterna.protocols.smtp.SmtpInput;
import org.sterna.protocols.smtp.parameter.BodyType;

/** Reads the content of one message, in one piece or in chunks, and keeps it where it belongs. Used by one thread. */
final class ContentReader {
    /** Said to a client that goes on sending long after its message was found to be unacceptable. */
    static final Reply HOPELESS = Reply.of(421, "4.7.0", "The message is not acceptable and does not end, closing the connection");

    private final ReceptionSettings settings;
    private final Optional<IncomingContent> content;
    private final Optional<ContentCheck> check;
    private final Instant since;
    private Optional<ContentSource> source = Optional.empty();

    private ContentReader(ReceptionSettings settings, Optional<IncomingContent> content, Optional<ContentCheck> check, Instant since) {
        this.settings = settings;
        this.content = content;
        this.check = check;
        this.since = since;
    }

    /** For a message that is to be kept. */
    static ContentReader begin(ReceptionServices services, ReceptionSettings settings, Envelope envelope, Gate gate) {
        boolean allRemote = envelope.recipients().stream().flatMap(each -> ((FoundTarget) each.target()).legs().stream())
                .noneMatch(leg -> leg.target() instanceof Target.LocalMailbox);
        Optional<Duration> life = allRemote ? Optional.of(services.blobLife()) : Optional.empty();
        // No mailbox will want to share a blob, so one write less keeps what fits in a chunk.
        int inlineLimit = allRemote ? CassandraBlobs.CHUNK : settings.inlineLimit();
        long limit = settings.rules().limits().messageOctets();
        ContentCheck check = envelope.parameters().body() == BodyType.BINARY_MIME ? ContentCheck.ofBinary(limit)
                : ContentCheck.ofLines(limit, settings.maxLineOctets(), settings.lineEnds());
        return new ContentReader(settings, Optional.of(new IncomingContent(services.blobs(), BlobId.random(services.random()),
                inlineLimit, life, gate.check().map(MessageCheck::verifier), gate.forged(),
                departing(services, envelope))), Optional.of(check), services.clock().instant());
    }

    /** A user's message is signed; another one that an alias leads out of our domains is sealed in the name of the alias. */
    private static Departing departing(ReceptionServices services, Envelope envelope) {
        if (envelope.account().isPresent()) {
            return new Departing(services.signer().begin(), Optional.empty());
        }
        return new Departing(Optional.empty(), envelope.recipients().stream()
                .filter(each -> ((FoundTarget) each.target()).legs().stream().anyMatch(leg -> leg.target() instanceof Target.Relay relay && relay.forwarded()))
                .flatMap(each -> each.forwardPath() instanceof Address address ? services.sealer().begin(address.domain().text()).stream() : Stream.empty()).findFirst());
    }

    /** For chunks that nobody wants. */
    static ContentReader none(ReceptionSettings settings) {
        return new ContentReader(settings, Optional.empty(), Optional.empty(), Instant.EPOCH);
    }

    /** When the content began to come. */
    Instant since() {
        return since;
    }

    void readData() {
        long limit = settings.rules().limits().messageOctets();
        source = Optional.of(new DataContent(new DataDecoder(limit, settings.maxLineOctets(), settings.lineEnds(), 2 * limit), content.orElseThrow()));
    }

    void readChunk(long octets, boolean last) {
        source = Optional.of(new ChunkContent(check.orElseThrow(), content.orElseThrow(), octets, last));
    }

    void discardChunk(long octets) {
        source = Optional.of(new DiscardedChunk(octets, 2 * settings.rules().limits().messageOctets()));
    }

    /** Whether nothing of it is kept. */
    boolean discards() {
        return content.isEmpty();
    }

    int feed(byte[] octets, int offset, int length) {
        return source.orElseThrow().feed(octets, offset, length);
    }

    /** How what is being read has ended; empty until it has. Asked once after the end, {@link #sourceEnded} follows. */
    Optional<SmtpInput> end() {
        return source.flatMap(ContentSource::end);
    }

    void sourceEnded() {
        source = Optional.empty();
    }

    boolean isHopeless() {
        return source.filter(each -> each instanceof DataContent data && data.decoder().isHopeless()
                || each instanceof DiscardedChunk chunk && chunk.isHopeless()).isPresent();
    }

    boolean isReady() {
        return content.map(IncomingContent::isReady).orElse(true);
    }

    /** Completes when more may be read from the client. */
    CompletionStage<Void> ready() {
        return content.map(IncomingContent::ready).orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    /** The whole message is here: completes when it is where it belongs. */
    CompletionStage<IncomingContent.Complete> finish() {
        return content.orElseThrow().finish();
    }

    /** The message is not accepted. */
    void discard() {
        content.ifPresent(IncomingContent::discard);
    }
}
