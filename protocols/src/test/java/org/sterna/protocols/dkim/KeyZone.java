package org.sterna.protocols.dkim;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.dns.DnsRecord;

/** A DNS of TXT records that answers at once and counts what it is asked. */
public final class KeyZone implements DnsLookup {
    private final Map<String, Answer> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    public KeyZone with(String name, String text) {
        answers.put(name.toLowerCase(Locale.ROOT), new Answer.Found(List.of(new DnsRecord.Text(text)), name, false));
        return this;
    }

    public KeyZone with(String name, Answer answer) {
        answers.put(name.toLowerCase(Locale.ROOT), answer);
        return this;
    }

    /** The zone with the key's public half. */
    public KeyZone with(TestKey key) {
        return with(key.signing().recordName(), key.record());
    }

    @Override
    public CompletionStage<Answer> lookup(String name, RecordType type) {
        asked.add(name);
        return CompletableFuture.completedStage(answers.getOrDefault(name.toLowerCase(Locale.ROOT), new Answer.NoName(false)));
    }

    public List<String> asked() {
        return asked;
    }

    /** What a verifier of this zone says of a message. */
    public DkimResults verify(String message, Instant now) {
        return verify(message.getBytes(StandardCharsets.ISO_8859_1), now, DkimPolicy.USUAL);
    }

    public DkimResults verify(byte[] message, Instant now, DkimPolicy policy) {
        DkimVerifier verifier = new DkimVerifier(this, policy);
        verifier.feed(message, 0, message.length);
        return verifier.finish(now).toCompletableFuture().join();
    }
}
