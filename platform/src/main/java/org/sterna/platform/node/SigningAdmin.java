package org.sterna.platform.node;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.directory.DirectoryEvent;
import org.sterna.persistence.directory.DomainKey;
import org.sterna.platform.admin.AdminResult;
import org.sterna.platform.dns.ZoneLine;
import org.sterna.platform.signing.DomainKeys;
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.address.Domain;
import org.sterna.protocols.dkim.SignatureAlgorithm;

/** {@code domain dkim NAME [show|rotate|activate]}: the keys that sign for a domain. */
final class SigningAdmin {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd").withZone(ZoneOffset.UTC);
    /** RSA for everybody, Ed25519 for who knows it (RFC 8463 section 6); the first letters of their selectors. */
    private static final Map<SignatureAlgorithm, String> LETTERS = Map.of(SignatureAlgorithm.RSA_SHA256, "r", SignatureAlgorithm.ED25519_SHA256, "e");

    private final DirectoryServices services;
    private final Signing signing;

    SigningAdmin(DirectoryServices services, Signing signing) {
        this.services = services;
        this.signing = signing;
    }

    CompletionStage<AdminResult> handle(List<String> command) {
        Optional<String> domain = Domain.parse(command.get(2), AddressForm.UTF8).flatMap(name -> services.directory().get().ours(name.text()));
        if (domain.isEmpty()) {
            return DirectoryServices.refused(command.get(2) + " is no domain of ours");
        }
        switch (command.get(3)) {
            case "show":
                return DirectoryServices.done(show(domain.get()));
            case "rotate":
                return rotate(domain.get(), command.contains("--activate"));
            case "activate":
                return activate(domain.get(), prepared(domain.get()));
            default:
                return DirectoryAdmin.unknown(command.subList(1, command.size()));
        }
    }

    private List<String> prepared(String domain) {
        return services.directory().get().keys(domain).stream().filter(key -> key.state() == DomainKey.State.PREPARED).map(DomainKey::selector).toList();
    }

    private String show(String domain) {
        List<String> lines = new ArrayList<>();
        for (DomainKey key : services.directory().get().keys(domain)) {
            lines.add(key.selector() + " " + key.algorithm() + " " + key.state().name().toLowerCase(Locale.ROOT) + " since " + key.since()
                    + (signing.keys().canOpen(domain, key) ? "" : ", does not open on this node: sterna.signing.key-file is another one"));
        }
        return lines.isEmpty() ? "nothing signs for " + domain + ": ./sterna domain dkim " + domain + " rotate" : String.join("\n", lines);
    }

    private CompletionStage<AdminResult> rotate(String domain, boolean activate) {
        if (!signing.shared()) {
            return DirectoryServices.refused("the other nodes could not open the keys: give all nodes the same sterna.signing.key-file");
        }
        Instant now = services.now();
        return CompletableFuture.supplyAsync(() -> LETTERS.keySet().stream().sorted()
                .map(algorithm -> signing.keys().make(domain, selector(domain, LETTERS.get(algorithm) + DAY.format(now)), algorithm, now)).toList())
                .thenCompose(made -> add(made, activate));
    }

    /** Not one that was ever used and may still stand in the DNS: the second of a day has another letter. */
    private String selector(String domain, String wanted) {
        String free = wanted;
        for (char letter = 'b'; isTaken(domain, free); letter++) {
            free = wanted + letter;
        }
        return free;
    }

    private boolean isTaken(String domain, String selector) {
        return services.directory().get().keys(domain).stream().anyMatch(key -> key.selector().equals(selector));
    }

    private CompletionStage<AdminResult> add(List<DirectoryEvent.SigningKeyAdded> made, boolean activate) {
        List<String> lines = new ArrayList<>();
        CompletionStage<AdminResult> done = DirectoryServices.done("");
        for (DirectoryEvent.SigningKeyAdded key : made) {
            lines.add(line(key.domain(), key.selector(), key.record()).text());
            done = done.thenCompose(before -> before.status() == 0 ? services.want(key, "") : CompletableFuture.completedFuture(before));
        }
        if (activate) {
            for (DirectoryEvent.SigningKeyAdded key : made) {
                done = done.thenCompose(before -> before.status() == 0 ? activated(key.domain(), key.selector()) : CompletableFuture.completedFuture(before));
            }
        }
        lines.add(activate ? "; they sign from now on: publish them at once" : "; publish them; they begin to sign when they are seen in the DNS");
        return done.thenApply(result -> result.status() == 0 ? AdminResult.done(String.join("\n", lines)) : result);
    }

    private CompletionStage<AdminResult> activate(String domain, List<String> selectors) {
        CompletionStage<AdminResult> done = DirectoryServices.done("");
        for (String selector : selectors) {
            done = done.thenCompose(before -> before.status() == 0 ? activated(domain, selector) : CompletableFuture.completedFuture(before));
        }
        return done.thenApply(result -> result.status() != 0 ? result
                : AdminResult.done(selectors.isEmpty() ? "no key waits" : String.join(", ", selectors) + " from now on"));
    }

    /** Past this node's copy of the directory, which may not have the key yet; the entity refuses what must not be by doing nothing. */
    private CompletionStage<AdminResult> activated(String domain, String selector) {
        return services.wantAtOnce(new DirectoryEvent.SigningKeyActivated(domain, selector, services.now()));
    }

    /** The record of a key. */
    static ZoneLine line(String domain, String selector, String record) {
        return new ZoneLine(selector + "._domainkey." + domain + ".", "TXT", record, ZoneLine.Comparison.SAME);
    }
}
