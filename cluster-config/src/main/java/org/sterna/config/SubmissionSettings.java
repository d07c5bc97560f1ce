package org.sterna.config;

/**
 * What is checked and mended in what users submit: {@code sterna.submission}.
 *
 * @param reversePath whose addresses an account may use as reverse-path
 * @param from        whose addresses an account may use in From and Sender
 * @param addDate     whether a missing Date is added
 * @param addMessageId whether a missing Message-ID is added
 * @param completeAddresses whether addresses without a domain get the account's
 * @param addSender   whether Sender tells the account where From does not
 * @param removeBcc   whether Bcc is taken out
 */
public record SubmissionSettings(Allowed reversePath, Allowed from, boolean addDate, boolean addMessageId, boolean completeAddresses,
                                 boolean addSender, boolean removeBcc, LineEnds lineEnds) {
    /** Which addresses an account may use. */
    public enum Allowed {
        /** Its own, and those whose mail comes to it. */
        OWN,
        /** Every address of the account's domain. */
        DOMAIN,
        /** Every address. */
        ANY
    }

    static SubmissionSettings read(SettingsReader settings) {
        return new SubmissionSettings(
                settings.choice("sterna.submission.reverse-path", Allowed.values()),
                settings.choice("sterna.submission.from", Allowed.values()),
                settings.flag("sterna.submission.add-date"),
                settings.flag("sterna.submission.add-message-id"),
                settings.flag("sterna.submission.complete-addresses"),
                settings.flag("sterna.submission.add-sender"),
                settings.flag("sterna.submission.remove-bcc"),
                settings.choice("sterna.submission.line-ends", LineEnds.values()));
    }
}
