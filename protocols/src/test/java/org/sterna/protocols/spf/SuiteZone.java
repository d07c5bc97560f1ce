package org.sterna.protocols.spf;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.dns.DnsRecord;

/** The DNS as the openspf project's suite writes it down; counts questions. */
final class SuiteZone implements DnsLookup {
    private final Map<String, List<Object>> names = new HashMap<>();
    final AtomicInteger questions = new AtomicInteger();

    SuiteZone(Map<String, List<Object>> zone) {
        zone.forEach((name, entries) -> names.put(name.toLowerCase(Locale.ROOT), entries));
    }

    @Override
    public CompletionStage<Answer> lookup(String name, RecordType type) {
        questions.incrementAndGet();
        return CompletableFuture.completedFuture(answer(canonical(name), type, new HashSet<>()));
    }

    private static String canonical(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private Answer answer(String name, RecordType type, Set<String> before) {
        if (!before.add(name)) {
            return new Answer.Outage("a loop of aliases", false);
        }
        List<Object> entries = names.get(name);
        if (entries == null) {
            return new Answer.NoName(false);
        }
        boolean ownTexts = entries.stream().anyMatch(each -> each instanceof Map<?, ?> record && record.containsKey("TXT"));
        List<DnsRecord> found = entries.stream().filter(each -> each instanceof Map).map(each -> (Map<?, ?>) each)
                .map(each -> each.entrySet().iterator().next())
                .filter(each -> each.getKey().equals(type == RecordType.TXT && !ownTexts ? "SPF" : type.name()) && !each.getValue().equals("NONE"))
                .map(each -> record(type, each.getValue())).toList();
        if (!found.isEmpty()) {
            return new Answer.Found(found, name, false);
        }
        for (Object entry : entries) {
            if (entry instanceof Map<?, ?> record && record.containsKey("CNAME")) {
                return answer(canonical(record.get("CNAME").toString()), type, before);
            }
        }
        return entries.contains("TIMEOUT") ? new Answer.Outage("timeout", false) : new Answer.NoData(false);
    }

    private static DnsRecord record(RecordType type, Object value) {
        return switch (type) {
            case A, AAAA -> new DnsRecord.Address(address(value.toString()));
            case MX -> new DnsRecord.MailExchange(((Number) ((List<?>) value).get(0)).intValue(), canonical(((List<?>) value).get(1).toString()));
            case PTR -> new DnsRecord.Pointer(canonical(value.toString()));
            case TXT -> new DnsRecord.Text(value instanceof List<?> strings ? String.join("", strings.stream().map(Object::toString).toList()) : value.toString());
            default -> throw new AssertionError(type);
        };
    }

    static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
