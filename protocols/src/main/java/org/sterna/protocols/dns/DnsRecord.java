package org.sterna.protocols.dns;

import java.net.InetAddress;
import java.util.Arrays;

/** The data of one record of the DNS. Names are in ASCII, in lower case, without a last dot; the root is empty. */
public sealed interface DnsRecord {

    /** Of an A or AAAA record. */
    record Address(InetAddress address) implements DnsRecord { }

    /**
     * Of an MX record (RFC 1035 section 3.3.9).
     *
     * @param host empty for a null MX (RFC 7505 section 3)
     */
    record MailExchange(int preference, String host) implements DnsRecord { }

    /** Of a PTR or CNAME record. */
    record Pointer(String name) implements DnsRecord { }

    /**
     * Of a TXT record.
     *
     * @param text its strings in one (RFC 7208 section 3.3); an octet each character
     */
    record Text(String text) implements DnsRecord { }

    /**
     * Of a TLSA record (RFC 6698 section 2.1).
     *
     * @param data of the certificate association; not to be changed
     */
    record Tlsa(int usage, int selector, int matchingType, byte[] data) implements DnsRecord {
        @Override
        public boolean equals(Object other) {
            return other instanceof Tlsa tlsa && usage == tlsa.usage && selector == tlsa.selector && matchingType == tlsa.matchingType
                    && Arrays.equals(data, tlsa.data);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * usage + selector) + matchingType + Arrays.hashCode(data);
        }
    }
}
