package org.sterna.protocols.sasl;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** OAUTHBEARER (RFC 7628 section 3.1) and XOAUTH2, as server: a token in one message. */
record ServerBearer(SaslMechanism mechanism) implements SaslExchange {
    private static final Pattern HEADER = Pattern.compile("[ny],(?:a=([^,]{1,960}))?,\1((?:[A-Za-z]+=[^\1\0]*\1)*)\1");
    private static final Pattern FORERUNNER = Pattern.compile("user=([^\1\0]{1,320})\1((?:[A-Za-z]+=[^\1\0]*\1)*)\1");
    /** RFC 6750 section 2.1: b64token; the scheme has no case (RFC 7628 section 4). */
    private static final Pattern TOKEN = Pattern.compile("(?:^|\1)auth=[Bb][Ee][Aa][Rr][Ee][Rr] +([A-Za-z0-9._~+/=-]+) *\1");

    @Override
    public SaslStep on(String line) {
        if (Response.cancels(line)) {
            return new SaslStep.Cancelled();
        }
        Optional<Matcher> form = Response.decode(line).map((mechanism == SaslMechanism.OAUTHBEARER ? HEADER : FORERUNNER)::matcher).filter(Matcher::matches);
        Optional<String> token = form.map(found -> TOKEN.matcher(found.group(2))).filter(Matcher::find).map(found -> found.group(1));
        if (token.isEmpty()) {
            return new SaslStep.Malformed("not a bearer token in a message of " + mechanism.wireName());
        }
        Optional<String> said = Optional.ofNullable(form.get().group(1));
        Optional<String> name = mechanism == SaslMechanism.OAUTHBEARER ? said.flatMap(Response::saslName) : said;
        return said.isPresent() && name.isEmpty() ? new SaslStep.Malformed("not a name as OAUTHBEARER writes it")
                : new SaslQuestion.TokenShown(name, token.get());
    }
}
