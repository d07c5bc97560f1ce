package org.sterna.protocols.dns;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Asks the DNS. Never blocks the caller; answers within a bounded time, from a cache if it can. */
public interface DnsLookup {

    /**
     * All records of one type, aliases followed.
     *
     * @param name in ASCII (A-labels), with or without a last dot; one that is no domain name at all does not exist
     * @return never fails: whatever goes wrong is an {@link Answer.Outage}
     */
    CompletionStage<Answer> lookup(String name, RecordType type);

    /** The types that are asked for. */
    enum RecordType { A, AAAA, MX, PTR, TXT, TLSA, CNAME }

    /** What came of a question. */
    sealed interface Answer {

        /**
         * There are records.
         *
         * @param records   at least one, all of the type that was asked for
         * @param canonical the name that they stand at, in lower case without a last dot: the one asked for, or where its aliases lead (RFC 7672 section 2.2.2)
         * @param secure    whether DNSSEC vouches for them and for every alias on the way (RFC 4035 section 4.3)
         */
        record Found(List<DnsRecord> records, String canonical, boolean secure) implements Answer {
            public Found {
                records = List.copyOf(records);
                if (records.isEmpty()) {
                    throw new IllegalArgumentException("no records");
                }
            }
        }

        /**
         * The name exists without such records.
         *
         * @param secure whether DNSSEC vouches for that
         */
        record NoData(boolean secure) implements Answer { }

        /**
         * The name does not exist (NXDOMAIN).
         *
         * @param secure whether DNSSEC vouches for that
         */
        record NoName(boolean secure) implements Answer { }

        /**
         * Nobody knows now: no answer in time, SERVFAIL, a loop of aliases, or records that fail DNSSEC's validation.
         *
         * @param text  for logs and reports
         * @param bogus whether there was an answer, and DNSSEC says that it is forged or spoilt (RFC 4035 section 4.3)
         */
        record Outage(String text, boolean bogus) implements Answer { }
    }
}
