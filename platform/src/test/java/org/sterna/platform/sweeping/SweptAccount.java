package org.sterna.platform.sweeping;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.sterna.persistence.account.Account;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.AccountVerdict;
import org.sterna.persistence.account.pekko.AccountEntity;
import org.sterna.persistence.blob.CondemnedBlobException;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.journal.pekko.cassandra.JournalReader;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.MessageEntry;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.StoredMessage;
import org.sterna.persistence.mailbox.Totals;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.cassandra.MailboxStates;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;
import org.sterna.persistence.sweeping.StoredRow;
import org.sterna.persistence.sweeping.cassandra.MessageRows;
import org.sterna.platform.TestNode;

/** An account whose mailboxes are changed as sessions and the queue change them, and that can break off between any two writes. */
public final class SweptAccount {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestNode node;
    private final String address;
    private final Clock clock;
    private final Random random;
    private final CassandraBlobs blobs;
    private final MailboxStates states;
    private final MessageRows rows;
    /** Its mailboxes by name. */
    public final TreeMap<String, MailboxId> folders = new TreeMap<>();

    public SweptAccount(TestNode node, String address, Clock clock, Random random) {
        this.node = node;
        this.address = address;
        this.clock = clock;
        this.random = random;
        blobs = node.access().blobs();
        states = new MailboxStates(new JournalReader(node.database()));
        rows = new MessageRows(node.database());
        node.account(address, "secret");
        meet(Account.INBOX);
    }

    public Account ask(AccountCommand command) {
        AccountEntity.Response response = TestNode.await(node.access().sharding().entityRefFor(AccountEntity.TYPE, address)
                .<AccountEntity.Response>ask(replyTo -> new AccountEntity.Request(command, replyTo), PATIENCE));
        if (response.verdict() instanceof AccountVerdict.Refused refused) {
            throw new AssertionError(command + ": " + refused);
        }
        return response.account();
    }

    public Verdict ask(MailboxId mailbox, MailboxCommand command) {
        return TestNode.await(node.access().sharding().entityRefFor(MailboxEntity.TYPE, mailbox.value())
                .<Verdict>ask(replyTo -> new MailboxEntity.Request(command, replyTo), PATIENCE));
    }

    private Verdict.Answer answer(MailboxId mailbox, MailboxCommand command) {
        Verdict verdict = ask(mailbox, command);
        if (verdict instanceof Verdict.Accepted accepted) {
            return accepted.answer();
        }
        throw new AssertionError(command + ": " + verdict);
    }

    private By by() {
        return By.nobody(clock.instant());
    }

    public void create(String name) {
        ask(new AccountCommand.CreateFolder(name, MailboxId.random(random), clock.instant()));
        meet(name);
    }

    private void meet(String name) {
        var folder = ask(new AccountCommand.Look()).folders().get(name);
        answer(folder.mailbox(), new MailboxCommand.Create(folder.mailbox(), address, folder.uidValidity(), by()));
        folders.put(name, folder.mailbox());
    }

    /** @param steps how many of the two writes are made */
    public void delete(String name, int steps) {
        MailboxId mailbox = folders.remove(name);
        ask(new AccountCommand.DeleteFolder(name, clock.instant()));
        if (steps > 1) {
            answer(mailbox, new MailboxCommand.Delete(by()));
        }
    }

    Totals totals(MailboxId mailbox) {
        return TestNode.await(node.access().sharding().entityRefFor(MailboxEntity.TYPE, mailbox.value())
                .<Totals>ask(MailboxEntity.Count::new, PATIENCE));
    }

    public Mailbox state(MailboxId mailbox) {
        return TestNode.await(states.load(mailbox, totals(mailbox).highestModSeq()));
    }

    private static MailboxCommand.NewMessage message(OctetsPlace place, byte[] inline, MailboxEvent.Origin origin, Clock clock) {
        StoredMessage stored = new StoredMessage(new byte[0], List.of(), place, "M1", "T1", new byte[0]);
        return new MailboxCommand.NewMessage(stored.size(), clock.instant(), Set.of(), origin, new MailboxEvent.ObjectIds("M1", "T1"), clock.instant(), place,
                stored.toOctets(), inline);
    }

