package org.sterna.platform.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.persistence.account.AddressEntry;
import org.sterna.persistence.account.AppPassword;
import org.sterna.persistence.account.LoginRights;
import org.sterna.persistence.account.LoginScope;
import org.sterna.persistence.account.QuotaLimits;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.protocols.sasl.ChannelBindings;
import org.sterna.protocols.sasl.SaslAnswer;
import org.sterna.protocols.sasl.SaslExchange;
import org.sterna.protocols.sasl.SaslMechanism;
import org.sterna.protocols.sasl.SaslQuestion;
import org.sterna.protocols.sasl.SaslStep;
import org.sterna.protocols.sasl.ScramHash;
import org.sterna.protocols.sasl.ScramKeys;

class AuthenticatorTest {
    private static final String JONES = "jones@example.org";
    private static final LoginContext IMAP = TestLogins.CONTEXT;

    private final Map<String, AddressEntry> accounts = new HashMap<>();
    private final List<String> resealed = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<String> sealedAnew = new CompletableFuture<>();
    private final List<String> acted = Collections.synchronizedList(new ArrayList<>());
    private final Authenticator authenticator = TestLogins.authenticator(
            address -> CompletableFuture.completedFuture(Optional.ofNullable(accounts.get(address))), Optional.empty(), new Authenticator.Accounts() {
                @Override
                public void reseal(String account, String before, String sealed) {
                    resealed.add(account);
                    sealedAnew.complete(sealed);
                }

                @Override
                public CompletionStage<Void> impersonated(String account, String by, LoginScope scope, InetAddress remote) {
                    acted.add(by + " as " + account + " for " + scope.word());
                    return CompletableFuture.completedFuture(null);
                }
            });

    @AfterEach
    void close() {
        authenticator.close();
    }

    @Test
    void nameAndPasswordAreCompared() {
        account(JONES, await(authenticator.seal("p\u00e4ss word")), LoginRights.USUAL);
        assertThat(check(JONES, "p\u00e4ss word")).isInstanceOf(Authenticator.Valid.class);
        assertThat(check("Jones@Example.ORG", "pa\u0308ss\u00a0word")).as("RFC 8265").isInstanceOf(Authenticator.Valid.class);
        assertThat(check(JONES, "pass word")).isEqualTo(new Authenticator.Invalid());
        assertThat(check(JONES, "")).isEqualTo(new Authenticator.Invalid());
        assertThat(check(JONES, "x".repeat(2000))).isEqualTo(new Authenticator.Invalid());
    }

