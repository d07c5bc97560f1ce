package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
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

/** App passwords, rights and the log of an account, as an operator sees them and as logins obey them. */
@ExtendWith(CassandraExtension.class)
class LoginAdminTest {
    private static final String JONES = "jones@example.org";
    private static TestNode node;
    private static DirectoryAdmin admin;
    private static AccountLog log;

    @BeforeAll
    static void start() {
        node = TestNode.start(CassandraExtension.contactPoint());
        DirectoryCopy directory = new DirectoryCopy();
        node.system().systemActorOf(directory.follow(node.access().sharding()), "directory-copy", Props.empty());
        TestNode.await(directory.loaded());
        DirectoryServices services = new DirectoryServices(node.access().sharding(), new AddressView(node.database()), directory::current,
                node.access().authenticator(), Clock.systemUTC(), new SecureRandom(), false);
        admin = new DirectoryAdmin(services);
        log = new AccountLog(services, new JournalReader(node.database()));
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
        assertThat(done("account app-password list " + JONES)).startsWith("phone for imap, smtp, made 20").doesNotContain(password);
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
    void hashesOfAnotherProgramAreTakenAsTheyAre() {
        AdminResult imported = run("account import --hashed", "old@example.org {SSHA}1G904nLkTkGWjKNnQuB/hpWXC/hzYWx0c2FsdA==\nbad@example.org secret\n");
        assertThat(imported.status()).isEqualTo(1);
        assertThat(imported.output()).isEqualTo("added 1 accounts");
        assertThat(imported.error()).startsWith("the hash of bad@example.org is none that is known here");
        assertThat(login(LoginScope.IMAP, "old@example.org", "secret")).isTrue();
        assertThat(login(LoginScope.IMAP, "old@example.org", "wrong")).isFalse();
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
