package org.sterna.platform.transfer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.sterna.persistence.blob.Content;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.NullReversePath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.smtp.ClientPlan;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/**
 * One message for some recipients of one domain.
 *
 * @param name          of the message, for the log
 * @param recipients    with what each RCPT came with; tried in this order
 * @param hop           where they are
 * @param parameters    of the message; asked anew for each connection, because the time of BY passes; empty when it must not be sent any more
 * @param beforeContent told the next hop; its stage completes when it is durable that the content may have been sent
 */
public record RelayJob(String name, ReversePath reversePath, Map<ForwardPath, RcptParameters> recipients, Hop hop, Content content,
        Supplier<Optional<MailParameters>> parameters, Function<String, CompletionStage<Void>> beforeContent) {
    private static final Content NOTHING = Content.of(new byte[0]);

    /**
     * Where the recipients are.
     *
     * @param domain  theirs
     * @param nextHop as {@link NextHop} reads it; goes before route and MX
     */
    public record Hop(String domain, Optional<String> nextHop) { }

    /** Copies the recipients in their order. */
    public RelayJob {
        recipients = Collections.unmodifiableMap(new LinkedHashMap<>(recipients));
    }

    /** Nothing is sent; it is only asked whether a message of no sender for this recipient would be taken. */
    static RelayJob question(ForwardPath recipient, Hop hop) {
        return new RelayJob("recipient " + recipient, NullReversePath.NULL, Map.of(recipient, RcptParameters.NONE), hop, NOTHING,
                () -> Optional.of(MailParameters.NONE), host -> {
                    throw new IllegalStateException("a question has no content for " + host);
                });
    }

    ClientPlan.Purpose purpose() {
        return content == NOTHING ? ClientPlan.Purpose.ASK : ClientPlan.Purpose.SEND;
    }

    List<ForwardPath> forwardPaths() {
        return List.copyOf(recipients.keySet());
    }
}
