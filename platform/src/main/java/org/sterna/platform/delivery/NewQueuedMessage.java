package org.sterna.platform.delivery;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.identity.SessionId;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.protocols.smtp.parameter.MailParameters;

/**
 * A message that is to be accepted into the queue.
 *
 * @param reversePath without brackets, empty for the null reverse-path
 * @param octets      where they are; a blob is durable already
 * @param atHand      the octets if they are inline; of a blob all octets, so that the first attempt need not read them, or none; not changed by anybody
 * @param prefix      makes what stands in front, which names the queue id
 * @param removed     what no reader gets of the octets, in order
 */
public record NewQueuedMessage(Optional<SessionId> session, Optional<String> account, String reversePath,
        List<QueueEvent.Addressee> recipients, MailParameters parameters, Optional<Fingerprint> fingerprint, Optional<String> messageId,
        OctetsPlace octets, byte[] atHand, Function<QueueId, byte[]> prefix, List<QueueEvent.OctetRange> removed, Optional<QueueId> reportOf) { }
