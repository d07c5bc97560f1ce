package org.sterna.platform.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.dmarc.ArcOverride;
import org.sterna.protocols.trust.MethodResult;

/** Whose word about a forwarded message counts. RFC 8617 section 7.2.1. */
class TrustedSealersTest {
    private static final String PASSED = "mx.lists.example; dmarc=pass header.from=example.net; arc=none smtp.remote-ip=192.0.2.1";
    private static final String NOTHING = "mx.relay.example; spf=pass smtp.mailfrom=lists.example";

    private final TrustedSealers sealers = new TrustedSealers(List.of("lists.example", "Relay.example"));

    /** @param seals domain and results in turn, the first seal first */
    private static ContentFindings chain(String... seals) {
        List<ContentFindings.Seal> all = new ArrayList<>();
        for (int i = 0; i < seals.length; i += 2) {
            all.add(new ContentFindings.Seal(i / 2 + 1, seals[i], "s" + (i / 2 + 1), seals[i + 1]));
        }
        return new ContentFindings(List.of(), Optional.of(new ContentFindings.Chain(MethodResult.of("arc", "pass"), all)), List.of());
    }

    @Test
    void theForwarderSaysThatItPassed() {
        assertThat(sealers.vouch(chain("lists.example", PASSED), "example.net"))
                .contains(new ArcOverride("arc=pass as[1].d=lists.example as[1].s=s1 remote-ip[1]=192.0.2.1"));
    }

    @Test
    void anotherForwarderWhoIsTrustedMayFollow() {
        assertThat(sealers.vouch(chain("lists.example", PASSED, "relay.example", NOTHING), "example.net")).isPresent();
    }

    @Test
    void aStrangerBehindItMayHaveExchangedTheMessage() {
        assertThat(sealers.vouch(chain("lists.example", PASSED, "stranger.example", NOTHING), "example.net")).isEmpty();
    }

    @Test
    void aStrangersWordDoesNotCountWhoeverFollows() {
        assertThat(sealers.vouch(chain("stranger.example", PASSED, "lists.example", NOTHING), "example.net")).isEmpty();
    }

    @Test
    void itMustBeTheSameAuthor() {
        assertThat(sealers.vouch(chain("lists.example", PASSED), "victim.example")).isEmpty();
    }

    @Test
    void whatCannotBeReadOrIsNotThereSaysNothing() {
        assertThat(sealers.vouch(chain("lists.example", "mx.lists.example; dmarc=pass header.from="), "example.net")).isEmpty();
        assertThat(sealers.vouch(chain(), "example.net")).isEmpty();
        assertThat(sealers.vouch(ContentFindings.NONE, "example.net")).isEmpty();
    }
}
