package org.sterna.platform.signing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.address.Domain;
import org.sterna.protocols.address.Utf8;
import org.sterna.protocols.dkim.SigningKey;
import org.sterna.protocols.dkim.SigningRules;
import org.sterna.protocols.message.Envelope;
import org.sterna.protocols.message.EnvelopeAddress;
import org.sterna.protocols.message.HeaderFields;

/** Signs messages in the name of the domain of their From field, or else of Sender, if it is ours and has keys. Used from any thread; nothing blocks. */
public final class MessageSigner {
    /** Signs nothing. */
    public static final MessageSigner NONE = new MessageSigner(Optional.empty(), SigningRules.USUAL, Clock.systemUTC(), Runnable::run);

    private final Optional<DomainKeys> keys;
    private final SigningRules rules;
    private final Clock clock;
    private final Executor threads;

    private MessageSigner(Optional<DomainKeys> keys, SigningRules rules, Clock clock, Executor threads) {
        this.keys = keys;
        this.rules = rules;
        this.clock = clock;
        this.threads = threads;
    }

    /** @param threads that make the signatures */
    public MessageSigner(DomainKeys keys, SigningRules rules, Clock clock, Executor threads) {
        this(Optional.of(keys), rules, clock, threads);
    }

    /** Begins with one message that is about to arrive; empty if there is nothing to sign with. */
    public Optional<MessageSigning> begin() {
        return keys.filter(each -> !each.isEmpty()).map(each -> new MessageSigning(this, rules));
    }

    /**
     * Signs a message that this host has written.
     *
     * @param message whole, line ends CRLF
     * @return the fields to be put in front of it, each with its CRLF; none if nothing signs for its From field
     */
    public CompletionStage<byte[]> fields(byte[] message) {
        return begin().map(signing -> {
            signing.feed(message, 0, message.length);
            return signing.finish(HeaderFields.parse(message));
        }).orElseGet(() -> CompletableFuture.completedFuture(new byte[0]));
    }

    /** A message that this host has written, with its signatures in front. */
    public CompletionStage<byte[]> sign(byte[] message) {
        return fields(message).thenApply(fields -> {
            byte[] signed = Arrays.copyOf(fields, fields.length + message.length);
            System.arraycopy(message, 0, signed, fields.length, message.length);
            return signed;
        });
    }

    Clock clock() {
        return clock;
    }

    Executor threads() {
        return threads;
    }

    /** What signs for a header section: for the first author of ours, or for who sent it in the name of others. */
    List<SigningKey> keys(HeaderFields fields) {
        Envelope envelope = Envelope.of(fields);
        return Stream.concat(envelope.from().stream(), envelope.sender().stream()).map(EnvelopeAddress::host).flatMap(Optional::stream).flatMap(host -> domain(host).stream())
                .map(domain -> keys.orElseThrow().of(domain)).filter(found -> !found.isEmpty()).findFirst().orElse(List.of());
    }

    private static Optional<String> domain(String octets) {
        return Utf8.decode(octets).flatMap(text -> Domain.parse(text, AddressForm.UTF8)).map(Domain::text);
    }

    static byte[] octets(String fields) {
        return fields.getBytes(ISO_8859_1);
    }
}
