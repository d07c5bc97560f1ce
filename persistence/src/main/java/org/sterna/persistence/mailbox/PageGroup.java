package org.sterna.persistence.mailbox;

import java.util.Arrays;
import java.util.List;

/** Up to {@link #FULL} pages by rising UID, none of them empty, never changed. */
final class PageGroup {
    static final int FULL = 64;

    private final MessagePage[] pages;
    private final int[] starts;
    private final Sums sums;

    PageGroup(MessagePage... pages) {
        this.pages = pages;
        starts = new int[pages.length];
        Sums all = Sums.NONE;
        for (int i = 0; i < pages.length; i++) {
            starts[i] = all.messages();
            all = all.plus(pages[i].sums());
        }
        sums = all;
    }

    PageGroup(List<MessagePage> pages) {
        this(pages.toArray(MessagePage[]::new));
    }

    Sums sums() {
        return sums;
    }

    int pages() {
        return pages.length;
    }

    MessagePage page(int index) {
        return pages[index];
    }

    MessagePage last() {
        return pages[pages.length - 1];
    }

    List<MessagePage> list() {
        return Arrays.asList(pages);
    }

    /** Messages of this group before the page. */
    int start(int page) {
        return starts[page];
    }

    long firstUid() {
        return pages[0].firstUid();
    }

    long lastUid() {
        return last().lastUid();
    }

    /** The page that holds the message with this index, counted from the group's first. */
    int pageAt(int index) {
        int found = Arrays.binarySearch(starts, index);
        return found >= 0 ? found : -found - 2;
    }

    /** The last page that does not begin behind this UID, -1 if there is none. */
    int pageOf(long uid) {
        int low = 0;
        int high = pages.length - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            if (pages[middle].firstUid() <= uid) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    PageGroup withLast(MessagePage page) {
        MessagePage[] next = pages.clone();
        next[next.length - 1] = page;
        return new PageGroup(next);
    }

    PageGroup with(MessagePage page) {
        MessagePage[] next = Arrays.copyOf(pages, pages.length + 1);
        next[pages.length] = page;
        return new PageGroup(next);
    }
}
