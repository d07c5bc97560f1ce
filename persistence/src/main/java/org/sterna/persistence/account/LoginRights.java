package org.sterna.persistence.account;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.codec.FieldWriter;

/**
 * What an account may log in for, and with which passwords beside its own.
 *
 * @param denied       what it must not do, though everybody else may
 * @param impersonates whether it may act for every other account (RFC 4422 section 3.4.1): a master user, for support
 * @param apps         by name
 */
public record LoginRights(Set<LoginScope> denied, boolean impersonates, SortedMap<String, AppPassword> apps) {
    /** App passwords of one account. */
    public static final int MAX_APPS = 50;
    public static final LoginRights USUAL = new LoginRights(Set.of(), false, Collections.emptySortedMap());

    public LoginRights {
        denied = Set.copyOf(denied);
        apps = Collections.unmodifiableSortedMap(new TreeMap<>(apps));
    }

    LoginRights with(AppPassword app) {
        SortedMap<String, AppPassword> more = new TreeMap<>(apps);
        more.put(app.name(), app);
        return new LoginRights(denied, impersonates, more);
    }

    LoginRights without(String app) {
        SortedMap<String, AppPassword> fewer = new TreeMap<>(apps);
        fewer.remove(app);
        return new LoginRights(denied, impersonates, fewer);
    }

    LoginRights with(Set<LoginScope> deniedNow, boolean impersonatesNow) {
        return new LoginRights(deniedNow, impersonatesNow, apps);
    }

    static FieldWriter scopes(FieldWriter out, Set<LoginScope> scopes) {
        return out.list(scopes.stream().sorted().map(LoginScope::word).toList(), FieldWriter::text);
    }

    static Set<LoginScope> scopes(FieldReader in) {
        return in.list(each -> LoginScope.of(each.text())).stream().flatMap(Optional::stream).collect(Collectors.toUnmodifiableSet());
    }

    FieldWriter write(FieldWriter out) {
        return scopes(out, denied).flag(impersonates).list(apps.values(), (each, app) -> app.write(each));
    }

    static LoginRights read(FieldReader in) {
        Set<LoginScope> denied = scopes(in);
        boolean impersonates = in.flag();
        SortedMap<String, AppPassword> apps = new TreeMap<>();
        in.list(AppPassword::read).forEach(app -> apps.put(app.name(), app));
        return new LoginRights(denied, impersonates, apps);
    }
}
