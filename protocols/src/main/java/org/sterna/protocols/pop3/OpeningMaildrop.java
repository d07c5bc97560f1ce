package org.sterna.protocols.pop3;

import java.util.Optional;

/**
 * The caller takes the maildrop. Before: {@link CheckingCredentials}; next: {@link Transaction}. RFC 1939 section 4.
 *
 * @param before the dialogue to go back to when the maildrop cannot be had
 */
record OpeningMaildrop(Pop3Dialogue dialogue, Pop3Dialogue before) implements Pop3State {
    @Override
    public Optional<Step> answer(Pop3Input input) {
        Authorization authorization = new Authorization(before, Optional.empty());
        if (input instanceof Pop3Input.MaildropOpened opened) {
            Maildrop maildrop = Maildrop.of(opened.contents());
            return Optional.of(Pop3State.say(new Transaction(dialogue, maildrop),
                    Pop3Reply.ok("Maildrop has " + maildrop.count() + " messages (" + maildrop.octets() + " octets)")));
        }
        if (input instanceof Pop3Input.MaildropInUse) {
            return Optional.of(Pop3State.say(authorization,
                    Pop3Reply.error("[IN-USE] Another session has the maildrop"))); // RFC 2449 section 8.1.2
        }
        if (input instanceof Pop3Input.MaildropTooSoon) {
            return Optional.of(Pop3State.say(authorization,
                    Pop3Reply.error("[LOGIN-DELAY] The last session began a moment ago"))); // RFC 2449 section 8.1.1
        }
        if (input instanceof Pop3Input.MaildropGone) {
            return Optional.of(Pop3State.say(authorization,
                    Pop3Reply.error("[SYS/PERM] There is no maildrop any more"))); // RFC 3206 section 4
        }
        if (input instanceof Pop3Input.MaildropUnavailable) {
            return Optional.of(Pop3State.say(authorization,
                    Pop3Reply.error("[SYS/TEMP] The maildrop cannot be opened now")));
        }
        return Optional.empty();
    }
}
