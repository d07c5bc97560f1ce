package org.sterna.platform.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sterna.platform.drill.audit.MailCount;
import org.sterna.platform.drill.fault.FaultGap;

/**
 * All that a drill has counted.
 *
 * @param mail            what the ledger promised, beside what was found
 * @param sent            numbered messages in all
 * @param triesInVain     tries that were turned away or broke off, whose messages were sent again
 * @param triesAtTheWell  of these, those at nodes that were well
 * @param flagsStored     that were answered with OK
 * @param lostFlags       that are not as they were promised
 * @param modSeq          what IMAP clients were told that cannot be true
 * @param returned        what came back to the sender after it had been acknowledged
 * @param trouble         what else was not as it should be: processes that did not come back, a queue that did not become empty
 * @param lostConnections of IMAP clients, to nodes that were well
 * @param refusals        NO and BAD to IMAP clients, at all nodes
 * @param commands        how long IMAP commands took
 * @param gaps            one for each fault
 * @param endedNodes      each time that a node ended by itself
 */
record DrillResult(MailCount mail, int sent, long triesInVain, long triesAtTheWell, long flagsStored, List<String> lostFlags, List<String> modSeq,
                   List<String> returned, List<String> trouble, int lostConnections, Map<String, Integer> refusals, LatencyHistogram commands,
                   List<FaultGap> gaps, List<String> endedNodes) {

    /** Nothing was lost, doubled or told wrongly, and everything is well again. */
    boolean isGood() {
        return mail.lost().isEmpty() && mail.doubled().isEmpty() && violations() == 0 && trouble.isEmpty();
    }

    /** Messages that are not what was sent or came back, promised flags that are not there, and what IMAP clients were told wrongly. */
    int violations() {
        return mail.changed().size() + lostFlags.size() + modSeq.size() + returned.size();
    }

    /** The longest IMAP command. */
    Duration longestCommand() {
        return commands.max();
    }

    /** Everything that was found, a line each. */
    List<String> findings() {
        List<String> lines = new ArrayList<>();
        add(lines, "LOST", mail.lost());
        add(lines, "DOUBLED", mail.doubled());
        add(lines, "CHANGED", mail.changed());
        add(lines, "RETURNED", returned);
        add(lines, "FLAG LOST", lostFlags);
        add(lines, "VIOLATION", modSeq);
        add(lines, "TROUBLE", trouble);
        add(lines, "RELAYED TWICE", mail.relayedTwice());
        add(lines, "NODE ENDED", endedNodes);
        refusals.forEach((text, count) -> lines.add("IMAP REFUSED " + count + " times: " + text));
        return lines;
    }

    private static void add(List<String> lines, String what, List<String> findings) {
        findings.forEach(finding -> lines.add(what + " " + finding));
    }
}
