package org.sterna.persistence.mailbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * The index of a mailbox: messages by rising UID in immutable pages of packed words, 48 octets a message, and the pages in
 * groups. A change copies one page, the list of its group and the list of groups, never the whole index; page, group and
 * index keep sums, so that counts need no pass; a page keeps the number of the event that changed it last, so that a
 * snapshot writes only what changed. Pages and groups that expunging has left small are joined with their neighbours.
 */
public final class MessagePages {
    public static final MessagePages EMPTY = new MessagePages();

    /** What differs between two states of a mailbox, by rising UID. */
    public interface Difference {
        void added(MessageCursor message);

        /** Its MODSEQ is another one. */
        void changed(MessageCursor message);

        void removed(long uid);
    }

    private final PageGroup[] groups;
    private final int[] starts;
    private final Sums sums;

    private MessagePages(PageGroup... groups) {
        this.groups = groups;
        starts = new int[groups.length];
        Sums all = Sums.NONE;
        for (int i = 0; i < groups.length; i++) {
            starts[i] = all.messages();
            all = all.plus(groups[i].sums());
        }
        sums = all;
    }

    static MessagePages of(List<MessagePage> pages) {
        List<PageGroup> groups = new ArrayList<>();
        for (int i = 0; i < pages.size(); i += PageGroup.FULL) {
            groups.add(new PageGroup(pages.subList(i, Math.min(pages.size(), i + PageGroup.FULL))));
        }
        return new MessagePages(groups.toArray(PageGroup[]::new));
    }

    List<MessagePage> pages() {
        List<MessagePage> pages = new ArrayList<>();
        for (PageGroup group : groups) {
            pages.addAll(group.list());
        }
        return pages;
    }

    /** The page with this name. */
    Optional<MessagePage> page(int id) {
        for (PageGroup group : groups) {
            if (group.last().id() >= id) {
                return group.list().stream().filter(page -> page.id() == id).findFirst();
            }
        }
        return Optional.empty();
    }

    public int size() {
        return sums.messages();
    }

    /** Messages without {@code \Seen}. */
    public int unseen() {
        return sums.unseen();
    }

    /** Messages with {@code \Deleted}. */
    public int deleted() {
        return sums.deleted();
    }

    /** Octets of all messages. */
    public long octets() {
        return sums.octets();
    }

    /** Octets of the messages with {@code \Deleted}. */
    public long deletedOctets() {
        return sums.deletedOctets();
    }

    /** The highest MODSEQ of a message, 0 if there is none. */
    public long newest() {
        return sums.newest();
    }

    /** The UID of the message with this index, counted from 0 by rising UID. */
    public long uid(int index) {
        int group = groupAt(index);
        int page = groups[group].pageAt(index - starts[group]);
        return groups[group].page(page).uid(index - starts[group] - groups[group].start(page));
    }

    public MessageEntry entry(int index) {
        int group = groupAt(index);
        int page = groups[group].pageAt(index - starts[group]);
        return groups[group].page(page).entry(index - starts[group] - groups[group].start(page));
    }

