package org.sterna.platform.access.imap;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.ImapResponses;
import org.sterna.protocols.imap.ImapSession;
import org.sterna.protocols.imap.StatusResponse;

/** The commands that concern the session itself and nothing behind it. For the actor's thread. */
final class SessionCommands {
    private static final Map<String, String> IDENTITY = Map.of("name", "Sterna");
    /** Texts for people are in plain English (RFC 5255 section 3.1). */
    private static final List<String> LANGUAGES = List.of("EN", "I-DEFAULT");

    private final Dialogue dialogue;
    private final Selection selection;
    private final PacedOutput output;

    SessionCommands(Dialogue dialogue, Selection selection) {
        this.dialogue = dialogue;
        this.selection = selection;
        this.output = dialogue.output();
    }

    /** Empty if it is none of these commands. */
    Optional<StatusResponse> execute(ImapCommand command) {
        if (command instanceof ImapCommand.Capability) {
            output.write(ImapResponses.capability(dialogue.session()));
            return Optional.of(StatusResponse.ok("CAPABILITY completed"));
        }
        if (command instanceof ImapCommand.Noop) {
            return Optional.of(StatusResponse.ok("NOOP completed"));
        }
        if (command instanceof ImapCommand.Check) {
            return Optional.of(StatusResponse.ok("CHECK completed"));
        }
        if (command instanceof ImapCommand.Id) {
            output.write(ImapResponses.id(IDENTITY));
            return Optional.of(StatusResponse.ok("ID completed"));
        }
        if (command instanceof ImapCommand.Enable enable) {
            return Optional.of(enable(enable));
        }
        return command instanceof ImapCommand.Language language ? Optional.of(language(language)) : Optional.empty();
    }

    private StatusResponse enable(ImapCommand.Enable enable) {
        boolean before = dialogue.session().enabled().condstore();
        ImapSession.Enabling enabling = dialogue.session().enable(enable.capabilities());
        dialogue.enabled(enabling.next());
        output.write(ImapResponses.enabled(enabling.names()));
        if (!before && dialogue.session().enabled().condstore()) {
            selection.tellHighestModSeq();
        }
        return StatusResponse.ok("ENABLE completed");
    }

    /** RFC 5255 section 3.2: the first range that fits, or all there are. */
    private StatusResponse language(ImapCommand.Language language) {
        if (language.ranges().isEmpty()) {
            output.write(ImapResponses.language(LANGUAGES));
            return StatusResponse.ok("LANGUAGE completed");
        }
        for (String range : language.ranges()) {
            String wanted = range.toUpperCase(Locale.ROOT);
            boolean english = wanted.equals("EN") || wanted.startsWith("EN-") || wanted.equals("*") || wanted.equals("DEFAULT");
            if (english || wanted.equals("I-DEFAULT")) {
                output.write(ImapResponses.language(List.of(english ? LANGUAGES.get(0) : LANGUAGES.get(1))));
                return StatusResponse.ok("LANGUAGE completed");
            }
        }
        return StatusResponse.no("None of these languages is spoken here");
    }
}
