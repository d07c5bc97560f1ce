package org.sterna.platform.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.persistence.account.AddressEntry;
import org.sterna.persistence.account.LoginScope;
import org.sterna.persistence.account.QuotaLimits;
import org.sterna.persistence.identity.MailboxId;

/** Many guesses at one time find out no more than one after the other. */
@Timeout(120)
class BanDuringCheckTest {
    private static final String JONES = "jones@example.org";
    private static final String PASSWORD = "secret";

    private static Authenticator.Result await(CompletableFuture<Authenticator.Result> answer) throws Exception {
        return answer.get(60, TimeUnit.SECONDS);
    }

    @Test
    void aRightPasswordThatIsStillLookedAtWhenTheBanBeginsIsWrong() throws Exception {
        CompletableFuture<Optional<AddressEntry>> slow = new CompletableFuture<>();
        CompletableFuture<Optional<AddressEntry>> quick = new CompletableFuture<>();
        LoginContext context = new LoginContext(LoginScope.IMAP, client());
        boolean[] first = {true};
        AccountDirectory directory = address -> {
            boolean now = first[0];
            first[0] = false;
            return now ? slow : quick;
        };
        try (Authenticator logins = TestLogins.counting(directory, Clock.systemUTC(), "sterna.auth.guessing.account.free=1000",
                "sterna.auth.guessing.account.ban-after=3", "sterna.auth.guessing.account.ban=15 m", "sterna.auth.guessing.network.free=1000")) {
            Optional<AddressEntry> jones = Optional.of(new AddressEntry(JONES, 1, true, new MailboxId("1"),
                    logins.seal(PASSWORD).toCompletableFuture().get(60, TimeUnit.SECONDS), QuotaLimits.NONE));
            quick.complete(jones);
            CompletableFuture<Authenticator.Result> early = logins.check(context, JONES, PASSWORD).toCompletableFuture();
            for (int guess = 0; guess < 3; guess++) {
                assertThat(await(logins.check(context, JONES, "guess").toCompletableFuture())).isEqualTo(new Authenticator.Invalid());
            }
            slow.complete(jones);
            assertThat(await(early)).as("the ban began meanwhile").isEqualTo(new Authenticator.Invalid());
        }
    }

    private static InetAddress client() throws UnknownHostException {
        return InetAddress.getByName("192.0.2.1");
    }
}
