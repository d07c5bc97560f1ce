package org.sterna.platform.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sterna.platform.policy.Example.client;
import static org.sterna.platform.policy.Example.connected;
import static org.sterna.platform.policy.Example.helo;
import static org.sterna.platform.policy.Example.mail;
import static org.sterna.platform.policy.Example.rcpt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sterna.config.AccessLists;
import org.sterna.config.SettingsException;
import org.sterna.platform.SteppedClock;
import org.sterna.protocols.address.NullReversePath;

/** Every list, with its words. */
class ClientListsTest {
    private final SteppedClock clock = new SteppedClock();
    private final List<Runnable> tasks = new ArrayList<>();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, true", "192.0.2.255, true", "192.0.3.0, false", "198.51.100.7, true", "198.51.100.8, false",
        "2001:db8:0:5::1, true", "2001:db9::1, false", "203.0.113.77, true", "203.0.113.64, true", "203.0.113.63, false"})
    void networks(String address, boolean denied) {
        Policy lists = deny("networks=[192.0.2.0/24, 198.51.100.7, \"2001:db8::/32\", 203.0.113.77/26]");
        assertThat(ask(lists, connected(client(address))))
                .isEqualTo(denied ? "554 5.7.1 Refused by local policy (deny.networks)" : "pass");
        assertThat(ask(lists, mail(client(address)))).as("asked once, at the connection").isEqualTo("pass");
    }

    @ParameterizedTest
    @CsvSource({
        "mail.example.org, true", "MAIL.Example.ORG, true", "a.mail.example.org, false", "example.org, false",
        "a.example.net, true", "a.b.EXAMPLE.net, true", "example.net, false", ".example.net, false", "badexample.net, false",
        "[192.0.2.1], true", "192.0.2.1, false"})
    void names(String name, boolean denied) {
        Policy lists = deny("helo=[mail.example.org, *.Example.net, \"[192.0.2.1]\"]");
        assertThat(ask(lists, new Question.Greeted(client("192.0.2.1"), name)))
                .isEqualTo(denied ? "550 5.7.1 Refused by local policy (deny.helo)" : "pass");
    }

    @ParameterizedTest
    @CsvSource({
        "jones@example.org, true", "Jones@EXAMPLE.org, true", "smith@example.org, false", "anybody@example.com, true",
        "anybody@a.example.com, false", "anybody@a.example.net, true", "anybody@example.net, false"})
    void reversePaths(String address, boolean denied) {
        Policy lists = deny("reverse-path=[jones@example.org, example.com, *.example.net]");
        assertThat(ask(lists, mail(client("192.0.2.1"), address)))
                .isEqualTo(denied ? "550 5.7.1 Refused by local policy (deny.reverse-path)" : "pass");
    }

    @Test
    void theNullReversePathIsOnNoList() {
        assertThat(new NameSet(List.of("example.org"), AccessLists::reversePath).contains(NullReversePath.NULL)).isFalse();
    }

    @Test
    void aListMayTagOrBeOff() {
        Policy tagging = deny("networks=[192.0.2.0/24]", "networks-action=tag", "helo=[*.example.org]", "helo-action=tag",
                "reverse-path=[example.org]", "reverse-path-action=tag");
        Policy off = deny("networks=[192.0.2.0/24]", "networks-action=off", "helo=[*.example.org]", "helo-action=off",
                "reverse-path=[example.org]", "reverse-path-action=off");
        List<Question> questions = List.of(connected(client("192.0.2.1")), new Question.Greeted(client("192.0.2.1"), "a.example.org"),
                mail(client("192.0.2.1"), "jones@example.org"));
        assertThat(questions).extracting(question -> ask(tagging, question)).containsExactly("tag deny.networks", "tag deny.helo", "tag deny.reverse-path");
        assertThat(questions).extracting(question -> ask(off, question)).containsOnly("pass");
    }

    @Test
    void allowListsExemptFromTheMomentTheyApply() {
        Policy lists = allow("networks=[192.0.2.1]", "helo=[mail.example.org]", "reverse-path=[smith@example.net]");
        assertThat(ask(lists, connected(client("192.0.2.1")))).isEqualTo("exempt");
        assertThat(ask(lists, connected(client("192.0.2.2")))).isEqualTo("pass");
        assertThat(ask(lists, new Question.Greeted(client("192.0.2.2"), "mail.example.org"))).isEqualTo("exempt");
        assertThat(ask(lists, new Question.Greeted(helo("192.0.2.2", "mail.example.org"), "other.example.org"))).as("the new name counts").isEqualTo("pass");
        assertThat(ask(lists, mail(helo("192.0.2.2", "mail.example.org"), "a@example.com"))).isEqualTo("exempt");
        assertThat(ask(lists, mail(client("192.0.2.2"), "a@example.com"))).isEqualTo("pass");
        assertThat(ask(lists, mail(client("192.0.2.2"), "smith@example.net"))).isEqualTo("exempt");
        assertThat(ask(lists, rcpt(client("192.0.2.2"), "jones@example.org"))).as("its reverse-path is smith@example.net").isEqualTo("exempt");
    }

    @Test
    void emptyListsAreNotThere() {
        var settings = Example.settings().policy();
        assertThat(AllowLists.from(settings.allow(), clock, tasks::add)).isEmpty();
        assertThat(DenyLists.from(settings.deny(), clock, tasks::add)).isEmpty();
    }

    @Test
    void aFileIsReadAgainWhenItHasChanged() throws IOException {
        Path file = Files.writeString(folder.resolve("deny list"), "# bad\n192.0.2.0/24\n\n  198.51.100.1  # worse\n");
        Policy lists = deny("networks=[203.0.113.0/24, \"file:" + file + "\"]");
        assertThat(refuses(lists, "192.0.2.1", "198.51.100.1", "203.0.113.1")).containsExactly(true, true, true);
        Files.writeString(file, "192.0.2.128/25\n");
        clock.step(Duration.ofMillis(9999));
        assertThat(refuses(lists, "192.0.2.1", "198.51.100.1", "203.0.113.1")).as("not looked at yet").containsExactly(true, true, true);
        assertThat(tasks).isEmpty();
        clock.step(Duration.ofMillis(1));
        assertThat(refuses(lists, "192.0.2.1", "198.51.100.1", "203.0.113.1")).as("being read").containsExactly(true, true, true);
        runTasks(1);
        assertThat(refuses(lists, "192.0.2.1", "192.0.2.129", "198.51.100.1", "203.0.113.1")).containsExactly(false, true, false, true);
    }

    @Test
    void aFileThatBecomesUnreadableLeavesTheListAsItWas() throws IOException {
        Path file = Files.writeString(folder.resolve("deny"), "192.0.2.0/24\n");
        Policy lists = deny("networks=[\"file:" + file + "\"]");
        Files.writeString(file, "198.51.100.0/24\nno network\n");
        clock.step(Duration.ofSeconds(10));
        refuses(lists, "192.0.2.1");
        runTasks(1);
        assertThat(refuses(lists, "192.0.2.1", "198.51.100.1")).containsExactly(true, false);
        Files.delete(file);
        clock.step(Duration.ofSeconds(10));
        refuses(lists, "192.0.2.1");
        runTasks(1);
        assertThat(refuses(lists, "192.0.2.1", "198.51.100.1")).containsExactly(true, false);
        Files.writeString(file, "198.51.100.0/24\n");
        clock.step(Duration.ofSeconds(10));
        refuses(lists, "192.0.2.1");
        runTasks(1);
        assertThat(refuses(lists, "192.0.2.1", "198.51.100.1")).containsExactly(false, true);
    }

    @Test
    void aFileThatCannotBeReadEndsTheStart() throws IOException {
        Path absent = folder.resolve("absent");
        Path broken = Files.writeString(folder.resolve("broken"), "mail.example.org\n\na b\n");
        assertThatThrownBy(() -> deny("helo=[\"file:" + absent + "\"]")).isInstanceOf(SettingsException.class)
                .hasMessageContaining("sterna.policy.lists.deny.helo").hasMessageContaining(absent.toString()).hasMessageNotContaining("\n");
        assertThatThrownBy(() -> deny("helo=[\"file:" + broken + "\"]")).isInstanceOf(SettingsException.class)
                .hasMessage("sterna.policy.lists.deny.helo: line 3 of " + broken + " is no entry: a b");
    }

    @Test
    void aHundredThousandNetworksAreSearchedByHash() {
        List<String> many = new ArrayList<>();
        for (int number = 0; number < 100_000; number++) {
            many.add("10." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "." + (number & 255));
        }
        NetworkSet set = new NetworkSet(many);
        assertThat(set.contains(Example.address("10.0.200.7"))).isTrue();
        assertThat(set.contains(Example.address("10.7.0.0"))).isFalse();
        assertThat(set.contains(Example.address("2001:db8::1"))).isFalse();
    }

    private void runTasks(int expected) {
        assertThat(tasks).hasSize(expected);
        tasks.forEach(Runnable::run);
        tasks.clear();
    }

    private List<Boolean> refuses(Policy lists, String... addresses) {
        return List.of(addresses).stream().map(address -> ask(lists, connected(client(address))).startsWith("554")).toList();
    }

    private Policy deny(String... sets) {
        return DenyLists.from(Example.settings(paths("deny", sets)).policy().deny(), clock, tasks::add).orElseThrow();
    }

    private Policy allow(String... sets) {
        return AllowLists.from(Example.settings(paths("allow", sets)).policy().allow(), clock, tasks::add).orElseThrow();
    }

    private static String[] paths(String list, String... sets) {
        return List.of(sets).stream().map(set -> "sterna.policy.lists." + list + "." + set).toArray(String[]::new);
    }

    private static String ask(Policy policy, Question question) {
        return Example.words(Example.now(policy, question));
    }
}
