package org.sterna.platform.dns.dnsjava;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.sterna.protocols.dns.DnsRecord;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * What one message says of a name: records, none, or an alias to ask for. Records of names that were not asked for, and that no alias leads to, are left
 * out: whoever sent them has no say about them (RFC 2181 section 5.4.1).
 *
 * @param name       asked for, or where the aliases in the message lead
 * @param aliases    that were followed
 * @param records    of the type that was asked for
 * @param denied     whether it says that there are no records at this name, or no such name
 * @param ttlSeconds how long it may be remembered; 0 for not at all
 */
record Reading(Name name, int aliases, List<DnsRecord> records, boolean denied, long ttlSeconds) {

    /** @param mostAliases to follow; beyond them the reading ends at an alias */
    static Reading of(Message message, Name asked, int type, int mostAliases) {
        List<Record> answers = message.getSection(Section.ANSWER);
        Name name = asked;
        long ttl = Long.MAX_VALUE;
        int aliases = 0;
        while (aliases < mostAliases) {
            List<Record> found = of(answers, name, type);
            if (!found.isEmpty()) {
                return new Reading(name, aliases, found.stream().flatMap(record -> data(record).stream()).toList(), false, least(ttl, found));
            }
            List<Record> alias = type == Type.CNAME ? List.of() : of(answers, name, Type.CNAME);
            if (alias.isEmpty()) {
                break;
            }
            ttl = least(ttl, alias);
            name = ((CNAMERecord) alias.get(0)).getTarget();
            aliases++;
        }
        Optional<SOARecord> authority = message.getSection(Section.AUTHORITY).stream().filter(SOARecord.class::isInstance).map(SOARecord.class::cast).findFirst();
        // RFC 2308 sections 2.1, 2.2 and 5: without a SOA a denial is one, but not to be remembered.
        boolean denied = aliases == 0 || authority.isPresent() || message.getRcode() == Rcode.NXDOMAIN;
        long denial = authority.map(soa -> Math.min(soa.getTTL(), soa.getMinimum())).orElse(0L);
        return new Reading(name, aliases, List.of(), denied, denied ? Math.min(ttl, denial) : ttl);
    }

    private static List<Record> of(List<Record> answers, Name name, int type) {
        return answers.stream().filter(record -> record.getType() == type && record.getName().equals(name)).toList();
    }

    private static long least(long ttl, List<Record> records) {
        return Math.min(ttl, records.stream().mapToLong(Record::getTTL).min().orElse(ttl));
    }

    static String written(Name name) {
        return name.equals(Name.root) ? "" : name.toString(true).toLowerCase(Locale.ROOT);
    }

    private static Optional<DnsRecord> data(Record record) {
        if (record instanceof ARecord four) {
            return Optional.of(new DnsRecord.Address(four.getAddress()));
        }
        if (record instanceof AAAARecord six) {
            return Optional.of(new DnsRecord.Address(six.getAddress()));
        }
        if (record instanceof MXRecord exchange) {
            return Optional.of(new DnsRecord.MailExchange(exchange.getPriority(), written(exchange.getTarget())));
        }
        if (record instanceof PTRRecord pointer) {
            return Optional.of(new DnsRecord.Pointer(written(pointer.getTarget())));
        }
        if (record instanceof CNAMERecord alias) {
            return Optional.of(new DnsRecord.Pointer(written(alias.getTarget())));
        }
        if (record instanceof TXTRecord text) {
            return Optional.of(new DnsRecord.Text(joined(text)));
        }
        if (record instanceof TLSARecord tlsa) {
            return Optional.of(new DnsRecord.Tlsa(tlsa.getCertificateUsage(), tlsa.getSelector(), tlsa.getMatchingType(), tlsa.getCertificateAssociationData()));
        }
        return Optional.empty();
    }

    private static String joined(TXTRecord text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        Stream.of(text.getStringsAsByteArrays().toArray()).forEach(each -> octets.writeBytes((byte[]) each));
        return octets.toString(ISO_8859_1);
    }
}
