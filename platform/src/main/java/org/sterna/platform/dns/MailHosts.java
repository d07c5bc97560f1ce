package org.sterna.platform.dns;

import java.util.List;

/** What is known of the hosts that take a domain's mail. */
public sealed interface MailHosts {

    /**
     * There are hosts.
     *
     * @param hosts not empty, in the order in which to try them: by preference, at random among equals (RFC 5321 section 5.1)
     */
    record Hosts(List<MailHost> hosts) implements MailHosts {
        public Hosts {
            hosts = List.copyOf(hosts);
            if (hosts.isEmpty()) {
                throw new IllegalArgumentException("no hosts");
            }
        }
    }

    /** The domain says that it takes no mail: permanent, {@code 556 5.1.10} (RFC 7505 sections 3 and 4). */
    record NullMx() implements MailHosts { }

    /** The domain does not exist (NXDOMAIN): permanent, {@code 5.1.2}. */
    record NoSuchDomain() implements MailHosts { }

    /**
     * The domain exists, but no host of it has an address: permanent, {@code 5.4.4}.
     *
     * @param text what was looked for
     */
    record NoMailHost(String text) implements MailHosts { }

    /**
     * The DNS did not answer, or answered with a failure: to be asked again later, {@code 4.4.3}.
     *
     * @param text what failed
     */
    record TemporaryFailure(String text) implements MailHosts { }
}
