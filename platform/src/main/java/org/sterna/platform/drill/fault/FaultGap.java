package org.sterna.platform.drill.fault;

import java.time.Duration;
import java.util.List;

/**
 * What a fault did to those whose node was well.
 *
 * @param mailboxes  of each probed mailbox, the longest time in which no command was answered
 * @param acceptance the longest time in which one of the healthy nodes took no mail
 * @param command    the longest that any IMAP command took
 * @param back       until all processes were ready again, from the fault's end; negative if they were not in time
 */
public record FaultGap(Fault fault, List<Duration> mailboxes, Duration acceptance, Duration command, Duration back) {
    public FaultGap {
        mailboxes = List.copyOf(mailboxes);
    }

    /** The longest of a mailbox. */
    public Duration mailbox() {
        return mailboxes.stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }
}
