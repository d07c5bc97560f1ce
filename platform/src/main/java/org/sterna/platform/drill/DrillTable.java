package org.sterna.platform.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.sterna.platform.drill.fault.FaultGap;
import org.sterna.platform.drill.fault.FaultKind;

/** What a drill prints in the end: a table of Markdown, so that it can be kept as it is. */
final class DrillTable {
    private DrillTable() {
    }

    static List<String> of(DrillResult result) {
        List<String> lines = new ArrayList<>(List.of("| counted | |", "|---|---|"));
        count(lines, "messages sent", result.sent());
        count(lines, "acknowledged", result.mail().acknowledged());
        count(lines, "tries turned away, sent again", result.triesInVain());
        count(lines, "of them by nodes that were well", result.triesAtTheWell());
        count(lines, "refused in the end", result.mail().refused());
        count(lines, "**lost**", result.mail().lost().size());
        count(lines, "**doubled**", result.mail().doubled().size());
        count(lines, "changed or astray", result.mail().changed().size());
        count(lines, "returned to the sender", result.returned().size());
        count(lines, "relayed twice", result.mail().relayedTwice().size());
        count(lines, "flags stored", result.flagsStored());
        count(lines, "flags lost", result.lostFlags().size());
        count(lines, "MODSEQ and UID violations", result.modSeq().size());
        count(lines, "**violations in all**", result.violations());
        count(lines, "IMAP connections lost on healthy nodes", result.lostConnections());
        count(lines, "IMAP commands refused", result.refusals().values().stream().mapToInt(Integer::intValue).sum());
        count(lines, "nodes that ended by themselves", result.endedNodes().size());
        lines.add("| IMAP commands p50 / p99 / max, ms | " + result.commands().percentile(50).toMillis() + " / " + result.commands().percentile(99).toMillis() + " / "
                + result.longestCommand().toMillis() + " |");
        lines.addAll(List.of("", "Gaps in seconds: of each probed mailbox at each fault; of mail taken by the healthy nodes; the longest IMAP command; until all was back.", "",
                "| fault | times | mailbox p50 | p99 | max | mail p50 | max | command max | back p50 | max |", "|---|---|---|---|---|---|---|---|---|---|"));
        for (FaultKind kind : FaultKind.values()) {
            List<FaultGap> gaps = result.gaps().stream().filter(gap -> gap.fault().kind() == kind).toList();
            if (!gaps.isEmpty()) {
                lines.add(row(kind.word(), gaps));
            }
        }
        return lines;
    }

    private static void count(List<String> lines, String what, long count) {
        lines.add("| " + what + " | " + count + " |");
    }

    private static String row(String name, List<FaultGap> gaps) {
        List<Duration> mailboxes = gaps.stream().flatMap(gap -> gap.mailboxes().stream()).sorted().toList();
        List<Duration> acceptance = sorted(gaps, FaultGap::acceptance);
        List<Duration> commands = sorted(gaps, FaultGap::command);
        List<Duration> back = sorted(gaps, gap -> gap.back().abs());
        return "| " + String.join(" | ", name, Integer.toString(gaps.size()), percentile(mailboxes, 50), percentile(mailboxes, 99), percentile(mailboxes, 100),
                percentile(acceptance, 50), percentile(acceptance, 100), percentile(commands, 100), percentile(back, 50), percentile(back, 100)) + " |";
    }

    private static List<Duration> sorted(List<FaultGap> gaps, Function<FaultGap, Duration> part) {
        return gaps.stream().map(part).sorted().toList();
    }

    /** The smallest that so many percent do not exceed. */
    static String percentile(List<Duration> sorted, int percent) {
        if (sorted.isEmpty()) {
            return "-";
        }
        int index = Math.max(0, (sorted.size() * percent + 99) / 100 - 1);
        return String.format("%.1f", sorted.get(index).toMillis() / 1000.0);
    }
}
