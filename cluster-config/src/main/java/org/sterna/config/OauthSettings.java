package org.sterna.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Bearer tokens (RFC 7628): {@code sterna.auth.oauth}.
 *
 * @param issuer    what a token's {@code iss} must be
 * @param audience  what its {@code aud} must be or hold
 * @param userClaim the claim that names the account
 * @param keys      PEM files with the issuer's public keys; none where tokens are not taken
 * @param scope     said to a client whose token is bad; may be empty
 * @param leeway    how far clocks may differ
 */
public record OauthSettings(String issuer, String audience, String userClaim, List<Path> keys, String scope, Duration leeway) {
    static OauthSettings read(SettingsReader settings) {
        String path = "sterna.auth.oauth.";
        OauthSettings read = new OauthSettings(
                settings.text(path + "issuer", "what tokens say in \"iss\"", text -> true),
                settings.text(path + "audience", "what tokens say in \"aud\"", text -> true),
                settings.text(path + "user-claim", "the name of a claim", text -> !text.isEmpty()),
                settings.list(path + "keys", "a list of files", Path::of),
                settings.text(path + "scope", "printable characters without quotation marks", text -> text.matches("[ -~&&[^\"\\\\]]*")),
                settings.duration(path + "leeway", "0 s", "10 m"));
        if (read.isOn() && read.issuer.isEmpty()) {
            throw settings.wrong(path + "issuer", "what tokens say in \"iss\", where there are keys");
        }
        if (read.isOn() && read.audience.isEmpty()) {
            throw settings.wrong(path + "audience", "what tokens say in \"aud\", where there are keys");
        }
        return read;
    }

    /** Whether tokens are taken at all. */
    public boolean isOn() {
        return !keys.isEmpty();
    }
}
