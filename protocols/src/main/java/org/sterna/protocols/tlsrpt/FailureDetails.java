package org.sterna.protocols.tlsrpt;

import java.util.Optional;

/**
 * Sessions that failed in one way (RFC 8460 section 4.4).
 *
 * @param resultType  a word of {@link ResultType}, or another one
 * @param sendingIp   the address the sessions came from
 * @param host        the name of the MX host
 * @param helo        what it called itself
 * @param receivingIp its address
 * @param sessions    how many
 * @param information a URI that tells more
 * @param reason      an error as text
 */
public record FailureDetails(String resultType, Optional<String> sendingIp, Optional<String> host, Optional<String> helo, Optional<String> receivingIp,
        long sessions, Optional<String> information, Optional<String> reason) { }
