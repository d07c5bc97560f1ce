package org.sterna.platform.trust;

import org.sterna.protocols.dmarc.Authenticated;
import org.sterna.protocols.dmarc.DmarcEvaluation;

/** Remembers what became of messages, for the reports to the domains of their authors. */
@FunctionalInterface
public interface DmarcCollector {
    /** For a node that reports nothing. */
    DmarcCollector NONE = judged -> { };

    /**
     * A message whose author's domain has a policy.
     *
     * @param authenticated what the evaluation went by
     * @param applied       what was done with it
     */
    record Judged(Evidence evidence, DmarcEvaluation evaluation, Authenticated authenticated, AuthorPolicy.Disposition applied) { }

    /** Called from any thread; must not block. */
    void collect(Judged judged);
}
