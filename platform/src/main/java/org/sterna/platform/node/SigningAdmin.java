package org.sterna.platform.node;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.directory.DirectoryEvent;
import org.sterna.persistence.directory.DomainKey;
import org.sterna.platform.admin.AdminResult;
import org.sterna.platform.dns.ZoneLine;
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.address.Domain;
import org.sterna.protocols.dkim.SignatureAlgorithm;

/** {@code domain dkim NAME [show|rotate|activate [SELECTOR]]}: the keys that sign for a domain. */
final class SigningAdmin {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd").withZone(ZoneOffset.UTC);
    /** RSA for everybody, Ed25519 for who knows it (RFC 8463 section 6); the first letters of their selectors. */
    private static final Map<SignatureAlgorithm, String> LETTERS = Map.of(SignatureAlgorithm.RSA_SHA256, "r", SignatureAlgorithm.ED25519_SHA256, "e");

    /** How many there are of a day. */
    private static final int SELECTORS = 36 * 36 * 36 * 36;

    private final DirectoryServices services;
    private final Signing signing;
    private final Duration keepRetired;

    SigningAdmin(DirectoryServices services, Signing signing) {
        this.services = services;
        this.signing = signing;
        this.keepRetired = signing.keepRetired();
    }

    CompletionStage<AdminResult> handle(List<String> command) {
        Optional<String> domain = Domain.parse(command.get(2), AddressForm.UTF8).flatMap(name -> directory().ours(name.text()));
        if (domain.isEmpty()) {
            return DirectoryServices.refused(command.get(2) + " is no domain of ours");
        }
        switch (command.get(3)) {
            case "show":
                return DirectoryServices.done(show(domain.get()));
            case "rotate":
                return rotate(domain.get(), command.contains("--activate"));
            case "activate":
                return command.size() > 4 ? services.want(new DirectoryEvent.SigningKeyActivated(domain.get(), command.get(4), services.now()), signing(command.get(4)))
                        : activate(domain.get(), prepared(domain.get()));
            default:
                return DirectoryAdmin.unknown(command.subList(1, command.size()));
        }
    }

    private Directory directory() {
        return services.directory().get();
    }

    private List<String> prepared(String domain) {
        return directory().keys(domain).stream().filter(key -> key.state() == DomainKey.State.PREPARED).map(DomainKey::selector).toList();
    }

    private String show(String domain) {
        List<String> lines = new ArrayList<>();
        for (DomainKey key : directory().keys(domain)) {
            lines.add("; " + key.selector() + " " + key.algorithm() + " " + state(key)
                    + (signing.keys().canOpen(domain, key) ? "" : ", does not open on this node: sterna.secrets.key-file is another one"));
            lines.addAll(records(domain, key.selector(), key.record()));
        }
        return lines.isEmpty() ? "nothing signs for " + domain + ": ./sterna domain dkim " + domain + " rotate" : String.join("\n", lines);
    }

    private String state(DomainKey key) {
        return switch (key.state()) {
            case PREPARED -> "made " + key.since() + ", signs when the DNS has its record";
            case ACTIVE -> "signs since " + key.since();
            case RETIRED -> "retired " + key.since() + ", may be taken out of the zone after " + key.since().plus(keepRetired);
        };
    }

    /** For the zone of the domain, and for those of its aliases, which sign as themselves. */
    private List<String> records(String domain, String selector, String record) {
        Stream<String> aliases = directory().aliases().entrySet().stream().filter(alias -> alias.getValue().equals(domain)).map(Map.Entry::getKey);
        return Stream.concat(Stream.of(domain), aliases).map(name -> line(name, selector, record).text()).toList();
    }

    private CompletionStage<AdminResult> rotate(String domain, boolean activate) {
        if (!signing.shared()) {
            return DirectoryServices.refused("the other nodes could not open the keys: give all nodes the same sterna.secrets.key-file");
        }
        List<String> unused = prepared(domain);
        if (directory().keys(domain).size() - unused.size() + LETTERS.size() > Directory.MOST_KEYS) {
            return DirectoryServices.refused(Directory.tooManyKeys(domain));
        }
        Instant now = services.now();
        return CompletableFuture.supplyAsync(() -> LETTERS.keySet().stream().sorted()
                .map(algorithm -> signing.keys().make(domain, selector(LETTERS.get(algorithm), now), algorithm, now)).toList())
                .thenCompose(made -> each(unused, selector -> services.want(new DirectoryEvent.SigningKeyRemoved(domain, selector, now), ""))
                        .thenCompose(unusedGone -> then(unusedGone, () -> add(made, activate))));
    }

    /** Never one that was used before, which may still stand in the DNS or in a cache of it. */
    private String selector(String letter, Instant now) {
        String random = Integer.toString(SELECTORS + services.random().nextInt(SELECTORS), Character.MAX_RADIX).substring(1);
        return letter + DAY.format(now) + "-" + random;
    }

    private CompletionStage<AdminResult> add(List<DirectoryEvent.SigningKeyAdded> made, boolean activate) {
        List<String> lines = new ArrayList<>();
        made.forEach(key -> lines.addAll(records(key.domain(), key.selector(), key.record())));
        lines.add(activate ? "; they sign from now on: publish them at once" : "; publish them; they begin to sign when they are seen in the DNS");
        return each(made, key -> services.want(key, ""))
                .thenCompose(added -> then(added, () -> each(activate ? made : List.<DirectoryEvent.SigningKeyAdded>of(), key -> activated(key.domain(), key.selector()))))
                .thenApply(result -> result.status() == 0 ? AdminResult.done(String.join("\n", lines)) : result);
    }

    private CompletionStage<AdminResult> activate(String domain, List<String> selectors) {
        return each(selectors, selector -> activated(domain, selector)).thenApply(result -> result.status() != 0 ? result
                : AdminResult.done(selectors.isEmpty() ? "no key waits" : signing(String.join(", ", selectors))));
    }

    private static String signing(String selectors) {
        return "signing from now on: " + selectors;
    }

    /** Past this node's copy of the directory, which may not have the key yet; the entity refuses what must not be by doing nothing. */
    private CompletionStage<AdminResult> activated(String domain, String selector) {
        return services.wantAtOnce(new DirectoryEvent.SigningKeyActivated(domain, selector, services.now()));
    }

    /** One after the other, until one is refused. */
    private static <T> CompletionStage<AdminResult> each(List<T> all, Function<T, CompletionStage<AdminResult>> step) {
        CompletionStage<AdminResult> done = DirectoryServices.done("");
        for (T one : all) {
            done = done.thenCompose(before -> then(before, () -> step.apply(one)));
        }
        return done;
    }

    private static CompletionStage<AdminResult> then(AdminResult before, Supplier<CompletionStage<AdminResult>> next) {
        return before.status() == 0 ? next.get() : CompletableFuture.completedFuture(before);
    }

    /** The record of a key. */
    static ZoneLine line(String domain, String selector, String record) {
        return new ZoneLine(selector + "._domainkey." + domain + ".", "TXT", record, ZoneLine.Comparison.SAME);
    }
}
