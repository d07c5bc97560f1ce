package org.sterna.config;

import java.time.Duration;
import java.util.Optional;

/**
 * What is done with mail that an alias leads out of our domains: {@code sterna.forwarding}.
 *
 * @param rewriteSenders whether its reverse-path becomes one of ours
 * @param domain         of such reverse-paths; empty for the host name
 * @param validity       for how long reports to them are taken
 */
public record ForwardingSettings(boolean rewriteSenders, Optional<String> domain, Duration validity) {
    static ForwardingSettings read(SettingsReader settings) {
        return new ForwardingSettings(settings.flag("sterna.forwarding.rewrite-senders"),
                Optional.of(settings.text("sterna.forwarding.domain", "a domain, or empty", text -> text.isEmpty() || HostName.isQualified(text)))
                        .filter(text -> !text.isEmpty()),
                settings.duration("sterna.forwarding.validity", "1 d", "365 d"));
    }
}
