package org.sterna.platform.credentials;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.sterna.persistence.account.LoginScope;
import org.sterna.persistence.measure.NamedCounts;

/** How logins on one node ended. Thread-safe. */
public final class LoginCounts {
    private final Map<LoginScope, NamedCounts> scopes = new EnumMap<>(LoginScope.class);

    LoginCounts() {
        for (LoginScope scope : LoginScope.values()) {
            scopes.put(scope, new NamedCounts(List.of("valid", "invalid", "banned", "unavailable")));
        }
    }

    /** @param banned though the password may have been right */
    void ended(LoginScope scope, Authenticator.Result result, boolean banned) {
        scopes.get(scope).add(result instanceof Authenticator.Valid ? "valid" : result instanceof Authenticator.Unavailable ? "unavailable"
                : banned ? "banned" : "invalid");
    }

    public Map<String, Long> of(LoginScope scope) {
        return scopes.get(scope).counted();
    }
}
