package org.sterna.persistence.account;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.codec.EventCodec;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.codec.FieldWriter;
import org.sterna.persistence.codec.UnreadableRecordException;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.journal.SnapshotCodec;

/** The written forms of an account's events and of its snapshots. */
public final class AccountCodec implements SnapshotCodec<Account> {
    public static final EventCodec<AccountEvent> EVENTS = EventCodec.<AccountEvent>builder()
            .event(AccountEvent.AccountCreated.class, "account-created", 1,
                    (event, out) -> folders(out.text(event.address()).text(event.password()), event.folders()).time(event.at()),
                    in -> new AccountEvent.AccountCreated(in.text(), in.text(), folders(in), in.time()))
            .event(AccountEvent.PasswordChanged.class, "password-changed", 1,
                    (event, out) -> out.text(event.password()).time(event.at()),
                    in -> new AccountEvent.PasswordChanged(in.text(), in.time()))
            .event(AccountEvent.AppPasswordAdded.class, "app-password-added", 1,
                    (event, out) -> event.app().write(out), in -> new AccountEvent.AppPasswordAdded(AppPassword.read(in)))
            .event(AccountEvent.AppPasswordRemoved.class, "app-password-removed", 1,
                    (event, out) -> out.text(event.name()).time(event.at()),
                    in -> new AccountEvent.AppPasswordRemoved(in.text(), in.time()))
            .event(AccountEvent.RightsChanged.class, "rights-changed", 1,
                    (event, out) -> LoginRights.scopes(out, event.denied()).flag(event.impersonates()).time(event.at()),
                    in -> new AccountEvent.RightsChanged(LoginRights.scopes(in), in.flag(), in.time()))
            .event(AccountEvent.Impersonated.class, "impersonated", 1,
                    (event, out) -> out.text(event.by()).text(event.scope().word()).text(event.remote()).time(event.at()),
                    in -> new AccountEvent.Impersonated(in.text(), scope(in.text()), in.text(), in.time()))
            .event(AccountEvent.ChangedBy.class, "changed-by", 1,
                    (event, out) -> out.text(event.who()).time(event.at()), in -> new AccountEvent.ChangedBy(in.text(), in.time()))
            .event(AccountEvent.QuotaChanged.class, "quota-changed", 1,
                    (event, out) -> limits(out, event.limits()).time(event.at()),
                    in -> new AccountEvent.QuotaChanged(limits(in), in.time()))
            .event(AccountEvent.FolderCreated.class, "folder-created", 1,
                    (event, out) -> folder(out.text(event.name()), event.folder()).time(event.at()),
                    in -> new AccountEvent.FolderCreated(in.text(), folder(in), in.time()))
            .event(AccountEvent.FolderDeleted.class, "folder-deleted", 1,
                    (event, out) -> out.text(event.name()).time(event.at()),
                    in -> new AccountEvent.FolderDeleted(in.text(), in.time()))
            .event(AccountEvent.FolderRenamed.class, "folder-renamed", 1,
                    (event, out) -> out.text(event.from()).text(event.to()).time(event.at()),
                    in -> new AccountEvent.FolderRenamed(in.text(), in.text(), in.time()))
            .event(AccountEvent.InboxRenamed.class, "inbox-renamed", 1,
                    (event, out) -> folder(out.text(event.to()), event.newInbox()).time(event.at()),
                    in -> new AccountEvent.InboxRenamed(in.text(), folder(in), in.time()))
            .event(AccountEvent.Subscribed.class, "subscribed", 1,
                    (event, out) -> out.text(event.name()), in -> new AccountEvent.Subscribed(in.text()))
            .event(AccountEvent.Unsubscribed.class, "unsubscribed", 1,
                    (event, out) -> out.text(event.name()), in -> new AccountEvent.Unsubscribed(in.text()))
            .event(AccountEvent.AccountRemoved.class, "account-removed", 1,
                    (event, out) -> out.time(event.at()), in -> new AccountEvent.AccountRemoved(in.time()))
            .event(AccountEvent.SpecialUseChanged.class, "special-use-changed", 1,
                    (event, out) -> uses(out.text(event.name()), event.uses()).time(event.at()),
                    in -> new AccountEvent.SpecialUseChanged(in.text(), uses(in), in.time()))
            .event(AccountEvent.AnnotationsChanged.class, "annotations-changed", 1,
                    (event, out) -> out.optional(event.mailbox(), (each, id) -> each.text(id.value()))
                            .list(event.changes().entrySet(), (each, change) -> each.text(change.getKey())
                                    .optional(change.getValue(), (field, value) -> field.octets(value.octets()))).time(event.at()),
                    in -> new AccountEvent.AnnotationsChanged(in.optional(each -> new MailboxId(each.text())), changes(in), in.time()))
            .event(AccountEvent.MailboxesSwept.class, "mailboxes-swept", 1,
                    (event, out) -> out.list(event.mailboxes(), (each, id) -> each.text(id.value())),
                    in -> new AccountEvent.MailboxesSwept(in.list(each -> new MailboxId(each.text()))))
            .event(AccountEvent.AliasChanged.class, "alias-changed", 1,
                    (event, out) -> out.text(event.address()).list(event.targets(), FieldWriter::text).optional(event.owner(), FieldWriter::text)
                            .time(event.at()),
                    in -> new AccountEvent.AliasChanged(in.text(), in.list(FieldReader::text), in.optional(FieldReader::text), in.time()))
            .event(AccountEvent.RelayedRecipientChanged.class, "relayed-recipient-changed", 1,
                    (event, out) -> out.text(event.address()).optional(event.nextHop(), FieldWriter::text).time(event.at()),
                    in -> new AccountEvent.RelayedRecipientChanged(in.text(), in.optional(FieldReader::text), in.time()))
            .event(AccountEvent.RelayedRecipientRemoved.class, "relayed-recipient-removed", 1,
                    (event, out) -> out.text(event.address()).time(event.at()),
                    in -> new AccountEvent.RelayedRecipientRemoved(in.text(), in.time()))
            .build();

