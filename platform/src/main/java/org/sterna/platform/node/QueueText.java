package org.sterna.platform.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sterna.persistence.queue.Tally;
import org.sterna.persistence.queue.WaitingMessage;

/** Waiting messages and their numbers, for people and for programs. */
final class QueueText {
    private static final String TRIED = "active";

    private QueueText() { }

    /** One line. */
    static String line(WaitingMessage message, boolean tried) {
        return message.id() + "  " + (tried ? TRIED : state(message)) + "  accepted " + message.accepted()
                + (tried ? "" : "  next attempt " + (message.state() == WaitingMessage.State.HELD ? "when released" : message.due()))
                + "  " + message.octets() + " octets  <" + Printable.text(message.reversePath()) + "> to " + recipients(message)
                + (message.destination().isEmpty() ? "" : "  at " + Printable.text(message.destination()))
                + (message.reason().isEmpty() ? "" : "  " + Printable.text(message.reason()));
    }

    private static String recipients(WaitingMessage message) {
        int more = message.recipients().size() - 1;
        return message.recipients().isEmpty() ? "nobody" : Printable.paths(message.recipients().subList(0, 1)) + (more == 0 ? "" : " and " + more + " more");
    }

    /** In lower case. */
    static String state(WaitingMessage message) {
        return message.state().name().toLowerCase(Locale.ROOT);
    }

    static Map<String, Object> fields(WaitingMessage message, boolean tried) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", message.id());
        fields.put("state", tried ? TRIED : state(message));
        fields.put("accepted", message.accepted());
        fields.put("due", message.due());
        fields.put("sender", message.reversePath());
        fields.put("recipients", message.recipients());
        fields.put("octets", message.octets());
        fields.put("priority", message.priority());
        fields.put("destination", message.destination());
        fields.put("reason", message.reason());
        return fields;
    }

    /** A table like that of qshape: a line for each destination, a column for each age. */
    static String byDestination(Tally tally) {
        List<List<String>> table = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("", "all"));
        head.addAll(ages());
        table.add(head);
        table.add(row("all", tally.total()));
        tally.rows().forEach(each -> table.add(row(each.destination().isEmpty() ? "(several, or mailboxes)" : Printable.text(each.destination()), each)));
        if (tally.rest().count() > 0) {
            table.add(row("(smaller ones)", tally.rest()));
        }
        return aligned(table);
    }

    static String byState(Tally tally) {
        List<List<String>> table = new ArrayList<>();
        numbers(tally.total()).forEach((state, count) -> table.add(List.of(state, count.toString())));
        return aligned(table);
    }

    static String byAge(Tally tally) {
        List<List<String>> table = new ArrayList<>();
        List<String> ages = ages();
        for (int i = 0; i < ages.size(); i++) {
            table.add(List.of(ages.get(i) + " min", tally.total().ages().get(i).toString()));
        }
        return aligned(table);
    }

    private static Map<String, Object> numbers(Tally.Row row) {
        Map<String, Object> states = new LinkedHashMap<>();
        for (WaitingMessage.State state : WaitingMessage.State.values()) {
            states.put(state.name().toLowerCase(Locale.ROOT), row.states().getOrDefault(state, 0));
        }
        return states;
    }

    static Map<String, Object> fields(Tally tally) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("all", fields("", tally.total()));
        fields.put("destinations", tally.rows().stream().map(row -> fields(row.destination(), row)).toList());
        fields.put("rest", fields("", tally.rest()));
        return fields;
    }

    private static Map<String, Object> fields(String destination, Tally.Row row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("destination", destination);
        fields.put("count", row.count());
        Map<String, Object> ages = new LinkedHashMap<>();
        List<String> names = ages();
        for (int i = 0; i < names.size(); i++) {
            ages.put(names.get(i), row.ages().get(i));
        }
        fields.put("minutes", ages);
        fields.put("states", numbers(row));
        return fields;
    }

    /** Up to so many minutes; the last is whatever is older. */
    private static List<String> ages() {
        List<String> ages = new ArrayList<>();
        Tally.MINUTES.forEach(each -> ages.add(String.valueOf(each)));
        ages.add(Tally.MINUTES.get(Tally.MINUTES.size() - 1) + "+");
        return ages;
    }

    private static List<String> row(String name, Tally.Row row) {
        List<String> cells = new ArrayList<>(List.of(name, String.valueOf(row.count())));
        row.ages().forEach(each -> cells.add(each.toString()));
        return cells;
    }

    /** The first column to the left, the others to the right. */
    private static String aligned(List<List<String>> table) {
        int[] widths = new int[table.get(0).size()];
        table.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        List<String> lines = new ArrayList<>();
        for (List<String> row : table) {
            StringBuilder line = new StringBuilder(row.get(0)).append(" ".repeat(widths[0] - row.get(0).length()));
            for (int i = 1; i < widths.length; i++) {
                line.append("  ").append(" ".repeat(widths[i] - row.get(i).length())).append(row.get(i));
            }
            lines.add(line.toString());
        }
        return String.join("\n", lines);
    }
}
