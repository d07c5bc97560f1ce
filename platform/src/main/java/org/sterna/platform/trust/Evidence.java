package org.sterna.platform.trust;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.message.HeaderFields;
import org.sterna.protocols.spf.SpfVerdict;

/**
 * All that an author's policy goes by.
 *
 * @param client      that sent the message
 * @param reversePath of the transaction
 * @param header      its first fields
 * @param mailFrom    what SPF said of the reverse-path, or of the client's name where that is null; empty if it was not asked for
 * @param content     what its signatures say
 * @param at          when it was complete
 */
public record Evidence(InetAddress client, ReversePath reversePath, HeaderFields header, Optional<SpfVerdict> mailFrom, ContentFindings content, Instant at) { }
