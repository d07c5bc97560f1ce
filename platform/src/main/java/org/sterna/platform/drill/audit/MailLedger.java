package org.sterna.platform.drill.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Who was sent what, and what was said of it. Any thread may write. */
public final class MailLedger {
    private final List<Mail> mails = new ArrayList<>();
    private final Map<String, Integer> refusals = new TreeMap<>();
    private long tries;
    private long triesAtTheWell;

    /** Gives the next number to a message. */
    public synchronized Mail next(Mail.Kind kind, String recipient) {
        Mail mail = new Mail(mails.size() + 1, kind, recipient, Mail.Fate.OPEN, false);
        mails.add(mail);
        return mail;
    }

    public synchronized void acknowledged(int number) {
        mails.set(number - 1, mails.get(number - 1).with(Mail.Fate.ACKNOWLEDGED));
    }

    /** For good. */
    public synchronized void refused(int number) {
        mails.set(number - 1, mails.get(number - 1).with(Mail.Fate.REFUSED));
    }

    public synchronized void replyLost(int number) {
        mails.set(number - 1, mails.get(number - 1).withReplyLost());
    }

    /**
     * A try that was turned away; the same message is tried again.
     *
     * @param well whether nothing was being done to the node that turned it away
     */
    public synchronized void triedInVain(String reply, boolean well) {
        tries++;
        triesAtTheWell += well ? 1 : 0;
        refusals.merge(reply, 1, Integer::sum);
    }

    public synchronized long triesInVain() {
        return tries;
    }

    /** Those at nodes to which nothing was being done: a client that comes to one of them with its second try needs a third. */
    public synchronized long triesInVainAtTheWell() {
        return triesAtTheWell;
    }

    /** Each different reply that turned a message away, and how often it came; the caller's own copy. */
    public synchronized Map<String, Integer> refusals() {
        return new TreeMap<>(refusals);
    }

    public synchronized List<Mail> mails() {
        return List.copyOf(mails);
    }

    public synchronized long count(Mail.Fate fate) {
        return mails.stream().filter(mail -> mail.fate() == fate).count();
    }
}
