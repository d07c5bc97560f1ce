package org.sterna.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Fills an INBOX with {@link SyncMessages}, many in one APPEND (RFC 3502). */
final class InboxFilling {
    private static final int AT_ONCE = 50;

    private InboxFilling() { }

    /**
     * Adds messages until there are so many; nothing if there are.
     *
     * @param size octets of each, about
     */
    static void fill(ImapEndpoint endpoint, String user, String password, int messages, int size) throws IOException {
        try (SyncClient client = new SyncClient(endpoint)) {
            client.ask("LOGIN \"" + user + "\" \"" + password + "\"");
            SyncClient.Answer selected = client.ask("EXAMINE INBOX");
            long number = selected.lines().stream().filter(line -> line.endsWith(" EXISTS"))
                    .mapToLong(line -> Long.parseLong(line.substring(2, line.length() - 7))).findFirst().orElse(0);
            client.ask("UNSELECT");
            SyncMessages make = new SyncMessages(size);
            while (number < messages) {
                List<byte[]> some = new ArrayList<>();
                while (some.size() < AT_ONCE && number < messages) {
                    some.add(make.message(number++));
                }
                client.append("INBOX", some);
            }
        }
    }
}
