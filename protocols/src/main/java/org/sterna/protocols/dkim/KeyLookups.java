package org.sterna.protocols.dkim;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.dns.DnsLookup.Answer;
import org.sterna.protocols.dns.DnsLookup.RecordType;

/** Asks for the keys of one message, for each once. For one thread. */
public final class KeyLookups {
    private final DnsLookup dns;
    private final Map<String, CompletionStage<Answer>> asked = new HashMap<>();

    public KeyLookups(DnsLookup dns) {
        this.dns = dns;
    }

    /** The answer for a selector's name (RFC 6376 section 3.6.2.1). */
    CompletionStage<Answer> ask(String selector, String domain) {
        return asked.computeIfAbsent(selector + "._domainkey." + domain, name -> dns.lookup(name, RecordType.TXT));
    }
}
