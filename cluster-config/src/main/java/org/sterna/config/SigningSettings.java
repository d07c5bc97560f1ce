package org.sterna.config;

import java.time.Duration;

/**
 * How mail is signed: {@code sterna.signing}.
 *
 * @param enabled       whether anything is
 * @param relaxedHeader whether header fields may be folded anew on their way
 * @param relaxedBody whether white space of the body may change on its way
 * @param checkEvery    how often it is looked whether new keys are published
 * @param keepRetired   how long a key that signs no more stays published
 */
public record SigningSettings(boolean enabled, boolean relaxedHeader, boolean relaxedBody, Duration checkEvery, Duration keepRetired) {
    static SigningSettings read(SettingsReader settings) {
        String[] forms = settings.text("sterna.signing.canonicalization", "simple/simple, simple/relaxed, relaxed/simple or relaxed/relaxed",
                text -> text.matches("(simple|relaxed)/(simple|relaxed)")).split("/");
        return new SigningSettings(settings.flag("sterna.signing.enabled"), forms[0].equals("relaxed"), forms[1].equals("relaxed"),
                settings.duration("sterna.signing.check-every", "10 s", "1 d"), settings.duration("sterna.signing.keep-retired", "1 d", "365 d"));
    }
}
