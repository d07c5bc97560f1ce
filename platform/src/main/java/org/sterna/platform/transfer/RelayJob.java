package org.sterna.platform.transfer;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.sterna.persistence.blob.Content;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;

/**
 * One message for some recipients of one domain.
 *
 * @param name          of the message, for the log
 * @param beforeContent told the next hop; its stage completes when it is durable that the content may have been sent
 */
public record RelayJob(String name, ReversePath reversePath, List<ForwardPath> recipients, String domain, Content content,
        boolean eightBit, Function<String, CompletionStage<Void>> beforeContent) {
    public RelayJob {
        recipients = List.copyOf(recipients);
    }
}
