package org.sterna.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Looks into the INBOX of each recipient by STATUS, on a connection of its own that was logged in beforehand. */
final class DeliveryWatch implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private static final class Inbox {
        private final String address;
        private final ImapClient imap;
        private long before;

        Inbox(String address, ImapClient imap) {
            this.address = address;
            this.imap = imap;
        }
    }

    private final List<Inbox> inboxes = new ArrayList<>();

    /** @param passwords of each recipient at least */
    DeliveryWatch(ImapEndpoint server, Map<String, String> passwords, List<String> recipients) throws IOException {
        for (String address : recipients) {
            if (!passwords.containsKey(address)) {
                throw new IOException("the file of accounts has no password of " + address);
            }
            Inbox inbox = new Inbox(address, new ImapClient(server));
            inboxes.add(inbox);
            inbox.imap.login(address, passwords.get(address));
        }
    }

    /** From here on arrivals are counted. */
    void mark() throws IOException {
        for (Inbox inbox : inboxes) {
            inbox.before = inbox.imap.messages("INBOX");
        }
    }

    /**
     * Waits until as many messages as given have arrived for each address.
     *
     * @return how many are missing when the limit has passed; 0 if all came
     */
    long await(Map<String, Long> expected, Duration limit) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        long missing = 0;
        for (Inbox inbox : inboxes) {                        // one is looked into until it has all, so that the looking costs the server little
            long wanted = expected.getOrDefault(inbox.address, 0L);
            long left = wanted == 0 ? 0 : wanted - arrived(inbox);
            while (left > 0 && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
                left = wanted - arrived(inbox);
            }
            missing += Math.max(0, left);
        }
        return missing;
    }

    private static long arrived(Inbox inbox) throws IOException {
        return inbox.imap.messages("INBOX") - inbox.before;
    }

    @Override
    public void close() throws IOException {
        for (Inbox inbox : inboxes) {
            inbox.imap.close();
        }
    }
}
