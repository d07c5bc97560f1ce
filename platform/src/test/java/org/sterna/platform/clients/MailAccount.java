package org.sterna.platform.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sterna.platform.drill.imap.ImapValue;
import org.sterna.platform.drill.imap.ImapWire;
import org.sterna.platform.drill.imap.Response;
import org.sterna.platform.node.NodeProcess;

/** The server's side of an account, seen by a client that can be relied on. */
final class MailAccount implements AutoCloseable {
    private final ImapWire wire;

    private MailAccount(ImapWire wire) {
        this.wire = wire;
    }

    static MailAccount open(NodeProcess node, String address) throws IOException {
        ImapWire wire = ImapWire.connect(new InetSocketAddress("127.0.0.1", node.port("imaps")), true);
        wire.read();
        wire.must("LOGIN " + address + " \"" + NodeProcess.PASSWORD + "\"");
        return new MailAccount(wire);
    }

    void must(String command) throws IOException {
        wire.must(command);
    }

    /** Makes a mailbox, if the account has not got it from its beginning. */
    void create(String mailbox) throws IOException {
        if (!mailboxes().contains(mailbox)) {
            wire.must("CREATE " + mailbox);
        }
    }

    void append(String mailbox, List<String> messages) throws IOException {
        for (String message : messages) {
            Response status = wire.ask(untagged -> { }, ("APPEND " + mailbox + " {" + message.length() + "+}\r\n" + message + "\r\n").getBytes(ISO_8859_1));
            if (!status.is("OK")) {
                throw new AssertionError("APPEND: " + status);
            }
        }
    }

    /** Messages by UID. */
    Map<Long, String> messages(String mailbox) throws IOException {
        Map<Long, String> messages = new TreeMap<>();
        wire.must("EXAMINE " + mailbox);
        wire.ask(response -> {
            if (response.is("FETCH")) {
                Map<String, ImapValue> items = items(response);
                messages.put(items.get("UID").number(), items.get("BODY[]").text());
            }
        }, "UID FETCH 1:* BODY.PEEK[]");
        return messages;
    }

    /** Flags, in lower case, by UID. */
    Map<Long, Set<String>> flags(String mailbox) throws IOException {
        Map<Long, Set<String>> flags = new TreeMap<>();
        wire.must("EXAMINE " + mailbox);
        wire.ask(response -> {
            if (response.is("FETCH")) {
                Set<String> each = new TreeSet<>();
                items(response).get("FLAGS").list().forEach(flag -> each.add(flag.text().toLowerCase(Locale.ROOT)));
                each.remove("\\recent");
                flags.put(items(response).get("UID").number(), each);
            }
        }, "UID FETCH 1:* FLAGS");
        return flags;
    }

    /** Names of all mailboxes as they are written. */
    List<String> mailboxes() throws IOException {
        List<String> names = new ArrayList<>();
        wire.ask(response -> {
            if (response.is("LIST")) {
                names.add(response.values().get(2).text());
            }
        }, "LIST \"\" \"*\"");
        return names;
    }

    private static Map<String, ImapValue> items(Response response) {
        Map<String, ImapValue> items = new HashMap<>();
        List<ImapValue> values = response.values().get(0).list();
        for (int index = 0; index < values.size(); index += 2) {
            items.put(values.get(index).text(), values.get(index + 1));
        }
        return items;
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
