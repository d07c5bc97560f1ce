package org.sterna.platform.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(180)
class CommandLineInterfaceTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Queue<String> typedPasswords = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private String standardInput = "";

    @TempDir
    private Path data;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "domain add example.org                       | domain add example.org --by ME",
        "domain remove example.org                    | domain remove example.org --by ME",
        "domain list                                  | domain list",
        "domain dns example.org                       | domain dns example.org",
        "domain dns --check example.org               | domain dns example.org --check",
        "domain add example.net --relay               | domain add example.net --relay --by ME",
        "domain add example.net --next-hop hub:25 --relay --recipients verify "
            + "| domain add example.net --relay --recipients verify --next-hop hub:25 --by ME",
        "domain set example.org catch-all=jones@example.org separator= | domain set example.org catch-all=jones@example.org separator= --by ME",
        "domain alias add example.net example.org     | domain alias add example.net example.org --by ME",
        "domain alias remove example.net              | domain alias remove example.net --by ME",
        "domain alias list                            | domain alias list",
        "alias add team@example.org a@example.org b@example.com | alias add team@example.org a@example.org b@example.com --by ME",
        "alias remove team@example.org a@example.org  | alias remove team@example.org a@example.org --by ME",
        "alias add team@example.org a@example.org --owner boss@example.net | alias add team@example.org a@example.org --owner boss@example.net --by ME",
        "alias add --owner none team@example.org a@example.org | alias add team@example.org a@example.org --owner none --by ME",
        "alias remove team@example.org                | alias remove team@example.org --by ME",
        "alias list                                   | alias list",
        "alias list team@example.org                  | alias list team@example.org",
        "recipient add a@example.net server1:2525     | recipient add a@example.net server1:2525 --by ME",
        "recipient add a@example.net                  | recipient add a@example.net --by ME",
        "recipient remove a@example.net               | recipient remove a@example.net --by ME",
        "recipient list                               | recipient list",
        "account remove jones@example.org             | account remove jones@example.org --by ME",
        "account permit jones@example.org --deny smtp,pop3 --impersonate | account permit jones@example.org --deny smtp,pop3 --impersonate --by ME",
        "account permit jones@example.org --no-impersonate | account permit jones@example.org --no-impersonate --by ME",
        "account log jones@example.org                | account log jones@example.org",
        "account app-password add jones@example.org phone --for imap --expires 90 "
            + "| account app-password add jones@example.org phone --for imap --expires 90 --by ME",
        "account app-password remove jones@example.org phone | account app-password remove jones@example.org phone --by ME",
        "account app-password list jones@example.org  | account app-password list jones@example.org",
        "account list                                 | account list",
        "account bans                                 | account bans",
        "account unban 192.0.2.0/24                   | account unban 192.0.2.0/24 --by ME",
        "account unban jones@example.org              | account unban jones@example.org --by ME",
        "route add *.example.org mx.example.net:2626  | route add *.example.org mx.example.net:2626 --by ME",
        "route add * [::1]:25                         | route add * [::1]:25 --by ME",
        "route remove sink.test                       | route remove sink.test --by ME",
        "route list                                   | route list",
        "route log                                    | route log",
        "route log *.example.org                      | route log *.example.org",
        "domain log                                   | domain log",
        "domain log example.org                       | domain log example.org",
        "alias log team@example.org                   | account log team@example.org",
        "recipient log a@example.net                  | account log a@example.net",
        "queue list                                   | queue list",
        "queue list --limit 5 --sort size --json --state held,Ready --domain example.com --sender *@example.org "
            + "| queue list --sender *@example.org --domain example.com --state held,ready --sort size --limit 5 --json",
        "queue list --older 2026-03-01T12:00:00Z --younger 2026-02-01T12:00:00Z --reason refused --recipient a@b.example --destination hub:25 "
            + "| queue list --recipient a@b.example --destination hub:25 --older 2026-03-01T12:00:00Z --younger 2026-02-01T12:00:00Z --reason refused",
        "queue count                                  | queue count",
        "queue count --by state --sender <>           | queue count --sender <> --by state",
        "queue show --json q1                         | queue show q1 --json",
        "queue retry q1 q2                            | queue retry q1 q2",
        "queue retry --all                            | queue retry --all",
        "queue hold --sender spam@example.org         | queue hold --sender spam@example.org",
        "queue release --state held                   | queue release --state held",
        "queue bounce --destination d.example --reason gone --if-reason refused "
            + "| queue bounce --destination d.example --reason refused --because gone",
        "queue remove q1                              | queue remove q1",
        "destination list                             | destination list",
        "destination show --json example.com          | destination show example.com --json",
        "destination freeze hub.example:2525 --reason moving | destination freeze hub.example:2525 --reason moving",
        "destination thaw example.com                 | destination thaw example.com",
        "destination retry example.com                | destination retry example.com",
        "trace jones@example.org                      | trace jones@example.org",
        "trace --limit 3 --json --until 2026-03-01T12:00:00Z --since 2026-02-01T12:00:00Z <a@example.org> "
            + "| trace <a@example.org> --since 2026-02-01T12:00:00Z --until 2026-03-01T12:00:00Z --limit 3 --json",
        "reload                                       | reload",
        "session list --json --since 2026-03-01T12:00:00Z --account jones@example.org "
            + "| session list --account jones@example.org --since 2026-03-01T12:00:00Z --json",
        "session show s1                              | session show s1",
        "mailbox list jones@example.org --json        | mailbox list jones@example.org --json",
        "mailbox log --limit 5 jones@example.org INBOX --since 2026-03-01T12:00:00Z "
            + "| mailbox log jones@example.org INBOX --since 2026-03-01T12:00:00Z --limit 5",
        "check jones@example.org                      | check jones@example.org",
        "check --json --repair jones@example.org      | check jones@example.org --repair --json",
        "sweep                                        | sweep",
        "account quota jones@example.org              | account quota jones@example.org --by ME",
        "account quota --messages 9 jones@example.org --storage 1K | account quota jones@example.org --storage 1024 --messages 9 --by ME",
        "account quota jones@example.org --messages default | account quota jones@example.org --messages default --by ME",
        "status                                       | status",
        "status --json                                | status --json",
        "status --wait 5                              | status"})
    void commandReachesTheNodeInItsCanonicalForm(String typed, String sent) {
        assertThat(withNode(typed)).isZero();
        assertThat(asked).last().isEqualTo(sent + "/");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("did " + sent + "\n");
    }

    @Test
    void passwordComesFromTheStandardInput() {
        standardInput = "päss word\nnext line\n";
        assertThat(withNode("account add jones@example.org --password-stdin --quota 10G")).isZero();
        assertThat(asked).containsExactly("account add jones@example.org --quota 10737418240 --by ME/päss word");
    }

    @Test
    void passwordIsAskedForTwice() {
        typedPasswords.addAll(List.of("secret", "secret"));
        assertThat(withNode("account passwd jones@example.org")).isZero();
        assertThat(asked).containsExactly("account passwd jones@example.org --by ME/secret");
        typedPasswords.addAll(List.of("secret", "secert"));
        assertThat(withNode("account passwd jones@example.org")).isEqualTo(1);
        assertThat(asked).hasSize(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("the two passwords differ");
    }

    @Test
    void passwordIsInventedAndShownWhereNobodyCanBeAsked() {
        assertThat(withNode("account add jones@example.org")).isZero();
        String password = asked.get(0).substring(asked.get(0).indexOf('/') + 1);
        assertThat(password).hasSize(20);
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("password: " + password + "\n");
    }

    @Test
    void accountsAreImportedFromAFileOrNotAtAll() throws IOException {
        Path good = Files.writeString(data.resolve("good"), "# comment\njones@example.org secret one\n\nsmith@example.org two\n");
        Path bad = Files.writeString(data.resolve("bad"), "jones@example.org secret\nsmith@example.org\n");
        assertThat(withNode("account import " + good)).isZero();
        assertThat(asked).containsExactly("account import --by ME/" + Files.readString(good));
        assertThat(withNode("account import " + bad)).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(bad + ", line 2 must be").contains("nothing was imported");
        assertThat(asked).hasSize(1);
    }

    @Test
    void aliasesAreImportedFromAFileOrNotAtAll() throws IOException {
        Path good = Files.writeString(data.resolve("aliases"), "team@example.org jones@example.org smith@example.com\n");
        Path bad = Files.writeString(data.resolve("bad-aliases"), "team@example.org\n");
        assertThat(withNode("alias import " + good)).isZero();
        assertThat(asked).containsExactly("alias import --by ME/" + Files.readString(good));
        assertThat(withNode("alias import " + bad)).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(bad + ", line 1 must be \"address target...\"");
        assertThat(asked).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "domain add a@b                         | 1 | 'a@b' must be a domain",
        "account add jones --password-stdin     | 1 | 'jones' must be an address",
        "account add a@b --quota many           | 1 | 'many' must be a size",
        "route add sink.test 127.0.0.1:70000    | 1 | must be host:port",
        "session list --since yesterday         | 1 | must be a time",
        "account quota a@b --messages many      | 1 | 'many' must be a number",
        "account app-password add a@b x --expires 0      | 1 | '0' must be a number of days, 1 to 36500",
        "account app-password add a@b x --expires 999999999999999999 | 1 | must be a number of days",
        "mailbox log a@b                        | 2 | Missing required parameter",
        "mailbox log a@b INBOX --limit 0        | 1 | '0' must be",
        "domain set example.org catch-all       | 1 | must be a setting with a value",
        "domain add a.example --next-hop hub    | 2 | --relay",
        "domain alias                           | 2 | 'domain alias' needs one of: ",
        "alias add team@example.org             | 2 | Missing required parameter",
        "alias add team@example.org jones       | 1 | 'jones' must be an address",
        "recipient add a@b hub:x                | 1 | must be host:port",
        "domain                                 | 2 | 'domain' needs one of: ",
        "queue remove                            | 1 | Give queue ids, filters such as --destination example.org, or --all",
        "queue remove q1 --all                   | 1 | give queue ids or filters, not both",
        "queue hold --all --sender a@b           | 1 | give filters or --all, not both",
        "queue list --state late                 | 1 | 'late' must be ready, deferred, scheduled or held",
        "queue list --sort colour                | 2 | --sort",
        "queue list --limit 0                    | 1 | '0' must be 1 or more",
        "queue count --older soon                | 1 | must be a time",
        "destination freeze a@b                  | 1 | 'a@b' must be a domain",
        "trace                                   | 2 | Missing required parameter",
        "domain add                             | 2 | Missing required parameter: 'NAME'",
        "fly                                    | 2 | Unmatched argument at index 0: 'fly'",
        "start --port-offset x                  | 2 | --port-offset"})
    void mistypedCommandSaysWhatWasMeant(String typed, int status, String message) {
        assertThat(withNode(typed)).isEqualTo(status);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("sterna: ").contains(message);
        assertThat(asked).isEmpty();
    }

    @Test
    void withoutANodeTheCommandSaysHowToStartOne() {
        assertThat(run("status --data " + data)).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("sterna: no node is running on " + data + "; start it with ./sterna start --data " + data + "\n");
        assertThat(run("status --wait 1")).isEqualTo(1);
    }

    @Test
    void refusalAndFailureOfTheNodeBecomeExitStatusAndText() {
        try (AdminServer server = new AdminServer(data, (command, input) -> command.contains("x@example.org")
                ? CompletableFuture.completedFuture(new AdminResult(3, "", "there is no such account"))
                : CompletableFuture.failedFuture(new IllegalStateException("broken")))) {
            assertThat(server).isNotNull();
            assertThat(run("account remove x@example.org")).isEqualTo(3);
            assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("sterna: there is no such account\n");
            assertThat(run("account remove y@example.org")).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("the node failed at this command").contains("broken");
        }
    }

    @Test
    void limitsOfProvidersAndSourcesAreNamedWithTheirKind() {
        try (AdminServer server = answering(data)) {
            assertThat(server).isNotNull();
            assertThat(run(new String[] {"destination", "freeze", "provider google", "--reason", "they ask for it"})).isZero();
            assertThat(run(new String[] {"destination", "show", "source 2001:db8::1"})).isZero();
            assertThat(run(new String[] {"destination", "show", "bank google"})).isEqualTo(1);
        }
        assertThat(asked).containsExactly("destination freeze provider google --reason they ask for it/", "destination show source 2001:db8::1/");
    }

    @Test
    void progressOfALongCommandGoesToTheStandardError() {
        try (AdminServer server = new AdminServer(data, new AdminHandler() {
            @Override
            public CompletableFuture<AdminResult> handle(List<String> command, String input) {
                throw new AssertionError("not asked this way");
            }

            @Override
            public CompletableFuture<AdminResult> handle(List<String> command, String input, AdminProgress progress) {
                assertThat(progress.tell("500 done")).isTrue();
                assertThat(progress.tell("1000 done")).isTrue();
                return CompletableFuture.completedFuture(AdminResult.done("removed 1200 messages"));
            }
        })) {
            assertThat(server).isNotNull();
            assertThat(run("queue remove --all")).isZero();
        }
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("500 done\n1000 done\n");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("removed 1200 messages\n");
    }

    @Test
    void aLongCommandLearnsThatNobodyWaitsAnyMore() throws Exception {
        CompletableFuture<AdminProgress> under = new CompletableFuture<>();
        CompletableFuture<AdminResult> answer = new CompletableFuture<>();
        try (AdminServer server = new AdminServer(data, new AdminHandler() {
            @Override
            public CompletableFuture<AdminResult> handle(List<String> command, String input) {
                throw new AssertionError("not asked this way");
            }

            @Override
            public CompletableFuture<AdminResult> handle(List<String> command, String input, AdminProgress progress) {
                under.complete(progress);
                return answer;
            }
        })) {
            assertThat(server).isNotNull();
            try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(data.resolve("admin.sock")))) {
                AdminWire.write(new DataOutputStream(Channels.newOutputStream(client)), new AdminWire.Request(List.of("queue", "remove", "--all"), ""));
                under.get(90, TimeUnit.SECONDS);
            }
            AdminProgress progress = under.get();
            boolean told = true;
            for (int i = 0; i < 10_000 && told; i++) {        // the first lines may still go into the void
                told = progress.tell(i + " done");
            }
            assertThat(told).isFalse();
            answer.complete(AdminResult.done("stopped"));
        }
    }

    @Test
    void stopReturnsWhenTheNodeIsGone() throws Exception {
        CompletableFuture<AdminServer> server = new CompletableFuture<>();
        server.complete(new AdminServer(data, (command, input) -> {
            CompletableFuture<AdminResult> answer = CompletableFuture.completedFuture(AdminResult.done("stopping"));
            CompletableFuture.runAsync(() -> server.join().close());
            return answer;
        }));
        assertThat(run("stop")).isZero();
        assertThat(AdminClient.isRunning(data)).isFalse();
        assertThat(data.resolve("admin.sock")).doesNotExist();
    }

    @Test
    void socketIsForThisUserAloneAndForOneNode() throws IOException {
        try (AdminServer server = answering(data)) {
            assertThat(server).isNotNull();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data))).isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("admin.sock")))).isEqualTo("rw-------");
            assertThatThrownBy(() -> answering(data))
                    .isInstanceOf(AdminException.class).hasMessageContaining("a node is already running on " + data);
        }
        Files.createFile(data.resolve("admin.sock"));        // what a killed node leaves
        try (AdminServer server = answering(data)) {
            assertThat(server).isNotNull();
            assertThat(AdminClient.isRunning(data)).isTrue();
        }
    }

    @Test
    void deepFolderGetsAShortSocket() {
        Path deep = data.resolve("d".repeat(60)).resolve("e".repeat(60));
        try (AdminServer server = answering(deep)) {
            assertThat(server).isNotNull();
            assertThat(AdminClient.call(deep, List.of("status"), "").output()).isEqualTo("did status");
            assertThat(deep.resolve("admin.path")).exists();
        }
        assertThat(deep).isEmptyDirectory();
    }

    @Test
    void startDemoAndDrillAreHandedTheirOptions() {
        List<Object> handed = new ArrayList<>();
        NodeFunctions functions = new NodeFunctions() {
            @Override
            public int start(StartOptions options) {
                handed.add(options);
                return 7;
            }

            @Override
            public int demo(DemoOptions options) {
                handed.add(options);
                return 8;
            }

            @Override
            public int release(StartOptions folder) {
                handed.add(folder);
                return 9;
            }

            @Override
            public int drill(DrillOptions options) {
                handed.add(options);
                return 10;
            }

            @Override
            public int guard(StartOptions options) {
                throw new AssertionError("not asked to");
            }
        };
        assertThat(run("start --config c --data d --port-offset 10000 --set a.b=1 --set c.d=[\"x:1\",\"y\"]", functions)).isEqualTo(7);
        assertThat(run("demo --once", functions)).isEqualTo(8);
        assertThat(run("release", functions)).isEqualTo(9);
        assertThat(run("drill", functions)).isEqualTo(10);
        assertThat(run("drill --nodes 2 --cassandra 1 --minutes 0.5 --kill node,pause --rate 5 --length 60.5 --seed 7 --data d --keep --set a.b=1", functions)).isEqualTo(10);
        assertThat(handed).containsExactly(
                new StartOptions(Optional.of(Path.of("c")), Optional.of(Path.of("d")), OptionalInt.of(10_000),
                        List.of("a.b=1", "c.d=[\"x:1\",\"y\"]")),
                new DemoOptions(true, new StartOptions(Optional.empty(), Optional.empty(), OptionalInt.empty(), List.of())),
                new StartOptions(Optional.empty(), Optional.empty(), OptionalInt.empty(), List.of()),
                new DrillOptions(3, 3, 5, "node,cassandra,partition,pause", 20, Optional.empty(), OptionalLong.empty(), Optional.empty(), false, List.of()),
                new DrillOptions(2, 1, 0.5, "node,pause", 5, Optional.of(Duration.ofMillis(60_500)),
                        OptionalLong.of(7), Optional.of(Path.of("d")), true, List.of("a.b=1")));
    }

    private AdminServer answering(Path folder) {
        return new AdminServer(folder, (command, input) -> {
            // Who asks is whoever runs the test.
            String words = String.join(" ", command).replace(" --by " + System.getProperty("user.name"), " --by ME");
            asked.add(words + "/" + input);
            return CompletableFuture.completedFuture(AdminResult.done("did " + words));
        });
    }

    private int withNode(String typed) {
        try (AdminServer server = answering(data)) {
            assertThat(server).isNotNull();
            return run(typed);
        }
    }

    private int run(String typed) {
        return run(typed.split(" "));
    }

    private int run(String[] words) {
        return run(words, new NodeFunctions() {
            @Override
            public int start(StartOptions options) {
                throw new AssertionError("not asked to");
            }

            @Override
            public int demo(DemoOptions options) {
                throw new AssertionError("not asked to");
            }

            @Override
            public int release(StartOptions folder) {
                throw new AssertionError("not asked to");
            }

            @Override
            public int drill(DrillOptions options) {
                throw new AssertionError("not asked to");
            }

            @Override
            public int guard(StartOptions options) {
                throw new AssertionError("not asked to");
            }
        });
    }

    private int run(String typed, NodeFunctions functions) {
        return run(typed.split(" "), functions);
    }

    private int run(String[] words, NodeFunctions functions) {
        Terminal terminal = new Terminal(new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
                prompt -> Optional.ofNullable(typedPasswords.poll()), Map.of("STERNA_DATA", data.toString()));
        return CommandLineInterface.run(words, functions, terminal);
    }
}
