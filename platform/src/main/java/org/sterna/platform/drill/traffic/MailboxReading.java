package org.sterna.platform.drill.traffic;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sterna.platform.drill.audit.Found;
import org.sterna.platform.drill.audit.ViewedMessage;

/** Reads everything that is in an account. */
public final class MailboxReading {
    private static final Pattern LIST = Pattern.compile("\\* LIST \\(([^)]*)\\) \\S+ \"?([^\"]+)\"?.*");

    private MailboxReading() {
    }

    /** All messages of all mailboxes. */
    public static List<Found> of(InetSocketAddress imaps, String account, NumberedMessage messages) throws IOException {
        List<Found> found = new ArrayList<>();
        try (ImapLink link = ImapLink.login(imaps, account, (Socket made) -> { })) {
            for (ImapLine line : link.must("LIST \"\" \"*\"").lines()) {
                Matcher folder = LIST.matcher(line.text());
                if (folder.matches() && !folder.group(1).contains("\\No")) {            // \Noselect, \NonExistent
                    found.addAll(folder(link, account, folder.group(2), messages));
                }
            }
        }
        return found;
    }

    private static List<Found> folder(ImapLink link, String account, String folder, NumberedMessage messages) throws IOException {
        link.must("EXAMINE \"" + folder + "\"");
        List<Found> found = new ArrayList<>();
        for (ImapLine line : link.must("UID FETCH 1:* (FLAGS MODSEQ BODY.PEEK[])").lines()) {
            if (line.isFetch() && line.uid().isPresent() && !line.literals().isEmpty()) {
                int number = messages.number(line.literal());
                Set<String> flags = line.message().map(ViewedMessage::flags).orElse(Set.of());
                found.add(new Found(account, folder, line.uid().getAsLong(), number, number > 0 && messages.isIntact(number, line.literals().get(0)), flags));
            }
        }
        return found;
    }
}
