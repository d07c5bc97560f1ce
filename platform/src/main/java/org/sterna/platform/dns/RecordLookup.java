package org.sterna.platform.dns;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Asks the DNS for records of any type, past every cache of ours. */
public interface RecordLookup {

    /** What came of a question. */
    sealed interface Result {
        /**
         * There are records.
         *
         * @param data at least one, as in a zone file; of a TXT its text without quotes
         */
        record Found(List<String> data) implements Result { }

        /** There are none. */
        record None() implements Result { }

        /** Nobody knows now. */
        record Outage(String text) implements Result { }
    }

    /**
     * All records of one type, aliases followed.
     *
     * @param name absolute, in ASCII
     * @return never fails
     */
    CompletionStage<Result> lookup(String name, String type);
}