    private int groupAt(int index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException(index);
        }
        int found = Arrays.binarySearch(starts, index);
        return found >= 0 ? found : -found - 2;
    }

    /** The index of the message with this UID, -1 if it is not here. */
    public int indexOf(long uid) {
        int index = insertion(uid);
        return index < size() && uid(index) == uid ? index : -1;
    }

    /** How many messages have a lower UID. */
    public int insertion(long uid) {
        int group = groupOf(uid);
        if (group < 0) {
            return 0;
        }
        int page = groups[group].pageOf(uid);
        return starts[group] + groups[group].start(page) + groups[group].page(page).insertion(uid);
    }

    /** The last group that does not begin behind this UID, -1 if there is none. */
    private int groupOf(long uid) {
        int low = 0;
        int high = groups.length - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            if (groups[middle].firstUid() <= uid) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    public Optional<MessageEntry> find(long uid) {
        int group = groupOf(uid);
        if (group < 0) {
            return Optional.empty();
        }
        MessagePage page = groups[group].page(groups[group].pageOf(uid));
        int index = page.insertion(uid);
        return index < page.size() && page.uid(index) == uid ? Optional.of(page.entry(index)) : Optional.empty();
    }

    /** All UIDs, rising. */
    public long[] uids() {
        long[] uids = new long[size()];
        int count = 0;
        for (PageGroup group : groups) {
            for (int i = 0; i < group.pages(); i++) {
                long[] words = group.page(i).words();
                for (int at = 0; at < words.length; at += MessagePage.WORDS) {
                    uids[count++] = words[at] >>> 32;
                }
            }
        }
        return uids;
    }

    /** All messages, by rising UID: an object for each, {@link #cursor()} makes none. */
    public List<MessageEntry> entries() {
        List<MessageEntry> entries = new ArrayList<>(size());
        for (MessageCursor at = cursor(); at.next();) {
            entries.add(at.entry());
        }
        return entries;
    }

    /** All messages. */
    public MessageCursor cursor() {
        return cursor(0, size());
    }

    /** Messages by index, the end excluded. */
    public MessageCursor cursor(int from, int to) {
        return new MessageCursor(groups, Math.max(0, from), Math.min(size(), to), UidSet.ALL, -1);
    }

    /** Messages with these UIDs; pages without them are not looked at. */
    public MessageCursor cursor(UidSet uids) {
        return cursor(uids, -1);
    }

    /** Of these messages those with a higher MODSEQ (RFC 7162 section 3.1.4.1); pages without one are not looked at. */
    public MessageCursor cursor(UidSet uids, long changedSince) {
        return new MessageCursor(groups, uids.isEmpty() ? 0 : insertion(uids.ranges().get(0).first()), size(), uids, changedSince);
    }

    /** Messages of which every one of the bits is set. */
    public int count(long bits) {
        int count = 0;
        for (MessageCursor at = cursor(); at.next();) {
            count += (at.flags() & bits) == bits ? 1 : 0;
        }
        return count;
    }

    /** The index of the first message without {@code \Seen}. */
    public OptionalInt firstUnseen() {
        for (int group = 0; group < groups.length; group++) {
            for (int page = 0; groups[group].sums().unseen() > 0 && page < groups[group].pages(); page++) {
                long[] words = groups[group].page(page).words();
                for (int at = 0; groups[group].page(page).sums().unseen() > 0 && at < words.length; at += MessagePage.WORDS) {
                    if ((words[at + MessagePage.FLAGS] & Flags.SEEN) == 0) {
                        return OptionalInt.of(starts[group] + groups[group].start(page) + at / MessagePage.WORDS);
                    }
                }
            }
        }
        return OptionalInt.empty();
    }

    /** Tells what is different from an earlier state. Pages that both share are not looked at. */
    public void since(MessagePages before, Difference told) {
        MessageCursor old = before.cursor();
        MessageCursor now = cursor();
        boolean wasThere = old.next();
        boolean isHere = now.next();
        while (wasThere || isHere) {
            if (wasThere && isHere && old.samePage(now)) {
                MessageCursor.skip(old, now);
                wasThere = old.next();
                isHere = now.next();
            } else if (!isHere || wasThere && old.uid() < now.uid()) {
                told.removed(old.uid());
                wasThere = old.next();
            } else if (!wasThere || now.uid() < old.uid()) {
                told.added(now);
                isHere = now.next();
            } else {
                if (old.modSeq() != now.modSeq()) {
                    told.changed(now);
                }
                wasThere = old.next();
                isHere = now.next();
            }
        }
    }

    /** With one message more; its UID is above all others. */
    MessagePages with(MessageEntry entry) {
        long[] words = MessagePage.words(entry);
        int last = groups.length - 1;
        if (last < 0) {
            return new MessagePages(new PageGroup(new MessagePage(0, entry.added(), words)));
        }
        MessagePage page = groups[last].last();
        if (page.size() < MessagePage.FULL) {
            return withLast(groups.length, groups[last].withLast(page.with(words, entry.added())));
        }
        MessagePage next = new MessagePage(page.id() + 1, entry.added(), words);
        return groups[last].pages() < PageGroup.FULL ? withLast(groups.length, groups[last].with(next))
                : withLast(groups.length + 1, new PageGroup(next));
    }

    private MessagePages withLast(int length, PageGroup group) {
        PageGroup[] next = Arrays.copyOf(groups, length);
        next[length - 1] = group;
        return new MessagePages(next);
    }

    /** With these flags on the messages named; the others are not touched, neither is their MODSEQ. */
    MessagePages flagged(UidSet uids, long flags, long number) {
        UidWalk walk = new UidWalk(uids);
        return changed(walk, page -> page.flagged(walk, flags, number));
    }

    /** Without the messages named. */
    MessagePages without(UidSet uids, long number) {
        UidWalk walk = new UidWalk(uids);
        return changed(walk, page -> page.without(walk, number)).joined(this, number);
    }

    /** Pages that hold none of the UIDs stay as they are; the others may become empty. */
    private MessagePages changed(UidWalk walk, UnaryOperator<MessagePage> change) {
        PageGroup[] next = groups.clone();
        for (int group = 0; group < next.length; group++) {
            if (walk.overlaps(next[group].firstUid(), next[group].lastUid())) {
                MessagePage[] pages = next[group].list().toArray(MessagePage[]::new);
                for (int i = 0; i < pages.length; i++) {
                    if (walk.overlaps(pages[i].firstUid(), pages[i].lastUid())) {
                        pages[i] = change.apply(pages[i]);
                    }
                }
                next[group] = new PageGroup(pages);
            }
        }
        return new MessagePages(next);
    }

    /** Without empty pages, and without small neighbours; groups of the state before are as they should be. */
    private MessagePages joined(MessagePages before, long number) {
        List<PageGroup> next = new ArrayList<>(groups.length);
        for (int group = 0; group < groups.length; group++) {
            if (groups[group] == before.groups[group]) {
                next.add(groups[group]);
                continue;
            }
            List<MessagePage> pages = joined(groups[group], number);
            if (!pages.isEmpty()) {
                int last = next.size() - 1;
                if (last >= 0 && next.get(last).pages() + pages.size() <= PageGroup.FULL / 2) {
                    pages.addAll(0, next.get(last).list());
                    next.set(last, new PageGroup(pages));
                } else {
                    next.add(new PageGroup(pages));
                }
            }
        }
        return new MessagePages(next.toArray(PageGroup[]::new));
    }

    private static List<MessagePage> joined(PageGroup group, long number) {
        List<MessagePage> next = new ArrayList<>(group.pages());
        for (MessagePage page : group.list()) {
            int last = next.size() - 1;
            if (page.size() > 0 && last >= 0 && next.get(last).size() + page.size() <= MessagePage.FULL / 2) {
                next.set(last, next.get(last).joined(page, number));
            } else if (page.size() > 0) {
                next.add(page);
            }
        }
        return next;
    }
}
