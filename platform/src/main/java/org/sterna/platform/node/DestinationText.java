package org.sterna.platform.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sterna.persistence.destination.Condition;
import org.sterna.persistence.destination.Life;
import org.sterna.persistence.destination.Limits;
import org.sterna.persistence.destination.Rate;
import org.sterna.platform.destination.Destinations.Local;
import org.sterna.platform.destination.QuotaKey;
import org.sterna.platform.destination.Standing;

/** Destinations, for people and for programs. */
final class DestinationText {
    private DestinationText() { }

    /** Its name, with its kind if that is not the usual one: what the commands take. */
    static String name(QuotaKey key) {
        return Printable.text(key.kind() == QuotaKey.Kind.DESTINATION ? key.name() : key.entityId());
    }

    static String line(Local local) {
        return name(local.key()) + "  " + text(condition(local.standing())) + "  " + local.connections() + " of " + local.granted()
                + " connections here, " + limits(local.limits()) + " in all  last used " + local.used();
    }

    /** One that this node does not use. */
    static String line(QuotaKey key, Condition condition) {
        return name(key) + "  " + text(condition);
    }

    static String show(QuotaKey key, Life.View view, String waiting) {
        List<String> lines = new ArrayList<>();
        lines.add(line(key, view.condition()));
        lines.add(waiting);
        lines.add(view.limits().map(limits -> "limits: " + limits(limits) + "; " + view.window() + " connections may be granted now")
                .orElse("limits: nobody has asked for it lately"));
        view.holdings().forEach(each -> lines.add("node " + each.node() + ": " + each.connections() + " connections granted until " + each.until() + ", "
                + each.inUse() + " in use, " + each.wanted() + " wanted"));
        lines.add("since it came into use: " + view.asks() + " asks, " + view.successes() + " successes, " + view.failures() + " failures"
                + view.lastFailure().map(reason -> "; the last: " + Printable.text(reason)).orElse(""));
        return String.join("\n", lines);
    }

    static String text(Condition condition) {
        if (condition instanceof Condition.Open) {
            return "open";
        }
        if (condition instanceof Condition.Down down) {
            return "down since " + down.since() + ", next probe " + down.probeAt() + ": " + Printable.text(down.reason());
        }
        if (condition instanceof Condition.Frozen frozen) {
            return "frozen since " + frozen.since() + ": " + Printable.text(frozen.reason());
        }
        throw new AssertionError(condition);
    }

    private static Condition condition(Standing standing) {
        if (standing instanceof Standing.Open) {
            return new Condition.Open();
        }
        if (standing instanceof Standing.Down down) {
            return new Condition.Down(down.reason(), down.since(), down.probeAt());
        }
        if (standing instanceof Standing.Frozen frozen) {
            return new Condition.Frozen(frozen.reason(), frozen.since());
        }
        throw new AssertionError(standing);
    }

    private static String limits(Limits limits) {
        List<String> words = new ArrayList<>(List.of(limits.connections() + " connections"));
        limits.rates().forEach(rate -> words.add(rate(rate)));
        return String.join(", ", words);
    }

    private static String rate(Rate rate) {
        return rate.count() + " " + rate.what().name().toLowerCase(Locale.ROOT) + " in " + length(rate.per());
    }

    private static String length(Duration per) {
        long seconds = per.toSeconds();
        return seconds % 3600 == 0 ? seconds / 3600 + " h" : seconds % 60 == 0 ? seconds / 60 + " m" : seconds + " s";
    }

    static Map<String, Object> fields(Local local) {
        Map<String, Object> fields = fields(local.key(), condition(local.standing()));
        fields.put("connections", local.connections());
        fields.put("granted", local.granted());
        fields.put("limits", limits(local.limits()));
        fields.put("used", local.used());
        return fields;
    }

    static Map<String, Object> fields(QuotaKey key, Condition condition) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", key.kind().name().toLowerCase(Locale.ROOT));
        fields.put("name", key.name());
        fields.put("state", condition.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        if (condition instanceof Condition.Down down) {
            fields.put("reason", down.reason());
            fields.put("since", down.since());
            fields.put("probeAt", down.probeAt());
        } else if (condition instanceof Condition.Frozen frozen) {
            fields.put("reason", frozen.reason());
            fields.put("since", frozen.since());
        }
        return fields;
    }

    static Map<String, Object> fields(QuotaKey key, Life.View view, long waiting) {
        Map<String, Object> fields = fields(key, view.condition());
        fields.put("waiting", waiting);
        fields.put("window", view.window());
        fields.put("limits", view.limits().map(DestinationText::limits).orElse(""));
        fields.put("nodes", view.holdings().stream().map(each -> {
            Map<String, Object> node = new LinkedHashMap<>();
            node.put("node", each.node());
            node.put("granted", each.connections());
            node.put("inUse", each.inUse());
            node.put("wanted", each.wanted());
            node.put("until", each.until());
            return node;
        }).toList());
        fields.put("asks", view.asks());
        fields.put("successes", view.successes());
        fields.put("failures", view.failures());
        fields.put("lastFailure", view.lastFailure().orElse(""));
        return fields;
    }
}
