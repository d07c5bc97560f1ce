package org.sterna.persistence.mtasts;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Keeps fetched policies, one for each domain. Thread-safe; nothing blocks. */
public interface PolicyStore {
    /** What was last written; empty if it was too long ago. */
    CompletionStage<Optional<FetchedPolicy>> read(String domain);

    /** In place of the one before. */
    CompletionStage<Void> write(FetchedPolicy policy);
}
