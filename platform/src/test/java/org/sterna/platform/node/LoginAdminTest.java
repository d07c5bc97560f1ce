package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.Props;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.account.LoginScope;
import org.sterna.persistence.account.cassandra.AddressView;
import org.sterna.persistence.directory.pekko.DirectoryCopy;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.journal.pekko.cassandra.JournalReader;
import org.sterna.platform.TestNode;
import org.sterna.platform.admin.AdminResult;
import org.sterna.platform.credentials.Authenticator;
import org.sterna.platform.credentials.LoginContext;
import org.sterna.platform.credentials.TestLogins;

/** App passwords, rights and the log of an account, as an operator sees them and as logins obey them. */
@ExtendWith(CassandraExtension.class)
class LoginAdminTest {
    private static final String JONES = "jones@example.org";
    private static TestNode node;
    private static DirectoryAdmin admin;
    private static AccountLog log;
    private static DirectoryLog directoryLog;
    private static DirectoryServices services;

    @BeforeAll
    static void start() {
        node = TestNode.start(CassandraExtension.contactPoint());
        DirectoryCopy directory = new DirectoryCopy();
        node.system().systemActorOf(directory.follow(node.access().sharding()), "directory-copy", Props.empty());
        TestNode.await(directory.loaded());
        services = new DirectoryServices(node.access().sharding(), new AddressView(node.database()), directory::current,
                node.access().authenticator(), Clock.systemUTC(), new SecureRandom(), false);
        admin = new DirectoryAdmin(services, TestSigning.of(services.directory()));
        log = new AccountLog(services, new JournalReader(node.database()));
        directoryLog = new DirectoryLog(services, new JournalReader(node.database()));
        assertThat(run("domain add example.org", "").status()).isZero();
        Await.until("the domain is known", Duration.ofSeconds(30), () -> directory.current().domains().contains("example.org"));
        assertThat(run("account add " + JONES + " --by alice", "secret").status()).isZero();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void whatIsSetIsObeyedAndWrittenDown() {
        String output = done("account app-password add " + JONES + " phone --for imap,smtp --by bob");
        String password = output.substring("password: ".length());
        assertThat(login(LoginScope.IMAP, password)).isTrue();
        assertThat(login(LoginScope.POP3, password)).isFalse();
        assertThat(login(LoginScope.POP3, "secret")).isTrue();
        assertThat(done("account app-password list " + JONES)).contains("phone for imap, smtp, made 20").doesNotContain(password);
        assertThat(refused("account app-password add " + JONES + " phone")).contains("has an app password of that name");
        assertThat(refused("account app-password add " + JONES + " other --for imap,ftp")).contains("some of imap, pop3 and smtp");

        assertThat(done("account permit " + JONES + " --deny pop3")).isEqualTo(JONES + ": may log in for imap, smtp");
        assertThat(login(LoginScope.POP3, "secret")).isFalse();
        assertThat(done("account permit " + JONES + " --allow pop3 --impersonate")).isEqualTo(JONES + ": may log in for imap, pop3, smtp, and as every other account");
        assertThat(done("account permit " + JONES + " --no-impersonate")).isEqualTo(JONES + ": may log in for imap, pop3, smtp");
        assertThat(refused("account permit " + JONES + " --deny web")).contains("some of imap, pop3 and smtp");
        assertThat(refused("account permit nobody@example.org")).contains("does not exist");

        done("account app-password remove " + JONES + " phone --by carol");
        assertThat(login(LoginScope.IMAP, password)).isFalse();
        assertThat(refused("account app-password remove " + JONES + " phone")).contains("no app password of that name");

        List<String> lines = TestNode.await(log.show(JONES)).output().lines().toList();
        assertThat(lines.get(0)).endsWith("Z  account created  by alice");
        assertThat(lines).anyMatch(line -> line.endsWith("Z  app password added: phone for imap, smtp  by bob"))
                .anyMatch(line -> line.endsWith("Z  may log in for imap, smtp")).anyMatch(line -> line.endsWith("Z  app password removed: phone  by carol"));
        assertThat(String.join("", lines)).doesNotContain("$argon2id$").doesNotContain("SSHA512");
        assertThat(TestNode.await(log.show("never@example.org")).status()).isNotZero();
    }

    @Test
    void everyChangeOfTheDirectorySaysWhoAndWhen() {
        done("domain add log.example --by alice");
        Await.until("the domain is known", Duration.ofSeconds(90), () -> directoryLines("domain log log.example").size() == 1);
        done("domain add log.example --by nobody");
        done("domain set log.example separator=- --by bob");
        done("domain alias add other.example log.example");
        done("domain alias remove other.example --by carol");
        done("route add *.Log.Example 127.0.0.1:26 --by dave");
        done("route add other.test 127.0.0.1:26 --by dave");
        done("route remove *.log.example --by erin");
        Await.until("all of it is known", Duration.ofSeconds(90), () -> directoryLines("route log *.Log.Example").size() == 2
                && directoryLines("domain log Log.Example").size() == 3);
        assertThat(directoryLines("domain log log.example")).satisfiesExactly(
                line -> assertThat(line).matches("[0-9]+  [-0-9]+T[:.0-9]+Z  added domain log\\.example  by alice"),
                line -> assertThat(line).endsWith("Z  changed domain log.example separator=-  by bob"),
                line -> assertThat(line).endsWith("Z  added domain alias other.example log.example"));
        assertThat(directoryLines("domain log other.example")).last().asString().endsWith("Z  removed domain alias other.example  by carol");
        assertThat(directoryLines("domain log")).anyMatch(line -> line.endsWith("  added domain example.org")).noneMatch(line -> line.contains("route"));
        assertThat(directoryLines("route log *.log.example")).satisfiesExactly(
                line -> assertThat(line).endsWith("Z  added route *.log.example 127.0.0.1:26  by dave"),
                line -> assertThat(line).endsWith("Z  removed route *.log.example  by erin"));
        assertThat(directoryLines("route log")).anyMatch(line -> line.contains("other.test")).noneMatch(line -> line.contains("domain"));
        assertThat(directoryLines("route log never.test")).isEmpty();
    }

    private static List<String> directoryLines(String command) {
        return TestNode.await(directoryLog.show(List.of(command.split(" ")))).output().lines().toList();
    }

    @Test
    void everyChangeOfAnAddressSaysWhoAndWhen() {
        done("alias add team@example.org x@example.com y@example.com --by alice");
        done("alias remove team@example.org y@example.com --by bob");
        done("alias add team@example.org x@example.com --owner boss@example.net --by carol");
        done("alias add team@example.org x@example.com --owner none --by dave");
        done("alias remove team@example.org --by erin");
        done("recipient add far@example.org hub:25 --by frank");
        done("recipient remove far@example.org --by grace");
        assertThat(run("alias import --by heidi", "many@example.org x@example.com\n").status()).isZero();
        assertThat(run("account import --by ivan", "smith@example.org secret\n").status()).isZero();
        done("account quota smith@example.org --messages 9 --by judy");
        done("account remove smith@example.org --by mallory");
        assertThat(who("team@example.org")).containsExactly("alice", "bob", "carol", "dave", "erin");
        assertThat(who("far@example.org")).containsExactly("frank", "grace");
        assertThat(who("many@example.org")).containsExactly("heidi");
        assertThat(who("smith@example.org")).containsExactly("ivan", "judy", "mallory");
    }

    private static List<String> who(String address) {
        return TestNode.await(log.show(address)).output().lines().map(line -> line.substring(line.lastIndexOf(' ') + 1)).toList();
    }

    @Test
    void anAppPasswordExpiresWithinACentury() {
        for (String days : List.of("0", "36501", "-1", "x", "106751991167301", "999999999999999999")) {
            assertThat(refused("account app-password add " + JONES + " some --expires " + days)).isEqualTo("--expires takes 1 to 36500 days");
        }
        done("account app-password add " + JONES + " century --expires 36500");
        done("account app-password add " + JONES + " day --expires 1");
        assertThat(done("account app-password list " + JONES).lines()).filteredOn(line -> line.matches("(century|day) for .* until .*")).hasSize(2);
    }

    @Test
    void hashesOfAnotherProgramAreTakenAsTheyAre() {
        AdminResult imported = run("account import --hashed", "old@example.org {SSHA}1G904nLkTkGWjKNnQuB/hpWXC/hzYWx0c2FsdA==\nbad@example.org secret\n");
        assertThat(imported.status()).isEqualTo(1);
        assertThat(imported.output()).isEqualTo("added 1 accounts");
        assertThat(imported.error()).startsWith("the hash of bad@example.org is none that is known here");
        assertThat(login(LoginScope.IMAP, "old@example.org", "secret")).isTrue();
        assertThat(login(LoginScope.IMAP, "old@example.org", "wrong")).isFalse();
    }

    @Test
    void bansAreShownAndLifted() throws UnknownHostException {
        LoginContext stranger = new LoginContext(LoginScope.IMAP, InetAddress.getByName("192.0.2.7"));
        try (Authenticator counting = TestLogins.counting(new AddressView(node.database())::find, Clock.systemUTC(), "sterna.auth.guessing.account.free=1000",
                "sterna.auth.guessing.account.ban-after=3", "sterna.auth.guessing.network.free=1000", "sterna.auth.guessing.network.ban-after=4")) {
            DirectoryAdmin guarded = new DirectoryAdmin(new DirectoryServices(services.sharding(), services.addresses(), services.directory(), counting, services.clock(), services.random(), false),
                    TestSigning.of(services.directory()));
            for (String name : List.of("No\033body", JONES, JONES, "Jones@Example.org")) {
                assertThat(TestNode.await(counting.check(stranger, name, "wrong"))).isEqualTo(new Authenticator.Invalid());
            }
            assertThat(TestNode.await(guarded.handle(List.of("account", "bans"), "")).output().lines()).hasSize(2)
                    .anyMatch(line -> line.matches("until .*Z, after 3 failed logins: jones@example\\.org"))
                    .anyMatch(line -> line.matches("until .*Z, after 4 failed logins: 192\\.0\\.2\\.7/32"));
            assertThat(TestNode.await(counting.check(stranger, JONES, "secret"))).isEqualTo(new Authenticator.Invalid());
            assertThat(TestNode.await(guarded.handle(List.of("account", "unban", "Jones@example.org", "--by", "alice"), "")).output())
                    .isEqualTo("forgot 3 failed logins of Jones@example.org");
            assertThat(TestNode.await(guarded.handle(List.of("account", "unban", "192.0.2.7", "--by", "alice"), "")).status()).isZero();
            assertThat(TestNode.await(counting.check(stranger, JONES, "secret"))).isInstanceOf(Authenticator.Valid.class);
            assertThat(TestNode.await(guarded.handle(List.of("account", "bans"), "")).output()).isEmpty();
            assertThat(TestNode.await(guarded.handle(List.of("account", "unban", "192.0.2.7"), "")).error()).isEqualTo("no failed login is counted for 192.0.2.7");
        }
    }

    private static boolean login(LoginScope scope, String password) {
        return login(scope, JONES, password);
    }

    private static boolean login(LoginScope scope, String name, String password) {
        return TestNode.await(node.access().authenticator().check(new LoginContext(scope, InetAddress.getLoopbackAddress()), name, password)) instanceof Authenticator.Valid;
    }

    private static String done(String command) {
        AdminResult result = run(command, "");
        assertThat(result.status()).as(command + ": " + result.error()).isZero();
        return result.output();
    }

    private static String refused(String command) {
        AdminResult result = run(command, "");
        assertThat(result.status()).as(command).isNotZero();
        return result.error();
    }

    private static AdminResult run(String command, String input) {
        return TestNode.await(admin.handle(List.of(command.split(" ")), input));
    }
}
