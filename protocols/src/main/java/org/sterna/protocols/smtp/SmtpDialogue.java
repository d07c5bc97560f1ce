package org.sterna.protocols.smtp;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.sterna.protocols.sasl.SaslMechanism;

/**
 * What outlives a mail transaction.
 *
 * @param opened when the session was opened
 */
record SmtpDialogue(
        SmtpRules rules, Instant opened, Optional<TlsLayer> tls, Optional<Hello> hello, Optional<String> account, Counters counters) {
    /**
     * How the client named itself.
     *
     * @param extended whether with EHLO or LHLO
     */
    record Hello(String client, boolean extended) {}

    /**
     * What was counted since the session was opened; nothing resets it but for one.
     *
     * @param idleCommands since the last message
     */
    record Counters(int messages, int transactions, int badCommands, int idleCommands) {
        static final Counters NONE = new Counters(0, 0, 0, 0);
    }

    static SmtpDialogue begin(SmtpRules rules, Optional<TlsLayer> tls, Instant opened) {
        return new SmtpDialogue(rules, opened, tls, Optional.empty(), Optional.empty(), Counters.NONE);
    }

    /** RFC 3207 section 4.2: everything learnt in the clear is forgotten. Errors are not forgiven by it. */
    SmtpDialogue securedBy(TlsLayer layer) {
        return new SmtpDialogue(rules, opened, Optional.of(layer), Optional.empty(), Optional.empty(), counters);
    }

    SmtpDialogue greetedBy(Hello greeting) {
        return new SmtpDialogue(rules, opened, tls, Optional.of(greeting), account, counters);
    }

    SmtpDialogue authenticatedAs(String name) {
        return new SmtpDialogue(rules, opened, tls, hello, Optional.of(name), counters);
    }

    /** A proxy speaks for another from here on: nothing but the connection is left, and what the proxy said of an account. */
    SmtpDialogue speakingFor(Optional<String> login) {
        return new SmtpDialogue(rules, opened, tls, Optional.empty(), login, counters);
    }

    SmtpDialogue withMessage() {
        return with(new Counters(counters.messages() + 1, counters.transactions(), counters.badCommands(), 0));
    }

    SmtpDialogue withTransaction() {
        return with(new Counters(
                counters.messages(), counters.transactions() + 1, counters.badCommands(), counters.idleCommands()));
    }

    SmtpDialogue withBadCommand() {
        return with(new Counters(
                counters.messages(), counters.transactions(), counters.badCommands() + 1, counters.idleCommands()));
    }

    /** With one more command that is good and brings no message nearer; beyond the limit it counts as an error too. */
    SmtpDialogue withIdleCommand() {
        boolean tooMany = counters.idleCommands() >= rules.limits().idleCommands();
        return tooMany ? withBadCommand() : with(new Counters(
                counters.messages(), counters.transactions(), counters.badCommands(), counters.idleCommands() + 1));
    }

    /** Whether the client said EHLO or LHLO, without which no extension is offered (RFC 5321 section 4.1.1.1). */
    boolean isExtended() {
        return hello.filter(Hello::extended).isPresent();
    }

    /** Whether an extension was offered to this client in this state. */
    boolean offers(ServiceExtension extension) {
        return isExtended() && ServiceExtensions.suits(this, extension);
    }

    boolean offersTls() {
        return tls.isEmpty() && rules.tlsOffer() == SmtpRules.TlsOffer.STARTTLS;
    }

    /** RFC 4954 section 4: nothing is offered in the clear. */
    boolean offersAuth() {
        return rules.authOffer() != SmtpRules.AuthOffer.NONE && !mechanisms().isEmpty();
    }

    /** Those that the rules want and the connection can carry; none in the clear. */
    List<SaslMechanism> mechanisms() {
        return tls.map(layer -> SaslMechanism.offered(rules.mechanisms(), layer.bindable(), layer.certified())).orElse(List.of());
    }

    /** The latest time until which a message may be held, as EHLO told it (RFC 4865 section 3); whole seconds. */
    Instant latestRelease() {
        return opened.plus(rules.limits().longestHold()).truncatedTo(ChronoUnit.SECONDS);
    }

    TransmissionType transmissionType() {
        TransmissionType.Greeting greeting = !isExtended() ? TransmissionType.Greeting.HELO
                : rules.role() == SmtpRules.Role.LMTP ? TransmissionType.Greeting.LHLO : TransmissionType.Greeting.EHLO;
        return TransmissionType.of(greeting, tls.isPresent(), account.isPresent());
    }

    private SmtpDialogue with(Counters others) {
        return new SmtpDialogue(rules, opened, tls, hello, account, others);
    }
}
