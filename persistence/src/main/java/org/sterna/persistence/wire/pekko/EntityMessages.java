package org.sterna.persistence.wire.pekko;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.sterna.persistence.account.Account;
import org.sterna.persistence.account.AccountCodec;
import org.sterna.persistence.account.AccountEvent;
import org.sterna.persistence.account.pekko.AccountEntity;
import org.sterna.persistence.codec.EventCodec;
import org.sterna.persistence.destination.Condition;
import org.sterna.persistence.destination.Life;
import org.sterna.persistence.destination.pekko.DestinationEntity;
import org.sterna.persistence.destination.pekko.FrozenDestinations;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.directory.DirectoryEvent;
import org.sterna.persistence.directory.pekko.DirectoryEntity;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.identity.SessionId;
import org.sterna.persistence.mailbox.MailboxCodec;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.Totals;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;
import org.sterna.persistence.queue.Tally;
import org.sterna.persistence.queue.pekko.QueueSliceEntity;
import org.sterna.persistence.wire.WireCodec;
import org.sterna.persistence.wire.WireCodecs;
import org.sterna.persistence.wire.WireMessages;
import org.sterna.persistence.wire.WireReader;
import org.sterna.persistence.wire.WireWriter;

/** What entities are sent, and what they answer and tell. {@code Done} and texts have serializers of Pekko's. */
public final class EntityMessages {
    /** To actors of the same node only: states that share their pages with the entity. */
    public static final Set<Class<?>> LOCAL = Set.of(MailboxEntity.Snapshot.class, MailboxEntity.Became.class, DirectoryEntity.Current.class);

    private static final AccountCodec ACCOUNTS = new AccountCodec();

    private EntityMessages() { }

    public static WireMessages of(ActorRefResolver actors) {
        WireCodecs codecs = codecs(actors);
        return new WireMessages(codecs).local(LOCAL)
                .family("mailbox", MailboxEntity.Message.class)
                .family("mailbox-update", MailboxEntity.Update.class)
                .family("mailbox-verdict", Verdict.class)
                .message("mailbox-totals", Totals.class)
                .message("mailbox-watched", MailboxEntity.Watched.class)
                .message("mailbox-found", MailboxEntity.Found.class)
                .message("maildrop-reply", MailboxEntity.LockReply.class)
                .family("account", AccountEntity.Message.class)
                .family("account-update", AccountEntity.Update.class)
                .message("account-response", AccountEntity.Response.class)
                .message("account-used", AccountEntity.Used.class)
                .family("directory", DirectoryEntity.Message.class)
                .family("directory-update", DirectoryEntity.Update.class)
                .family("slice", QueueSliceEntity.Message.class)
                .message("slice-found", QueueSliceEntity.Found.class)
                .message("slice-tally", Tally.class)
                .message("slice-acted", QueueSliceEntity.Acted.class)
                .family("destination", DestinationEntity.Message.class)
                .family("destination-told", DestinationEntity.Told.class)
                .family("destination-condition", Condition.class)
                .message("destination-view", Life.View.class)
                .family("frozen", FrozenDestinations.Message.class)
                .message("frozen-listed", FrozenDestinations.Listed.class);
    }

    private static WireCodecs codecs(ActorRefResolver actors) {
        WireCodecs codecs = new WireCodecs()
                .form(ActorRef.class, (out, ref) -> out.text(actors.toSerializationFormat((ActorRef<?>) ref)), in -> actors.resolveActorRef(in.text()))
                .form(MailboxId.class, (out, id) -> out.text(id.value()), in -> new MailboxId(in.text()))
                .form(BlobId.class, (out, id) -> out.text(id.value()), in -> new BlobId(in.text()))
                .form(Incarnation.class, (out, id) -> out.text(id.value()), in -> new Incarnation(in.text()))
                .form(QueueId.class, (out, id) -> out.text(id.toString()), in -> QueueId.of(in.text()))
                .form(SessionId.class, (out, id) -> out.text(id.toString()), in -> SessionId.parse(in.text()).orElseThrow())
                .form(Fingerprint.class, (out, print) -> out.octets(print.octets()), in -> Fingerprint.of(in.octets()))
                .form(UidSet.class, EntityMessages::write, EntityMessages::uids)
                .form(Account.class, (out, account) -> out.octets(ACCOUNTS.manifest(account)), in -> ACCOUNTS.read(in.octets(), Map.of()))
                .form(MailboxEvent.class, event(MailboxCodec.EVENTS))
                .form(AccountEvent.class, event(AccountCodec.EVENTS))
                .form(DirectoryEvent.class, event(Directory.EVENTS));
        WireCodec<Object> answers = codecs.of(Verdict.Answer.class);
        // Who asked wants the answer. Who wants the events follows the mailbox; rows and octets never go back.
        return codecs.form(Verdict.Accepted.class, (out, accepted) -> answers.write(out, accepted.answer()),
                in -> new Verdict.Accepted(List.of(), (Verdict.Answer) answers.read(in)));
    }

    private static <E> WireCodec<E> event(EventCodec<E> codec) {
        return new WireCodec<>() {
            @Override
            public void write(WireWriter out, E event) {
                out.octets(codec.write(event));
            }

            @Override
            public E read(WireReader in) {
                return codec.read(ByteBuffer.wrap(in.octets()));
            }
        };
    }

    private static void write(WireWriter out, UidSet uids) {
        out.number(uids.ranges().size());
        long before = 0;
        for (UidSet.Range range : uids.ranges()) {
            out.number(range.first() - before).number(range.last() - range.first());
            before = range.last();
        }
    }

    private static UidSet uids(WireReader in) {
        List<UidSet.Range> ranges = new ArrayList<>();
        long before = 0;
        for (int left = in.count(); left > 0; left--) {
            long first = before + in.number();
            before = first + in.number();
            ranges.add(new UidSet.Range(first, before));
        }
        return new UidSet(ranges);
    }
}
