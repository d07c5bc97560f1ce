package org.sterna.platform.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sterna.config.SternaSettings;
import org.sterna.persistence.account.LoginScope;
import org.sterna.protocols.sasl.ChannelBindings;
import org.sterna.protocols.sasl.SaslAnswer;
import org.sterna.protocols.sasl.SaslExchange;
import org.sterna.protocols.sasl.SaslMechanism;
import org.sterna.protocols.sasl.SaslQuestion;
import org.sterna.protocols.sasl.SaslStep;

/** A client that could bind and sees no -PLUS says "y": RFC 5802 section 6. */
class OfferedBindingTest {
    private static final LoginContext BINDABLE = new LoginContext(LoginScope.IMAP, InetAddress.getLoopbackAddress(),
            new ChannelBindings(Map.of(ChannelBindings.SERVER_END_POINT, "AAAA")), List.of());

    @Test
    void whereBindingIsNotOfferedItIsNoDowngrade() throws Exception {
        assertThat(first(SaslMechanism.PLAIN, SaslMechanism.SCRAM_SHA_256)).isInstanceOf(SaslStep.Challenge.class);
        assertThat(first(SaslMechanism.SCRAM_SHA_1_PLUS, SaslMechanism.SCRAM_SHA_256)).as("of another hash").isInstanceOf(SaslStep.Challenge.class);
    }

    @Test
    void whereItIsOfferedSomebodyHasTakenItAway() throws Exception {
        assertThat(first(SaslMechanism.SCRAM_SHA_256_PLUS, SaslMechanism.SCRAM_SHA_256)).isEqualTo(new SaslStep.Refused(SaslAnswer.Denial.WRONG));
    }

    /** What is answered to the first message of a client that could bind. */
    private static SaslStep first(SaslMechanism... offered) throws Exception {
        SternaSettings settings = SternaSettings.load(Optional.empty(), List.of(), Optional.empty(), OptionalInt.empty());
        AuthRules rules = new AuthRules(TestLogins.CHEAP, TestLogins.CHEAP, 10, Duration.ofMinutes(1), List.of(offered), 4096, Optional.empty(), "");
        GuessCounters counters = TestLogins.counters(settings.auth().guessing(), settings.limits(), Clock.systemUTC(), each -> { });
        try (Authenticator logins = new Authenticator(address -> CompletableFuture.completedFuture(Optional.empty()), rules, LoginNames.withoutCase("example.org"), counters,
                new byte[32], Clock.systemUTC(), new TestLogins.Unheard())) {
            String message = Base64.getEncoder().encodeToString("y,,n=jones@example.org,r=clientnonce".getBytes(StandardCharsets.UTF_8));
            SaslQuestion wanted = (SaslQuestion) SaslExchange.start(SaslMechanism.SCRAM_SHA_256, Optional.of(message));
            return wanted.on(logins.answer(BINDABLE, wanted).toCompletableFuture().get(60, TimeUnit.SECONDS).answer());
        }
    }
}
