package org.sterna.platform.access;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;
import org.sterna.persistence.measure.NamedCounts;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.pop3.Pop3Command;

/** The commands that sessions of one node were given, whatever their answers. Thread-safe. */
public final class CommandCounts implements Extension {
    private static final Id ID = new Id();
    private static final Map<Class<?>, String> IMAP = verbs(ImapCommand.class);
    private static final Map<Class<?>, String> POP3 = verbs(Pop3Command.class);

    private static final class Id extends ExtensionId<CommandCounts> {
        @Override
        public CommandCounts createExtension(ActorSystem<?> system) {
            return new CommandCounts();
        }
    }

    private final NamedCounts imap = new NamedCounts(IMAP.values());
    private final NamedCounts pop3 = new NamedCounts(POP3.values());

    /** Those of a node. */
    public static CommandCounts of(ActorSystem<?> system) {
        return ID.apply(system);
    }

    /** What a client says for a command; LIST and NOTIFY have two forms each. */
    private static Map<Class<?>, String> verbs(Class<?> commands) {
        Map<Class<?>, String> verbs = new HashMap<>();
        Stream.of(commands.getPermittedSubclasses()).forEach(each -> {
            String name = each.getSimpleName();
            verbs.put(each, name.startsWith("Notify") ? "notify" : name.startsWith("List") ? "list" : name.toLowerCase(Locale.ROOT));
        });
        return Map.copyOf(verbs);
    }

    public void imap(ImapCommand command) {
        imap.add(IMAP.get(command.getClass()));
    }

    public void pop3(Pop3Command command) {
        pop3.add(POP3.get(command.getClass()));
    }

    /** By verb, in lower case. */
    public Map<String, Long> imap() {
        return imap.counted();
    }

    public Map<String, Long> pop3() {
        return pop3.counted();
    }
}
