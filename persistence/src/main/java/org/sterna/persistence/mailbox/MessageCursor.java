package org.sterna.persistence.mailbox;

/**
 * Goes through messages by rising UID without making an object of each: {@code for (MessageCursor at = pages.cursor();
 * at.next();)}. What it tells is of the message {@link #next} went to. For one thread.
 */
public final class MessageCursor {
    private static final long[] NOTHING = {};

    private final PageGroup[] groups;
    private final UidWalk uids;
    private final long changedSince;
    private final int end;
    private int group;
    private int page = -1;
    private int groupStart;
    private int pageStart;
    private long[] words = NOTHING;
    private int at;

    /**
     * @param start        index of the first message
     * @param end          index behind the last message
     * @param changedSince only messages with a higher MODSEQ
     */
    MessageCursor(PageGroup[] groups, int start, int end, UidSet uids, long changedSince) {
        this.groups = groups;
        this.end = end;
        this.uids = new UidWalk(uids);
        this.changedSince = changedSince;
        if (start < end) {
            moveTo(start);
        } else {
            group = groups.length;
        }
    }

    private void moveTo(int start) {
        while (start >= groupStart + groups[group].sums().messages()) {
            groupStart += groups[group++].sums().messages();
        }
        page = groups[group].pageAt(start - groupStart);
        pageStart = groupStart + groups[group].start(page);
        words = groups[group].page(page).words();
        at = (start - pageStart - 1) * MessagePage.WORDS;
    }

    /** Goes to the next message; false if there is none, then nothing more may be asked. */
    public boolean next() {
        while (true) {
            at += MessagePage.WORDS;
            if (at < words.length) {
                if (index() >= end) {
                    return end();
                }
                if (words[at + MessagePage.MOD_SEQ] > changedSince && uids.contains(words[at] >>> 32)) {
                    return true;
                }
            } else if (!nextPage()) {
                return end();
            }
        }
    }

    private boolean end() {
        group = groups.length;
        words = NOTHING;
        return false;
    }

    private boolean nextPage() {
        page++;
        while (group < groups.length && !uids.ended()) {
            PageGroup pages = groups[group];
            boolean wanted = page > 0 || pages.sums().newest() > changedSince && uids.overlaps(pages.firstUid(), pages.lastUid());
            for (; wanted && page < pages.pages(); page++) {
                MessagePage next = pages.page(page);
                if (next.sums().newest() > changedSince && uids.overlaps(next.firstUid(), next.lastUid())) {
                    pageStart = groupStart + pages.start(page);
                    words = next.words();
                    at = -MessagePage.WORDS;
                    return true;
                }
            }
            groupStart += pages.sums().messages();
            group++;
            page = 0;
        }
        return false;
    }

    /** Counted from 0 by rising UID, over all messages of the mailbox. */
    public int index() {
        return pageStart + at / MessagePage.WORDS;
    }

    public long uid() {
        return words[at] >>> 32;
    }

    /** RFC822.SIZE. */
    public long size() {
        return words[at] & 0xFFFF_FFFFL;
    }

    public long modSeq() {
        return words[at + MessagePage.MOD_SEQ];
    }

    /** Bits of {@link Flags}. */
    public long flags() {
        return words[at + MessagePage.FLAGS];
    }

    /** In milliseconds since 1970. */
    public long internalDate() {
        return words[at + MessagePage.INTERNAL_DATE];
    }

    /** Number of the event that added it. */
    public long added() {
        return words[at + MessagePage.ADDED];
    }

    /** In milliseconds since 1970. */
    public long saveDate() {
        return words[at + MessagePage.SAVE_DATE];
    }

    public MessageEntry entry() {
        return groups[group].page(page).entry(at / MessagePage.WORDS);
    }

    /** Whether this is the first message of a page that the other one is at the first message of, too. */
    boolean samePage(MessageCursor other) {
        return at == 0 && other.at == 0 && words == other.words;
    }

    /** The next message will be the first of the next page, or of the next group if the other cursor is at the same group, too. */
    static void skip(MessageCursor one, MessageCursor other) {
        boolean sameGroup = one.page == 0 && other.page == 0 && one.groups[one.group] == other.groups[other.group];
        one.leave(sameGroup);
        other.leave(sameGroup);
    }

    private void leave(boolean wholeGroup) {
        at = words.length;
        if (wholeGroup) {
            page = groups[group].pages() - 1;
        }
    }
}