    public void appendSmall(MailboxId mailbox) {
        byte[] octets = new byte[1 + random.nextInt(50)];
        answer(mailbox, new MailboxCommand.AddMessages(List.of(message(new OctetsPlace.Inline(octets.length), octets, MailboxEvent.Origin.NONE, clock)), List.of()));
    }

    /** @param steps how many of the four writes are made */
    public void appendLarge(MailboxId mailbox, int steps) {
        BlobId blob = BlobId.random(random);
        String token = blobs.newToken();
        TestNode.await(blobs.write(blob, 0, ByteBuffer.wrap(new byte[10]), Optional.empty()));
        if (steps > 1) {
            TestNode.await(blobs.announce(blob, mailbox, token));
        }
        if (steps > 2) {
            Verdict.Added added = (Verdict.Added) answer(mailbox, new MailboxCommand.AddMessages(
                    List.of(message(new OctetsPlace.InBlob(blob, 10), new byte[0], MailboxEvent.Origin.NONE, clock)), List.of()));
            if (steps > 3) {
                TestNode.await(blobs.settle(blob, mailbox, token, added.uids().get(0)));
            }
        }
    }

    StoredRow row(MailboxId mailbox, MessageEntry entry) {
        return TestNode.await(rows.find(mailbox, entry.uid(), entry.added())).orElseThrow(() ->
                new AssertionError("no row of UID " + entry.uid() + " in " + mailbox));
    }

    /**
     * Copies a message whose row was read before, perhaps long before.
     *
     * @param steps how many of the three writes are made
     * @return false if its octets are condemned
     */
    boolean copy(MailboxId source, MessageEntry entry, StoredRow row, MailboxId target, long run, int steps) {
        OctetsPlace place = row.message().octets();
        String token = blobs.newToken();
        Optional<BlobId> blob = place instanceof OctetsPlace.InBlob in ? Optional.of(in.blob()) : Optional.empty();
        if (blob.isPresent()) {
            try {
                blobs.share(blob.get(), target, token).toCompletableFuture().join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof CondemnedBlobException) {
                    return false;
                }
                throw e;
            }
        }
        if (steps > 1) {
            MailboxEvent.Origin origin = new MailboxEvent.Origin(Optional.empty(), Optional.empty(), Optional.empty(),
                    Optional.of(new MailboxEvent.Source(source, entry.uid(), run)));
            Verdict.Added added = (Verdict.Added) answer(target, new MailboxCommand.AddMessages(
                    List.of(message(place, new byte[(int) (blob.isPresent() ? 0 : place.size())], origin, clock)), List.of()));
            if (blob.isPresent() && steps > 2) {
                TestNode.await(blobs.settle(blob.get(), target, token, added.uids().get(0)));
            }
        }
        return true;
    }

    void move(MailboxId source, MessageEntry entry, MailboxId target, int steps) {
        UidSet uids = UidSet.of(entry.uid());
        Verdict.MoveStarted started = (Verdict.MoveStarted) answer(source, new MailboxCommand.StartMove(target, uids, by()));
        boolean copied = copy(source, entry, row(source, entry), target, started.move(), steps) && steps > 1;
        answer(source, new MailboxCommand.FinishMove(started.move(), copied ? uids : UidSet.EMPTY, by()));
    }

    public void expunge(MailboxId mailbox, UidSet uids) {
        answer(mailbox, new MailboxCommand.Expunge(uids, false, by()));
    }

    /** Blobs that messages in these mailboxes need. Fails if one has no row. */
    List<BlobId> needed() {
        List<BlobId> needed = new ArrayList<>();
        for (MailboxId mailbox : folders.values()) {
            for (MessageEntry entry : state(mailbox).messages().entries()) {
                if (row(mailbox, entry).message().octets() instanceof OctetsPlace.InBlob blob) {
                    needed.add(blob.blob());
                }
            }
        }
        return needed;
    }

    long messages() {
        return folders.values().stream().mapToLong(mailbox -> totals(mailbox).messages()).sum();
    }
}
