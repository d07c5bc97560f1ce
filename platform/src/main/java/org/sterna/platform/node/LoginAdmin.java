package org.sterna.platform.node;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.AppPassword;
import org.sterna.persistence.account.LoginRights;
import org.sterna.persistence.account.LoginScope;
import org.sterna.platform.admin.AdminResult;

/** App passwords of accounts, what accounts may log in for, and who is shut out. */
final class LoginAdmin {
    /** 1 to 36500. */
    private static final Pattern DAYS = Pattern.compile("[1-9][0-9]{0,3}|[12][0-9]{4}|3[0-5][0-9]{3}|36[0-4][0-9]{2}|36500");

    private static final Logger LOG = LoggerFactory.getLogger(LoginAdmin.class);

    private final DirectoryServices services;

    LoginAdmin(DirectoryServices services) {
        this.services = services;
    }

    /** {@code account app-password add|remove|list ADDRESS [NAME]}. */
    CompletionStage<AdminResult> appPassword(Words words) {
        String key = services.key(words.plain().get(3));
        return switch (words.plain().get(2)) {
            case "add" -> add(key, words);
            case "remove" -> services.change(key, new AccountCommand.RemoveAppPassword(words.plain().get(4), services.now()))
                    .thenApply(complaint -> DirectoryServices.result(complaint, "removed the app password " + words.plain().get(4) + " of " + key));
            case "list" -> looked(key, rights -> AdminResult.done(rights.apps().values().stream()
                    .map(app -> Printable.text(app.toString()) + ", made " + app.made()).collect(Collectors.joining("\n"))));
            default -> DirectoryAdmin.unknown(List.of("account app-password", words.plain().get(2)));
        };
    }

    /** The password is shown once, and nobody can find it out later. */
    private CompletionStage<AdminResult> add(String key, Words words) {
        Instant now = services.now();
        Optional<String> days = words.option("--expires");
        if (days.isPresent() && !DAYS.matcher(days.get()).matches()) {
            return DirectoryServices.refused("--expires takes 1 to 36500 days");
        }
        Optional<Instant> expires = days.map(number -> now.plus(Duration.ofDays(Long.parseLong(number))));
        Optional<Set<LoginScope>> scopes = scopes(words.option("--for").orElse("imap,pop3,smtp"));
        if (scopes.isEmpty() || scopes.get().isEmpty()) {
            return DirectoryServices.refused("--for takes some of imap, pop3 and smtp, with commas between them");
        }
        return services.ask(key, new AccountCommand.Look()).thenCompose(found -> services.authenticator().newAppPassword(found.account().password(),
                found.account().rights())).thenCompose(made -> services.change(key, new AccountCommand.AddAppPassword(new AppPassword(words.plain().get(4), made.sealed(), scopes.get(),
                        expires, now))).thenApply(complaint -> DirectoryServices.result(complaint, "password: " + made.password())));
    }

    /** {@code account permit ADDRESS [--allow LIST] [--deny LIST] [--impersonate | --no-impersonate]}: sets what was said, and shows what is in force. */
    CompletionStage<AdminResult> permit(Words words) {
        String key = services.key(words.plain().get(2));
        Optional<Set<LoginScope>> allow = scopes(words.option("--allow").orElse(""));
        Optional<Set<LoginScope>> deny = scopes(words.option("--deny").orElse(""));
        if (allow.isEmpty() || deny.isEmpty()) {
            return DirectoryServices.refused("--allow and --deny take some of imap, pop3 and smtp, with commas between them");
        }
        Optional<Boolean> impersonate = words.has("--impersonate") ? Optional.of(true) : words.has("--no-impersonate") ? Optional.of(false) : Optional.empty();
        return services.ask(key, new AccountCommand.SetRights(allow.get(), deny.get(), impersonate, services.now())).thenApply(response -> DirectoryServices.complaint(key, response).map(AdminResult::refused)
                .orElseGet(() -> AdminResult.done(key + ": " + text(response.account().rights()))));
    }

    /** {@code account bans}. The names are what clients have typed, so they come last. */
    CompletionStage<AdminResult> bans() {
        return DirectoryServices.done(services.authenticator().bans().stream().map(ban -> "until " + ban.until() + ", after " + ban.failures()
                + " failed logins: " + Printable.text(ban.who())).collect(Collectors.joining("\n")));
    }

    /** {@code account unban ADDRESS|NETWORK}: nothing is held against it any more, on any node. */
    CompletionStage<AdminResult> unban(Words words) {
        String who = words.plain().get(2);
        return services.authenticator().forgive(who).thenApply(failures -> {
            LOG.info("{} lets {} try to log in again, after {} failures", services.operator().orElse("an operator"), Printable.text(who), failures);
            return failures == 0 ? AdminResult.refused("no failed login is counted for " + who) : AdminResult.done("forgot " + failures + " failed logins of " + who);
        });
    }

    private static String text(LoginRights rights) {
        return text(rights.denied(), rights.impersonates());
    }

    static String text(Set<LoginScope> denied, boolean impersonates) {
        String allowed = Stream.of(LoginScope.values()).filter(each -> !denied.contains(each)).map(LoginScope::word).collect(Collectors.joining(", "));
        return (allowed.isEmpty() ? "may not log in" : "may log in for " + allowed) + (impersonates ? ", and as every other account" : "");
    }

    private CompletionStage<AdminResult> looked(String key, Function<LoginRights, AdminResult> show) {
        return services.ask(key, new AccountCommand.Look()).thenApply(response -> DirectoryServices.complaint(key, response).map(AdminResult::refused)
                .orElseGet(() -> show.apply(response.account().rights())));
    }

    /** Empty if a word is none of them. */
    private static Optional<Set<LoginScope>> scopes(String list) {
        List<String> words = Stream.of(list.split(",")).map(String::strip).filter(word -> !word.isEmpty()).toList();
        Set<LoginScope> scopes = words.stream().flatMap(word -> LoginScope.of(word).stream()).collect(Collectors.toSet());
        return scopes.size() == Set.copyOf(words).size() ? Optional.of(scopes) : Optional.empty();
    }
}
