package org.sterna.platform.dns;

import java.util.concurrent.CompletionStage;

/** Finds the hosts to which mail is sent. Never blocks the caller; answers within a bounded time, from a cache if it can. */
public interface MailResolver {

    /**
     * The hosts for a mail domain (RFC 5321 section 5.1).
     *
     * @param domain a domain in ASCII (A-labels), or an address literal such as {@code [192.0.2.1]} or {@code [IPv6:2001:db8::1]}
     * @return never fails: an outage is a {@link MailHosts.TemporaryFailure}
     */
    CompletionStage<MailHosts> mailHosts(String domain);

    /**
     * The addresses of a host that was named as next hop: no MX lookup; the machine's hosts file is asked first.
     *
     * @param host a host name, a bare address, or an address literal
     * @return {@link MailHosts.Hosts} with one host, or why there is none; never fails
     */
    CompletionStage<MailHosts> hostAddresses(String host);
}
