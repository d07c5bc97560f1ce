package org.sterna.protocols.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressFieldReaderTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\'', value = {
        "jones@example.org; jones@example.org",
        "Jones <jones@example.org>; jones@example.org",
        "'\"Jones, B.\" <jones@example.org>, smith@example.org'; jones@example.org|smith@example.org",
        "John Q. Public <john.q.public@example.com>; john.q.public@example.com",
        "=?utf-8?Q?J=C3=BCrgen?= <j@example.org>; j@example.org",
        "jones(one (two) \\) three)@(dom)example(.)  .org; jones@example.org",
        "Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>; pete@silly.test",
        "'A Group(Some people):Chris Jones <c@(Chris''s host.)public.example>, joe@example.org, John <jdoe@one.test> (my dear friend); (the end of the group)'"
                + "; c@public.example|joe@example.org|jdoe@one.test",
        "'(Empty list)(start)Hidden recipients  :(nobody(that I know))  ;'; ''",
        "'Undisclosed recipients:;'; ''",
        "'Friends: joe@example.org;, jones'; joe@example.org|jones@?",
        "Joe Q. Public <john . q . public@example . com>; john.q.public@example.com",
        "<@machine.tld:mary@example.net>; mary@example.net",
        "<@one.example,,@two.example : mary@example.net>; mary@example.net",
        "', , jdoe@test . example,, '; jdoe@test.example",
        "jones; jones@?",
        "<jones>; jones@?",
        "Bob Jones <jones>; jones@?",
        "'\"a b\"@example.org'; '\"a b\"@example.org'",
        "'<\"a b\">'; '\"a b\"@?'",
        "'a.\"b c\".d@example.org'; '\"a.b c.d\"@example.org'",
        "j@[192.0.2.1]; j@[192.0.2.1]",
        "''; ''",
    })
    void readsListsOfAddresses(String body, String expected) {   // RFC 5322 appendix A
        assertThat(shown(body)).contains(expected);
        assertThat(shown(" " + body.replace(" ", "\r\n "))).as("folded").contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Bob Jones", "\"Bob Jones\"", "=?utf-8?Q?Bob?=", "Bob <jones", "jones@", "@example.org", "jones@example.org smith@example.org",
        "<jones@example.org> smith@example.org", "a..b@example.org", ".a", "a.", "jones@example..org", "jones@example.org.", "jones@.org", "<>", "Bob <>",
        "(open", "\"open", "jones)", "a;b", "Group: one@example.org", "Group: inner: one@example.org;;", ": one@example.org;", "a@b@c", "a\\b@example.org",
        "a@[192.0.2.1", "<@route jones@example.org>", "<jones@example.org>>", "\"a\" \"b\"@example.org", "a b@example.org",
        "jones@example.org\0", "jones@example.org, \0, smith@example.org",
    })
    void givesUpWhenNotCertain(String body) {
        assertThat(AddressFieldReader.read(body)).isEmpty();
    }

    @Test
    void tellsWhereADomainIsMissing() {
        String body = " Bob <jones (me)>, smith";
        List<AddressSpec> specs = AddressFieldReader.read(body).orElseThrow();
        assertThat(specs).extracting(spec -> body.substring(0, spec.localEnd())).containsExactly(" Bob <jones", body);
    }

    @Property(tries = 1000)
    void anythingIsReadOrGivenUp(@ForAll("pieces") String body) {
        AddressFieldReader.read(body).ifPresent(specs -> assertThat(specs).allSatisfy(spec ->
                assertThat(body.substring(0, spec.localEnd())).doesNotEndWith(" ")));
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of("a", ".", "@", "<", ">", ",", ":", ";", "(", ")", "\"", "\\", " ", "\r\n ", "[", "]", "=?x?=", "\u00e9")
                .list().ofMaxSize(14).map(pieces -> String.join("", pieces));
    }

    private static Optional<String> shown(String body) {
        return AddressFieldReader.read(body).map(specs -> specs.stream()
                .map(spec -> spec.localPart() + "@" + spec.domain().orElse("?")).collect(Collectors.joining("|")));
    }
}
