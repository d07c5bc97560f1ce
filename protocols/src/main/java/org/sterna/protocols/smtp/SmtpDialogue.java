package org.sterna.protocols.smtp;

import java.util.Optional;

/** What outlives a mail transaction. */
record SmtpDialogue(
        SmtpRules rules,
        Optional<TlsLayer> tls,
        Optional<Hello> hello,
        Optional<String> account,
        int messages,
        int badCommands) {
    /** How the client named itself. */
    record Hello(String client, boolean extended) {}

    static SmtpDialogue begin(SmtpRules rules, Optional<TlsLayer> tls) {
        return new SmtpDialogue(rules, tls, Optional.empty(), Optional.empty(), 0, 0);
    }

    /** RFC 3207 section 4.2: everything learnt in the clear is forgotten. Errors are not forgiven by it. */
    SmtpDialogue securedBy(TlsLayer layer) {
        return new SmtpDialogue(rules, Optional.of(layer), Optional.empty(), Optional.empty(), messages, badCommands);
    }

    SmtpDialogue greetedBy(Hello greeting) {
        return new SmtpDialogue(rules, tls, Optional.of(greeting), account, messages, badCommands);
    }

    SmtpDialogue authenticatedAs(String name) {
        return new SmtpDialogue(rules, tls, hello, Optional.of(name), messages, badCommands);
    }

    SmtpDialogue withMessage() {
        return new SmtpDialogue(rules, tls, hello, account, messages + 1, badCommands);
    }

    SmtpDialogue withBadCommand() {
        return new SmtpDialogue(rules, tls, hello, account, messages, badCommands + 1);
    }

    boolean offersTls() {
        return tls.isEmpty() && rules.tlsOffer() == SmtpRules.TlsOffer.STARTTLS;
    }

    boolean offersAuth() {
        return tls.isPresent() && rules.role() == SmtpRules.Role.SUBMISSION;
    }

    TransmissionType transmissionType() {
        if (hello.filter(Hello::extended).isEmpty()) {
            return TransmissionType.SMTP;
        }
        if (account.isPresent()) {
            return tls.isPresent() ? TransmissionType.ESMTPSA : TransmissionType.ESMTPA;
        }
        return tls.isPresent() ? TransmissionType.ESMTPS : TransmissionType.ESMTP;
    }
}
