package org.sterna.platform.transfer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.sterna.persistence.blob.Content;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.NullReversePath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.smtp.ClientPlan;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/**
 * One message for some recipients with one transport.
 *
 * @param name          of the message, for the log
 * @param recipients    with what each RCPT came with; tried in this order
 * @param transport     where they are
 * @param parameters    of the message; asked anew for each transaction, because the time of BY passes; empty when it must not be sent any more
 * @param beforeContent told what is about to be sent
 * @param account       that submitted it
 * @param priority      RFC 6710, -9 to 9; 0 is normal
 */
public record RelayJob(String name, ReversePath reversePath, Map<ForwardPath, RcptParameters> recipients, Transport.Host transport, Content content,
        Supplier<Optional<MailParameters>> parameters, BeforeContent beforeContent, Optional<String> account,
        int priority) {
    /** Records that a content may have been sent. */
    @FunctionalInterface
    public interface BeforeContent {
        /**
         * Called once for each transaction, before its content leaves.
         *
         * @param security as {@link RelayResult} has it
         * @param octets   of the content
         * @return completes when it is durable that it may have been sent
         */
        CompletionStage<Void> begin(String host, String security, long octets);
    }

    private static final Content NOTHING = Content.of(new byte[0]);

    /** Copies the recipients in their order. */
    public RelayJob {
        recipients = Collections.unmodifiableMap(new LinkedHashMap<>(recipients));
    }

    /** Nothing is sent; it is only asked whether a message of no sender for this recipient would be taken. */
    static RelayJob question(ForwardPath recipient, Transport.Host transport) {
        return new RelayJob("recipient " + recipient, NullReversePath.NULL, Map.of(recipient, RcptParameters.NONE), transport, NOTHING,
                () -> Optional.of(MailParameters.NONE), (host, security, octets) -> {
                    throw new IllegalStateException("a question has no content for " + host);
                }, Optional.empty(), 0);
    }

    ClientPlan.Purpose purpose() {
        return content == NOTHING ? ClientPlan.Purpose.ASK : ClientPlan.Purpose.SEND;
    }

    boolean isQuestion() {
        return content == NOTHING;
    }

    List<ForwardPath> forwardPaths() {
        return List.copyOf(recipients.keySet());
    }

    /** Whose turn it is when several have jobs for one destination. */
    String sender() {
        return account.orElseGet(reversePath::path);
    }
}