    private static final int SNAPSHOT = 1;
    private static final char ALIAS = 'A';
    private static final char RELAYED = 'R';

    private static LoginScope scope(String word) {
        return LoginScope.of(word).orElseThrow(() -> new UnreadableRecordException("login scope " + word + " is not known to this version of Sterna"));
    }

    private static FieldWriter folder(FieldWriter out, Folder folder) {
        return uses(out.text(folder.mailbox().value()).number(folder.uidValidity()), folder.uses());
    }

    private static Folder folder(FieldReader in) {
        return new Folder(new MailboxId(in.text()), in.number(), uses(in));
    }

    private static FieldWriter folders(FieldWriter out, SortedMap<String, Folder> folders) {
        return out.list(folders.entrySet(), (each, folder) -> folder(each.text(folder.getKey()), folder.getValue()));
    }

    private static SortedMap<String, Folder> folders(FieldReader in) {
        SortedMap<String, Folder> folders = new TreeMap<>();
        in.list(each -> folders.put(each.text(), folder(each)) == null);
        return folders;
    }

    private static FieldWriter uses(FieldWriter out, Set<SpecialUse> uses) {
        return out.list(uses.stream().sorted().map(SpecialUse::attribute).toList(), FieldWriter::text);
    }

    private static Set<SpecialUse> uses(FieldReader in) {
        return in.list(each -> SpecialUse.of(each.text())).stream().flatMap(Optional::stream).collect(Collectors.toUnmodifiableSet());
    }

    private static FieldWriter limits(FieldWriter out, QuotaLimits limits) {
        return out.optional(limits.octets(), FieldWriter::number).optional(limits.messages(), FieldWriter::number);
    }

    private static QuotaLimits limits(FieldReader in) {
        return new QuotaLimits(in.optional(FieldReader::number), in.optional(FieldReader::number));
    }

    private static SortedMap<String, Optional<Annotation>> changes(FieldReader in) {
        SortedMap<String, Optional<Annotation>> changes = new TreeMap<>();
        in.list(each -> changes.put(each.text(), each.optional(field -> new Annotation(field.octets()))) == null);
        return changes;
    }

    /** The whole state: an account has no pages. */
    @Override
    public byte[] manifest(Account state) {
        FieldWriter out = limits(state.rights().write(new FieldWriter().octet(SNAPSHOT).text(state.address()).text(state.password())), state.limits());
        folders(out, state.folders()).list(state.subscriptions(), FieldWriter::text)
                .list(state.entries().entries().entrySet(), (each, of) -> each.text(of.getKey()).list(of.getValue().entrySet(),
                        (field, entry) -> field.text(entry.getKey()).octets(entry.getValue().octets())))
                .number(state.lastUidValidity())
                .list(state.unswept().entrySet(), (each, mailbox) -> each.text(mailbox.getKey()).time(mailbox.getValue()))
                .optional(state.redirection(), AccountCodec::redirection).number(state.events()).flag(state.removed());
        return out.toOctets();
    }

    private static void redirection(FieldWriter out, Redirection redirection) {
        if (redirection instanceof Redirection.Alias alias) {
            out.octet(ALIAS).list(alias.targets(), FieldWriter::text).optional(alias.owner(), FieldWriter::text);
        } else if (redirection instanceof Redirection.Relayed relayed) {
            out.octet(RELAYED).optional(relayed.nextHop(), FieldWriter::text);
        } else {
            throw new AssertionError(redirection);
        }
    }

    private static Redirection redirection(FieldReader in) {
        return in.octet() == ALIAS ? new Redirection.Alias(in.list(FieldReader::text), in.optional(FieldReader::text))
                : new Redirection.Relayed(in.optional(FieldReader::text));
    }

    @Override
    public List<PageKey> pages(Account state) {
        return List.of();
    }

    @Override
    public byte[] page(Account state, PageKey key) {
        throw new IllegalArgumentException("an account has no page " + key);
    }

    @Override
    public Account read(byte[] manifest, Map<PageKey, byte[]> pages) {
        FieldReader in = new FieldReader(manifest);
        int version = in.octet();
        if (version != SNAPSHOT) {
            throw new UnreadableRecordException("account snapshot version " + version + " is not known to this version of Sterna");
        }
        String address = in.text();
        String password = in.text();
        LoginRights rights = LoginRights.read(in);
        QuotaLimits limits = limits(in);
        SortedMap<String, Folder> folders = folders(in);
        TreeSet<String> subscriptions = new TreeSet<>(in.list(FieldReader::text));
        SortedMap<String, SortedMap<String, Annotation>> entries = new TreeMap<>();
        in.list(each -> entries.put(each.text(), annotations(each)) == null);
        long lastUidValidity = in.number();
        SortedMap<String, Instant> unswept = new TreeMap<>();
        in.list(each -> unswept.put(each.text(), each.time()) == null);
        return new Account(address, password, rights, limits, folders, subscriptions, new Annotations(entries), lastUidValidity, unswept,
                in.optional(AccountCodec::redirection), in.number(), in.flag());
    }

    private static SortedMap<String, Annotation> annotations(FieldReader in) {
        SortedMap<String, Annotation> annotations = new TreeMap<>();
        in.list(each -> annotations.put(each.text(), new Annotation(each.octets())) == null);
        return annotations;
    }
}
