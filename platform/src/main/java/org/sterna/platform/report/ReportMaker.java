package org.sterna.platform.report;

import java.util.concurrent.CompletionStage;
import org.sterna.persistence.report.ReportDay;
import org.sterna.persistence.report.ReportKind;

/** Makes one kind of report. The same day and domain give the same identifiers, wherever and however often they are made. */
interface ReportMaker {
    /** Rows of all nodes that one report is made of; a domain with more gets a part of them. */
    int MOST_ROWS = 50_000;

    ReportKind kind();

    CompletionStage<Made> make(ReportDay day, String domain);
}
