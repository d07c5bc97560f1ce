package org.sterna.platform.credentials;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sterna.persistence.account.AppPassword;
import org.sterna.persistence.account.LoginRights;
import org.sterna.protocols.crypto.PasswordHash;
import org.sterna.protocols.sasl.ScramHash;
import org.sterna.protocols.sasl.ScramKeys;

/**
 * The forms in which a password is stored: a hash, then keys for SCRAM, with a space between them.
 *
 * @param hash empty if it is none that is known here: nobody can log in by it
 */
record StoredPassword(Optional<PasswordHash> hash, List<ScramKeys> keys) {
    static StoredPassword parse(String text) {
        String[] forms = text.split(" ");
        return new StoredPassword(PasswordHash.parse(forms[0]), Stream.of(forms).skip(1).flatMap(form -> ScramKeys.parse(form).stream()).toList());
    }

    /** Those of an account: its own first, then those of its programs. */
    static Stream<StoredPassword> all(String own, LoginRights rights) {
        return Stream.concat(Stream.of(own), rights.apps().values().stream().map(AppPassword::stored)).map(StoredPassword::parse);
    }

    /** The salt that the keys for SCRAM of an account have, if there are any. */
    static Optional<byte[]> keySalt(String own, LoginRights rights) {
        return all(own, rights).flatMap(each -> each.keys().stream()).findFirst().map(ScramKeys::salt);
    }

    Optional<ScramKeys> keys(ScramHash wanted) {
        return keys.stream().filter(each -> each.hash() == wanted).findFirst();
    }
}
