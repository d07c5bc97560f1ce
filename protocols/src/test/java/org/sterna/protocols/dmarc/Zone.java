package org.sterna.protocols.dmarc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.dns.DnsRecord;

/** TXT records as a test wants them; it remembers what it was asked. */
final class Zone implements DnsLookup {
    final List<String> questions = new ArrayList<>();
    private final Map<String, Answer> answers = new HashMap<>();

    Zone txt(String name, String... texts) {
        answers.put(name, new Answer.Found(Arrays.stream(texts).<DnsRecord>map(DnsRecord.Text::new).toList(), name, false));
        return this;
    }

    Zone outage(String name) {
        answers.put(name, new Answer.Outage("SERVFAIL", false));
        return this;
    }

    @Override
    public CompletionStage<Answer> lookup(String name, RecordType type) {
        questions.add(name);
        return CompletableFuture.completedStage(answers.getOrDefault(name, new Answer.NoName(false)));
    }
}
