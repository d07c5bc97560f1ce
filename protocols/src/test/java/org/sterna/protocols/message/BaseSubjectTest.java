package org.sterna.protocols.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaseSubjectTest {
    @ParameterizedTest                                  // RFC 5256 section 2.1 and section 5
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "hello ~ hello ~ false", "Re: hello ~ hello ~ true", "RE : hello ~ hello ~ true", "re[2]: hello ~ hello ~ true",
        "Re [a] [b]: x ~ Re [a] [b]: x ~ false", "FW: hello ~ hello ~ true", "Fwd: hello ~ hello ~ true",
        "fwdd: hello ~ fwdd: hello ~ false", "Re: Re: Fwd: hello ~ hello ~ true", "[list] hello ~ hello ~ false",
        "[list] Re: hello ~ hello ~ true", "Re: [list] hello ~ hello ~ true", "[a] [b] Re: [c] hello ~ hello ~ true",
        "[list] ~ [list] ~ false", "[a] [b] ~ [b] ~ false", "Re: [list] ~ [list] ~ true", "hello (fwd) ~ hello ~ true",
        "hello (FWD) (fwd)  ~ hello ~ true", "[fwd: hello] ~ hello ~ true", "[Fwd: Re: [x] hello (fwd)] ~ hello ~ true",
        "[fwd: [fwd: hello]] ~ hello ~ true", "[fwd: hello] there ~ there ~ false", "Re: ~ `` ~ true", "(fwd) ~ `` ~ true",
        "`` ~ `` ~ false", "` \t ` ~ `` ~ false", "`a \t  b` ~ a b ~ false", "Reply: x ~ Reply: x ~ false", "[a ~ [a ~ false",
        "[[a]] Re: x ~ [[a]] Re: x ~ false", "[fwd:] ~ `` ~ true", "re:re:re ~ re ~ true"})
    void takesOffWhatIsNotTheSubject(String subject, String base, boolean reply) {
        assertThat(BaseSubject.of(subject)).isEqualTo(new BaseSubject(base, reply));
    }

    @Test
    void marksWithoutEndTakeNoTime() {
        String blobs = "[a]".repeat(100_000);
        assertThat(BaseSubject.of(blobs + "x").text()).isEqualTo("x");
        assertThat(BaseSubject.of("Re:".repeat(100_000) + "x").text()).isEqualTo("x");
        assertThat(BaseSubject.of("[fwd: ".repeat(100_000) + "x" + "]".repeat(100_000)).text()).isEqualTo("x");
        assertThat(BaseSubject.of("x" + "(fwd)".repeat(100_000)).text()).isEqualTo("x");
    }
}
