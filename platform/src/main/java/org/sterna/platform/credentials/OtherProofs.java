package org.sterna.platform.credentials;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.persistence.account.AddressEntry;
import org.sterna.protocols.sasl.ChannelBindings;
import org.sterna.protocols.sasl.ClientExchange;
import org.sterna.protocols.sasl.SaslAnswer;
import org.sterna.protocols.sasl.SaslQuestion;
import org.sterna.protocols.sasl.ScramHash;
import org.sterna.protocols.sasl.ScramKeys;
import org.sterna.protocols.token.TokenRules;

/** Who a client is that sends no password: SCRAM, tokens and certificates. */
final class OtherProofs {
    private static final Logger LOG = LoggerFactory.getLogger(OtherProofs.class);
    /** GeneralName of RFC 5280 section 4.2.1.6: rfc822Name. */
    private static final int MAIL_ADDRESS = 1;

    private final AuthRules rules;
    private final Admission admission;
    private final byte[] decoySecret;
    private final Clock clock;

    OtherProofs(AuthRules rules, Admission admission, byte[] decoySecret, Clock clock) {
        this.rules = rules;
        this.admission = admission;
        this.decoySecret = decoySecret;
        this.clock = clock;
    }

    /** The keys of the account's password and of its app passwords; keys of nobody if there are none. */
    CompletionStage<SaslAnswer> keys(LoginContext context, SaslQuestion.KeysWanted wanted) {
        return admission.find(wanted.user()).thenApply(entry -> {
            List<ScramKeys> keys = entry.map(each -> keys(each, wanted.hash())).orElse(List.of());
            // By the name that an account would have: two spellings of nobody's name have one salt, as two of an account's have.
            String nobody = admission.key(wanted.user()).orElse(wanted.user());
            return new SaslAnswer.Keys(keys.isEmpty() ? List.of(ScramKeys.decoy(wanted.hash(), decoySecret, nobody, rules.scramIterations())) : keys,
                    ClientExchange.nonce(), bindings(context, wanted.hash()));
        });
    }

    /** RFC 5802 section 6: a client may say that it could bind and we cannot, unless the -PLUS form is offered. */
    private ChannelBindings bindings(LoginContext context, ScramHash hash) {
        return rules.mechanisms().stream().anyMatch(each -> each.isBound() && each.wireName().startsWith(hash.mechanism())) ? context.bindings()
                : ChannelBindings.NONE;
    }

    private static List<ScramKeys> keys(AddressEntry entry, ScramHash hash) {
        List<ScramKeys> keys = new ArrayList<>();
        StoredPassword.all(entry.password(), entry.rights()).flatMap(stored -> stored.keys(hash).stream())
                .filter(each -> keys.isEmpty() || each.fitsBeside(keys.get(0))).forEach(keys::add);
        return keys;
    }

    CompletionStage<Authenticator.Result> proven(LoginContext context, SaslQuestion.Proven proven) {
        return admission.find(proven.user()).thenCompose(found -> {
            Optional<AddressEntry> own = found.filter(entry -> holds(entry.password(), proven.keys()));
            if (own.isPresent()) {
                return admission.admit(context, own.get(), proven.authorization(), false);
            }
            return found.filter(entry -> entry.rights().apps().values().stream().anyMatch(app -> holds(app.stored(), proven.keys()) && admission.isGood(app, context)))
                    .map(entry -> admission.admit(context, entry, proven.authorization(), true)).orElse(invalid());
        });
    }

    private static boolean holds(String stored, ScramKeys keys) {
        return StoredPassword.parse(stored).keys(keys.hash()).filter(keys::equals).isPresent();
    }

    CompletionStage<Authenticator.Result> token(LoginContext context, SaslQuestion.TokenShown shown) {
        TokenRules.Finding finding = rules.tokens().map(each -> each.check(shown.token(), clock.instant())).orElse(new TokenRules.Bad("tokens are not taken"));
        if (finding instanceof TokenRules.Bad bad) {
            LOG.debug("a token from {} is bad: {}", context.remote().getHostAddress(), bad.reason());
        }
        if (!(finding instanceof TokenRules.Good good)) {
            return invalid();
        }
        return admission.find(good.user()).thenCompose(entry -> entry.map(each -> admission.admit(context, each, shown.authorization(), false)).orElse(invalid()));
    }

    /** The mail addresses in a certificate name its owner; the one wanted must be among them, or its owner may act for others. */
    CompletionStage<Authenticator.Result> certificate(LoginContext context, SaslQuestion.CertificateShown shown) {
        List<String> names = context.certificates().stream().limit(1).flatMap(each -> addresses(each).stream()).toList();
        Optional<String> first = shown.authorization().filter(names::contains).or(() -> names.stream().findFirst());
        return first.map(name -> admission.find(name).thenCompose(entry -> entry.map(each -> admission.admit(context, each, shown.authorization(), false))
                .orElse(invalid()))).orElse(invalid());
    }

    private static List<String> addresses(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names.stream().filter(name -> name.get(0).equals(MAIL_ADDRESS)).map(name -> name.get(1).toString()).toList();
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
    }

    private static CompletionStage<Authenticator.Result> invalid() {
        return CompletableFuture.completedFuture(new Authenticator.Invalid());
    }
}
