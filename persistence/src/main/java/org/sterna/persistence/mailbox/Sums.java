package org.sterna.persistence.mailbox;

/**
 * What is kept of some messages taken together, so that STATUS needs no pass over them.
 *
 * @param newest highest MODSEQ, 0 if there is none
 */
record Sums(int messages, int unseen, int deleted, long octets, long deletedOctets, long newest) {
    static final Sums NONE = new Sums(0, 0, 0, 0, 0, 0);

    Sums plus(Sums other) {
        return new Sums(messages + other.messages, unseen + other.unseen, deleted + other.deleted, octets + other.octets,
                deletedOctets + other.deletedOctets, Math.max(newest, other.newest));
    }

    /** Of packed words, see {@link MessagePage}. */
    static Sums of(long[] words) {
        int unseen = 0;
        int deleted = 0;
        long octets = 0;
        long deletedOctets = 0;
        long newest = 0;
        for (int at = 0; at < words.length; at += MessagePage.WORDS) {
            long size = words[at] & 0xFFFF_FFFFL;
            long flags = words[at + MessagePage.FLAGS];
            octets += size;
            unseen += (flags & Flags.SEEN) == 0 ? 1 : 0;
            if ((flags & Flags.DELETED) != 0) {
                deleted++;
                deletedOctets += size;
            }
            newest = Math.max(newest, words[at + MessagePage.MOD_SEQ]);
        }
        return new Sums(words.length / MessagePage.WORDS, unseen, deleted, octets, deletedOctets, newest);
    }
}