    @Test
    void aLoginThatWasGoodCostsNoHashAgain() {
        account(JONES, await(authenticator.seal("secret")), LoginRights.USUAL);
        assertThat(check(JONES, "secret")).isInstanceOf(Authenticator.Valid.class);
        long before = authenticator.comparisons();
        assertThat(check(JONES, "secret")).isInstanceOf(Authenticator.Valid.class);
        assertThat(authenticator.comparisons()).isEqualTo(before);
        account(JONES, await(authenticator.seal("other")), LoginRights.USUAL);
        assertThat(check(JONES, "secret")).as("the password was changed").isEqualTo(new Authenticator.Invalid());
        assertThat(authenticator.comparisons()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody@example.org", "no address", "", "a\0b@example.org", "alias@example.org", JONES})
    void everyRefusalCostsOneHashOfTodaysCost(String name) {
        account(JONES, await(authenticator.seal("secret")), LoginRights.USUAL);
        check("warm@example.org", "up");
        long before = authenticator.comparisons();
        assertThat(check(name, "wrong")).isEqualTo(new Authenticator.Invalid());
        assertThat(authenticator.comparisons()).isEqualTo(before + 1);
    }

    @Test
    void aWeakHashDoesNotMakeARefusalQuicker() {
        account(JONES, "{SSHA}gVK8WC9YyFT1gMsQHTGCgT3sSv5zYWx0", LoginRights.USUAL);
        long before = authenticator.comparisons();
        assertThat(check(JONES, "wrong")).isEqualTo(new Authenticator.Invalid());
        assertThat(authenticator.comparisons()).as("the weak one, and one of today's cost").isEqualTo(before + 2);
    }

    @Test
    void refusalsTakeAsLongForAccountsAsForNobody() {
        account(JONES, await(authenticator.seal("secret")), LoginRights.USUAL);
        List<Long> known = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();
        for (int i = 0; i < 300; i++) {                             // in turn, so that whatever else the machine does is shared
            known.add(nanos(JONES, "wrong" + i));
            unknown.add(nanos("nobody@example.org", "wrong" + i));
        }
        assertThat((double) median(known) / median(unknown)).isBetween(0.1, 10.0);
    }

    private long nanos(String name, String password) {
        long begun = System.nanoTime();
        check(name, password);
        return System.nanoTime() - begun;
    }

    private static long median(List<Long> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{SSHA}gVK8WC9YyFT1gMsQHTGCgT3sSv5zYWx0", "$2b$04$kf1ORLFC/.XhtDCrEtjTx.mNu1eSHnV5ZM0DLpLkBZCYEd8uON0Jm",
        "$6$abcdefgh$ltjgWl6579NluT/Vi1nwEvcil.G5Nbc4NiXZaNGStk8PSwGfQv72N2CKPPrVACtLtip/cZ/1GM/O6IND4WQhG.",
        "pbkdf2_sha256$1000$salt1234$2tjePw+gSKhtB2TFS6VlSFYq2tEh1WFJW6S9ujWrfbM="})
    void formsOfOthersAreUpgradedAtLogin(String stored) throws Exception {
        account(JONES, stored, LoginRights.USUAL);
        assertThat(check(JONES, "wrong")).isEqualTo(new Authenticator.Invalid());
        assertThat(resealed).isEmpty();
        assertThat(check(JONES, "secret")).isInstanceOf(Authenticator.Valid.class);
        String sealed = sealedAnew.get(30, TimeUnit.SECONDS);
        assertThat(sealed).startsWith("$argon2id$").contains(" SCRAM-SHA-1$4096:").contains(" SCRAM-SHA-256$4096:");
        long before = authenticator.comparisons();
        assertThat(check(JONES, "secret")).as("the directory shows the old form for a moment").isInstanceOf(Authenticator.Valid.class);
        account(JONES, sealed, LoginRights.USUAL);
        assertThat(check(JONES, "secret")).isInstanceOf(Authenticator.Valid.class);
        assertThat(authenticator.comparisons()).isEqualTo(before);
        assertThat(resealed).hasSize(1);
        account(JONES, await(authenticator.seal("other")), LoginRights.USUAL);
        assertThat(check(JONES, "secret")).isEqualTo(new Authenticator.Invalid());
    }

    @Test
    void anAppPasswordIsForItsScopesUntilItExpires() {
        String sealed = await(authenticator.seal("secret"));
        Authenticator.NewAppPassword phone = await(authenticator.newAppPassword(sealed, LoginRights.USUAL));
        Authenticator.NewAppPassword old = await(authenticator.newAppPassword(sealed, LoginRights.USUAL));
        assertThat(phone.password()).matches("([a-z2-9]{4}-){5}[a-z2-9]{4}").isNotEqualTo(old.password());
        assertThat(phone.toString()).doesNotContain(phone.password());
        account(JONES, sealed, rights(new AppPassword("phone", phone.sealed(), Set.of(LoginScope.IMAP), Optional.empty(), Instant.EPOCH),
                new AppPassword("old", old.sealed(), Set.of(LoginScope.IMAP), Optional.of(Instant.EPOCH.plusSeconds(60)), Instant.EPOCH)));
        assertThat(check(JONES, phone.password())).isInstanceOf(Authenticator.Valid.class);
        assertThat(check(JONES, "secret")).isInstanceOf(Authenticator.Valid.class);
        assertThat(check(JONES, old.password())).isEqualTo(new Authenticator.Invalid());
        assertThat(check(JONES, phone.password())).as("known by now").isInstanceOf(Authenticator.Valid.class);
        assertThat(await(authenticator.check(context(LoginScope.SMTP), JONES, phone.password()))).isEqualTo(new Authenticator.Invalid());
        assertThat(scram(JONES, phone.password())).isInstanceOf(SaslStep.Granted.class);
        assertThat(scram(JONES, "secret")).isInstanceOf(SaslStep.Granted.class);
        assertThat(scram(JONES, old.password())).isEqualTo(new SaslStep.Refused(SaslAnswer.Denial.WRONG));
    }

    @Test
    void anAppPasswordThatIsTakenAwayIsForgotten() {
        String sealed = await(authenticator.seal("secret"));
        Authenticator.NewAppPassword phone = await(authenticator.newAppPassword(sealed, LoginRights.USUAL));
        account(JONES, sealed, rights(new AppPassword("phone", phone.sealed(), Set.of(LoginScope.IMAP), Optional.empty(), Instant.EPOCH)));
        assertThat(check(JONES, phone.password())).isInstanceOf(Authenticator.Valid.class);
        long before = authenticator.comparisons();
        assertThat(check(JONES, phone.password())).isInstanceOf(Authenticator.Valid.class);
        assertThat(authenticator.comparisons()).isEqualTo(before);
        account(JONES, sealed, LoginRights.USUAL);
        assertThat(check(JONES, phone.password())).isEqualTo(new Authenticator.Invalid());
    }

    @Test
    void anAppPasswordStaysGoodForScramWhenTheAccountsOwnIsChanged() {
        String sealed = await(authenticator.seal("secret"));
        Authenticator.NewAppPassword phone = await(authenticator.newAppPassword(sealed, LoginRights.USUAL));
        LoginRights rights = rights(new AppPassword("phone", phone.sealed(), Set.of(LoginScope.IMAP), Optional.empty(), Instant.EPOCH));
        account(JONES, await(authenticator.seal("changed", sealed, rights)), rights);
        assertThat(scram(JONES, "changed")).isEqualTo(new SaslStep.Granted(JONES));
        assertThat(scram(JONES, phone.password())).isEqualTo(new SaslStep.Granted(JONES));
    }

    @Test
    void whatIsDeniedIsRefusedLikeAWrongPassword() {
        account(JONES, await(authenticator.seal("secret")), new LoginRights(Set.of(LoginScope.SMTP), false, new TreeMap<>()));
        assertThat(check(JONES, "secret")).isInstanceOf(Authenticator.Valid.class);
        assertThat(await(authenticator.check(context(LoginScope.SMTP), JONES, "secret"))).isEqualTo(new Authenticator.Invalid());
    }

    @Test
    void aMasterUserActsForOthersAndThatIsWrittenDown() {        // RFC 4616 section 2, RFC 4422 section 3.4.1
        account(JONES, await(authenticator.seal("secret")), LoginRights.USUAL);
        account("support@example.org", await(authenticator.seal("master")), new LoginRights(Set.of(), true, new TreeMap<>()));
        assertThat(plain(JONES, "support@example.org", "master")).isEqualTo(new SaslStep.Granted(JONES));
        assertThat(acted).containsExactly("support@example.org as jones@example.org for imap");
        assertThat(plain("Support@example.org", "support@example.org", "master")).isEqualTo(new SaslStep.Granted("support@example.org"));
        assertThat(plain("support@example.org", JONES, "secret")).isEqualTo(new SaslStep.Refused(SaslAnswer.Denial.WRONG));
        assertThat(plain("nobody@example.org", "support@example.org", "master")).isEqualTo(new SaslStep.Refused(SaslAnswer.Denial.WRONG));
        assertThat(plain(JONES, "support@example.org", "secret")).isEqualTo(new SaslStep.Refused(SaslAnswer.Denial.WRONG));
        account("support@example.org", await(authenticator.seal("master")), new LoginRights(Set.of(LoginScope.IMAP), true, new TreeMap<>()));
        assertThat(plain(JONES, "support@example.org", "master")).as("denied IMAP itself").isEqualTo(new SaslStep.Refused(SaslAnswer.Denial.WRONG));
        assertThat(acted).hasSize(1);
    }

    @Test
    void scramKnowsAccountsAndAnswersForNobodyAlike() {
        account(JONES, await(authenticator.seal("secret")), LoginRights.USUAL);
        assertThat(scram(JONES, "secret")).isEqualTo(new SaslStep.Granted(JONES));
        assertThat(scram(JONES, "wrong")).isEqualTo(new SaslStep.Refused(SaslAnswer.Denial.WRONG));
        assertThat(scram("nobody@example.org", "secret")).isEqualTo(new SaslStep.Refused(SaslAnswer.Denial.WRONG));
        SaslAnswer.Keys first = keys("nobody@example.org");
        SaslAnswer.Keys again = keys("nobody@example.org");
        assertThat(first.keys()).isEqualTo(again.keys());
        assertThat(first.keys().get(0).iterations()).isEqualTo(keys(JONES).keys().get(0).iterations());
        assertThat(first.nonce()).isNotEqualTo(again.nonce());
    }

    @Test
    void aNameHasOneSaltHoweverItIsSpelled() {
        account(JONES, await(authenticator.seal("secret")), LoginRights.USUAL);
        assertThat(keys("Jones@Example.org").keys()).isEqualTo(keys(JONES).keys());
        assertThat(keys("Nobody@Example.org").keys()).isEqualTo(keys("nobody@example.org").keys());
    }

    @Test
    void withoutTokensAndCertificatesNobodyIsLetIn() {
        SaslStep shown = SaslExchange.start(SaslMechanism.XOAUTH2, Optional.of(base64("user=" + JONES + "\1auth=Bearer a.b.c\1\1")));
        SaslStep.Challenge error = (SaslStep.Challenge) ((SaslQuestion) shown).on(await(authenticator.answer(IMAP, (SaslQuestion) shown)).answer());
        assertThat(error.next().on("")).isEqualTo(new SaslStep.Refused(SaslAnswer.Denial.WRONG));
        SaslQuestion external = (SaslQuestion) SaslExchange.start(SaslMechanism.EXTERNAL, Optional.of(base64(JONES)));
        assertThat(await(authenticator.answer(IMAP, external)).result()).contains(new Authenticator.Invalid());
    }

    private SaslAnswer.Keys keys(String name) {
        SaslQuestion wanted = (SaslQuestion) SaslExchange.start(SaslMechanism.SCRAM_SHA_256, Optional.of(base64("n,,n=" + name + ",r=clientnonce")));
        return (SaslAnswer.Keys) await(authenticator.answer(IMAP, wanted)).answer();
    }

    /** With the keys that the password has, so that the exchange itself need not be played here. */
    private SaslStep scram(String name, String password) {
        ScramKeys right = keys(name).keys().get(0);
        ScramKeys derived = ScramKeys.derive(ScramHash.SHA_256, password, right.salt(), right.iterations()).orElseThrow();
        SaslQuestion proven = keys(name).keys().contains(derived) ? new SaslQuestion.Proven(Optional.empty(), name, derived, "v=") : new SaslQuestion.Disproven(name);
        SaslStep step = proven.on(await(authenticator.answer(IMAP, proven)).answer());
        return step instanceof SaslStep.Challenge challenge ? challenge.next().on("") : step;
    }

    private SaslStep plain(String authorization, String user, String password) {
        SaslQuestion question = (SaslQuestion) SaslExchange.start(SaslMechanism.PLAIN, Optional.of(base64(authorization + "\0" + user + "\0" + password)));
        return question.on(await(authenticator.answer(IMAP, question)).answer());
    }

    private Authenticator.Result check(String name, String password) {
        return await(authenticator.check(IMAP, name, password));
    }

    private static LoginContext context(LoginScope scope) {
        try {
            return new LoginContext(scope, InetAddress.getByName("192.0.2.7"), ChannelBindings.NONE, List.of());
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static LoginRights rights(AppPassword... apps) {
        TreeMap<String, AppPassword> named = new TreeMap<>();
        for (AppPassword app : apps) {
            named.put(app.name(), app);
        }
        return new LoginRights(Set.of(), false, named);
    }

    private void account(String address, String password, LoginRights rights) {
        accounts.put(address, new AddressEntry(address, 1, true, new MailboxId("m"), password, QuotaLimits.NONE, rights));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
