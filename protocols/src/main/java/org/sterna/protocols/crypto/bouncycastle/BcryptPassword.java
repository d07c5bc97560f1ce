package org.sterna.protocols.crypto.bouncycastle;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.sterna.protocols.crypto.PasswordHash;

/** bcrypt as OpenBSD, PHP and Apache write it: {@code $2a$}, {@code $2b$}, {@code $2y$}. */
public final class BcryptPassword implements PasswordHash {
    /** 2^15 rounds are about three seconds of a processor. */
    private static final int MOST_COST = 15;
    private static final Pattern FORM = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[A-Za-z0-9./]{53}");

    private final String text;
    private final int cost;

    private BcryptPassword(String text, int cost) {
        this.text = text;
        this.cost = cost;
    }

    /** Empty if it is no such hash or asks for an absurd cost. */
    public static Optional<BcryptPassword> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int cost = Integer.parseInt(form.group(1));
        return cost < 4 || cost > MOST_COST ? Optional.empty() : Optional.of(new BcryptPassword(text, cost));
    }

    @Override
    public boolean verify(String password) {
        return OpenBSDBCrypt.checkPassword(text, password.toCharArray());
    }

    /** Without salt and hash. */
    @Override
    public String toString() {
        return "BcryptPassword[" + cost + "]";
    }
}
