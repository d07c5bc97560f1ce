package org.sterna.persistence.journal;

import java.util.List;
import java.util.Map;

/**
 * The written form of a state, in a manifest and pages, so that a snapshot rewrites only the pages that changed.
 *
 * @param <S> the state; immutable
 */
public interface SnapshotCodec<S> {
    /**
     * @param page    its name in this state
     * @param version grows whenever its content changes; same page and version, same content
     */
    record PageKey(int page, long version) { }

    /** Everything but the pages. */
    byte[] manifest(S state);

    List<PageKey> pages(S state);

    byte[] page(S state, PageKey key);

    S read(byte[] manifest, Map<PageKey, byte[]> pages);

    /** Whether events behind the last snapshot but one are of no use to anybody: they are deleted when a snapshot is saved. */
    default boolean endsJournal() {
        return false;
    }
}
