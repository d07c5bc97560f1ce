package org.sterna.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is found out about who sent a message: {@code sterna.trust}.
 *
 * @param authservId     who says so; empty for the host's name
 * @param exemptNetworks of clients whose mail is not checked
 * @param timeout        how long the answer to a message may wait for its checks
 * @param signatures     whether DKIM signatures and ARC seals are verified
 * @param trustedSealers domains whose word about a message they forwarded is believed
 */
public record TrustSettings(Optional<String> authservId, List<Network> exemptNetworks, Duration timeout, Spf spf, boolean signatures, List<String> trustedSealers,
        Dmarc dmarc) {

    /** What is done about the policies of authors' domains. */
    public enum Dmarc {
        /** They are not asked for. */
        OFF,
        /** They are asked for and told of; nothing follows. */
        RECORD,
        /** They are followed. */
        ENFORCE
    }

    /**
     * {@code sterna.trust.spf}.
     *
     * @param check whether it is asked for; the others say what is done by its result
     */
    public record Spf(boolean check, CheckAction softfail, CheckAction fail, CheckAction permerror, CheckAction temperror) { }

    static TrustSettings read(SettingsReader settings) {
        String id = settings.text("sterna.trust.authserv-id", "a domain name, or empty", text -> text.isEmpty() || HostName.isQualified(text));
        Dmarc dmarc = settings.choice("sterna.trust.dmarc", Dmarc.values());
        if (dmarc == Dmarc.ENFORCE && !(settings.flag("sterna.trust.spf.check") && settings.flag("sterna.trust.signatures"))) {
            throw settings.wrong("sterna.trust.dmarc", "off or record, because sterna.trust.spf.check or sterna.trust.signatures is false: what would pass is not looked at");
        }
        return new TrustSettings(id.isEmpty() ? Optional.empty() : Optional.of(id),
                settings.list("sterna.trust.exempt-networks", "a list of networks, such as [\"192.0.2.0/24\", \"2001:db8::/32\"]", Network::parse),
                settings.duration("sterna.trust.timeout", "100 ms", "2 m"),
                new Spf(settings.flag("sterna.trust.spf.check"), action(settings, "sterna.trust.spf.softfail"), action(settings, "sterna.trust.spf.fail"),
                        action(settings, "sterna.trust.spf.permerror"), action(settings, "sterna.trust.spf.temperror")),
                settings.flag("sterna.trust.signatures"),
                settings.list("sterna.trust.trusted-sealers", "a list of domain names, such as [\"example.org\"]", TrustSettings::domain),
                dmarc);
    }

    private static String domain(String text) {
        if (!HostName.isQualified(text)) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static CheckAction action(SettingsReader settings, String path) {
        return settings.choice(path, CheckAction.values());
    }
}
