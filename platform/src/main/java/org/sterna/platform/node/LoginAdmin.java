package org.sterna.platform.node;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.AppPassword;
import org.sterna.persistence.account.LoginRights;
import org.sterna.persistence.account.LoginScope;
import org.sterna.platform.admin.AdminResult;

/** App passwords of accounts, and what accounts may log in for. */
final class LoginAdmin {
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
        Optional<Instant> expires = words.option("--expires").map(days -> now.plus(Duration.ofDays(Long.parseLong(days))));
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
        return services.ask(key, new AccountCommand.Look()).thenCompose(before -> {
            LoginRights rights = before.account().rights();
            Set<LoginScope> denied = new HashSet<>(rights.denied());
            denied.removeAll(allow.get());
            denied.addAll(deny.get());
            boolean impersonates = words.has("--impersonate") || rights.impersonates() && !words.has("--no-impersonate");
            return services.ask(key, new AccountCommand.SetRights(denied, impersonates, services.now()));
        }).thenApply(response -> DirectoryServices.complaint(key, response).map(AdminResult::refused)
                .orElseGet(() -> AdminResult.done(key + ": " + text(response.account().rights()))));
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
