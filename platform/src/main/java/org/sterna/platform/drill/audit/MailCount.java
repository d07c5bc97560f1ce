package org.sterna.platform.drill.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the ledger promised, beside what was found.
 *
 * @param acknowledged  how many were
 * @param refused       how many were for good, or until the sender gave up
 * @param lost          acknowledged and nowhere
 * @param doubled       more than once in the mailboxes of an account, acknowledged or not
 * @param changed       with other octets than were sent, or in an account they were not sent to, or sent by nobody
 * @param relayedTwice  more than once at the sink; what a relay whose reply was lost has to risk (RFC 1047)
 */
public record MailCount(int acknowledged, int refused, List<String> lost, List<String> doubled, List<String> changed, List<String> relayedTwice) {
    public MailCount {
        lost = List.copyOf(lost);
        doubled = List.copyOf(doubled);
        changed = List.copyOf(changed);
        relayedTwice = List.copyOf(relayedTwice);
    }

    /**
     * Counts.
     *
     * @param found  in all mailboxes of all accounts
     * @param atSink how often each number came to the sink
     */
    public static MailCount of(Collection<Mail> mails, Collection<Found> found, Map<Integer, Integer> atSink) {
        Map<Integer, List<Found>> byNumber = new HashMap<>();
        found.forEach(each -> byNumber.computeIfAbsent(each.number(), number -> new ArrayList<>()).add(each));
        List<String> lost = new ArrayList<>();
        List<String> doubled = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        List<String> twice = new ArrayList<>();
        int acknowledged = 0;
        int refused = 0;
        for (Mail mail : mails) {
            List<Found> copies = byNumber.getOrDefault(mail.number(), List.of());
            byNumber.remove(mail.number());
            acknowledged += mail.fate() == Mail.Fate.ACKNOWLEDGED ? 1 : 0;
            refused += mail.fate() == Mail.Fate.REFUSED ? 1 : 0;
            int arrived = mail.kind() == Mail.Kind.RELAYED ? atSink.getOrDefault(mail.number(), 0) : copies.size();
            if (arrived == 0 && mail.fate() == Mail.Fate.ACKNOWLEDGED) {
                lost.add(mail.toString());
            }
            if (arrived > 1 && mail.kind() == Mail.Kind.RELAYED) {
                twice.add(mail + ": " + arrived + " times");
            } else if (arrived > 1) {
                doubled.add(mail + ": " + copies);
            }
            copies.stream().filter(copy -> !copy.intact() || !copy.account().equals(mail.recipient())).forEach(copy -> changed.add(mail + ": " + copy));
        }
        byNumber.values().forEach(strangers -> strangers.forEach(stranger -> changed.add("sent by nobody: " + stranger)));
        return new MailCount(acknowledged, refused, lost, doubled, changed, twice);
    }
}
