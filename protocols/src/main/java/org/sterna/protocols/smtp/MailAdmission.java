package org.sterna.protocols.smtp;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.DeliverBy;
import org.sterna.protocols.smtp.parameter.FutureRelease;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.ParameterKeyword;

/** What a MAIL command must meet before anybody is asked about its reverse-path. */
final class MailAdmission {
    private MailAdmission() {}

    static SmtpSession.Step admit(Greeted state, SmtpCommand.Mail mail) {
        SmtpDialogue dialogue = state.dialogue();
        SmtpRules rules = dialogue.rules();
        if (rules.authOffer() == SmtpRules.AuthOffer.REQUIRED && dialogue.account().isEmpty()) {
            return state.refuse(Replies.AUTHENTICATION_REQUIRED);
        }
        if (dialogue.counters().transactions() >= rules.limits().transactions()) {
            return state.end(Replies.TOO_MANY_TRANSACTIONS); // RFC 9422 section 4
        }
        Optional<Reply> refusal = refusal(dialogue, mail);
        if (refusal.isPresent()) {
            return state.refuse(refusal.get());
        }
        // RFC 1870 section 6.1: a message that declares itself too large is refused before it is sent.
        if (mail.parameters().declaredSize().orElse(0) > rules.limits().messageOctets()) {
            return state.idle(Replies.TOO_LARGE);
        }
        return consult(dialogue.withTransaction(), mail.reversePath(), mail.parameters());
    }

    private static SmtpSession.Step consult(
            SmtpDialogue dialogue, ReversePath reversePath, MailParameters asked) {
        MailParameters parameters = withinReach(dialogue, asked);
        Reply reply = parameters.equals(asked) ? Replies.REVERSE_PATH_OK : lowered(parameters.priority());
        Envelope envelope = new Envelope(
                dialogue.hello().orElseThrow().client(), reversePath, List.of(), parameters, dialogue.account());
        return Consulting.about(new SmtpAction.ConsultOnMail(reversePath, parameters), new Greeted(dialogue),
                SmtpState.say(new Addressing(dialogue, envelope, 0), reply));
    }

    /** RFC 6710 section 4.1: nobody unknown is served before others because it says so. */
    private static MailParameters withinReach(SmtpDialogue dialogue, MailParameters asked) {
        int highest = dialogue.rules().limits().strangersPriority();
        return dialogue.account().isEmpty() && asked.priority().orElse(Integer.MIN_VALUE) > highest
                ? asked.withPriority(OptionalInt.of(highest))
                : asked;
    }

    /** RFC 6710 section 4.1: the text starts with the new priority. */
    private static Reply lowered(OptionalInt priority) {
        return Reply.of(250, "2.3.6", priority.orElseThrow() + " is the priority of the message");
    }

    private static Optional<Reply> refusal(SmtpDialogue dialogue, SmtpCommand.Mail mail) {
        for (ParameterKeyword keyword : mail.wording().keywords()) {
            if (!isOffered(dialogue, keyword, mail.parameters().body())) {
                return Optional.of(Replies.UNKNOWN_PARAMETER); // RFC 5321 section 4.1.1.11
            }
        }
        if (!mail.wording().ascii() && !mail.parameters().utf8()) {
            return Optional.of(dialogue.offers(ServiceExtension.SMTPUTF8)
                    ? Replies.REVERSE_PATH_NOT_ASCII : Replies.BAD_REVERSE_PATH);
        }
        return mail.parameters().futureRelease().flatMap(release -> holdRefusal(dialogue, release, mail.parameters().deliverBy()))
                .or(() -> mail.parameters().deliverBy().flatMap(by -> deadlineRefusal(dialogue, by)));
    }

    private static boolean isOffered(SmtpDialogue dialogue, ParameterKeyword keyword, BodyType body) {
        return switch (keyword) {
            case SIZE -> dialogue.offers(ServiceExtension.SIZE);
            case BODY -> dialogue.offers(
                    body == BodyType.BINARY_MIME ? ServiceExtension.BINARY_MIME : ServiceExtension.EIGHT_BIT_MIME);
            case AUTH -> dialogue.isExtended() && dialogue.offersAuth(); // RFC 4954 section 5
            case RET, ENVID -> dialogue.offers(ServiceExtension.DSN);
            case SMTPUTF8 -> dialogue.offers(ServiceExtension.SMTPUTF8);
            case REQUIRETLS -> dialogue.offers(ServiceExtension.REQUIRETLS);
            case BY -> dialogue.offers(ServiceExtension.DELIVERBY);
            case HOLDFOR, HOLDUNTIL -> dialogue.offers(ServiceExtension.FUTURERELEASE);
            case MT_PRIORITY -> dialogue.offers(ServiceExtension.MT_PRIORITY);
            case NOTIFY, ORCPT -> throw new AssertionError(keyword);
        };
    }

    /**
     * RFC 4865 section 4.2: what is later than EHLO told, or already past. The session has no clock but the time of its opening, which
     * is the one EHLO's date is counted from; whoever is consulted on MAIL may look closer.
     */
    private static Optional<Reply> holdRefusal(SmtpDialogue dialogue, FutureRelease release, Optional<DeliverBy> deliverBy) {
        if (dialogue.account().isEmpty()) {
            return Optional.of(Replies.AUTHENTICATION_REQUIRED); // RFC 4865 section 6
        }
        if (release instanceof FutureRelease.HoldFor hold) {
            boolean tooLong = hold.duration().compareTo(dialogue.rules().limits().longestHold()) > 0;
            // RFC 4865 section 5.2.2: it would be released only after its deadline.
            boolean tooLate = deliverBy.filter(by -> by.within().compareTo(hold.duration()) < 0).isPresent();
            return tooLong || tooLate ? Optional.of(Replies.BAD_HOLD) : Optional.empty();
        }
        Instant until = release.releaseAt(dialogue.opened());
        return until.isAfter(dialogue.latestRelease()) || until.isBefore(dialogue.opened())
                ? Optional.of(Replies.BAD_HOLD) : Optional.empty();
    }

    /** RFC 2852 section 3: below the bound that EHLO told. */
    private static Optional<Reply> deadlineRefusal(SmtpDialogue dialogue, DeliverBy by) {
        Duration shortest = dialogue.rules().limits().shortestDeliverBy();
        return by.mode() == DeliverBy.Mode.RETURN && by.within().compareTo(shortest) < 0
                ? Optional.of(Replies.DEADLINE_TOO_SOON) : Optional.empty();
    }
}
