package org.sterna.platform.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may give commands: whoever may enter the folder, or has the token. */
@Timeout(180)
class AdminRightsTest {
    @TempDir
    private Path folder;
    private Path data;
    private AdminServer server;
    private final Queue<String> commands = new ConcurrentLinkedQueue<>();
    private volatile Runnable onStop = () -> { };

    @BeforeEach
    void start() throws IOException {
        data = Files.createDirectory(folder.resolve("d"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        server = open();
    }

    private AdminServer open() {
        return new AdminServer(data, OptionalInt.of(0), (command, input) -> {
            commands.add(command.get(0));
            if (command.contains("stop")) {
                onStop.run();
            }
            return CompletableFuture.completedFuture(AdminResult.done(String.join(" ", command) + input));
        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private AdminResult byToken(Path token) throws IOException {
        return AdminClient.call(new AdminAccess.Port(server.port().orElseThrow(), token), List.of("status"), "!", line -> { });
    }

    @Test
    void folderSocketAndTokenAreForTheirOwnerOnly() throws IOException {
        assertThat(mode(data)).isEqualTo("rwx------");
        assertThat(mode(AdminSocket.find(data))).isEqualTo("rw-------");
        assertThat(mode(data.resolve("admin.token"))).isEqualTo("rw-------");
    }

    @Test
    void aSocketElsewhereIsInAFolderForItsOwnerOnly() throws IOException {
        Path deep = folder.resolve("a".repeat(120));
        try (AdminServer far = new AdminServer(deep, (command, input) -> CompletableFuture.completedFuture(AdminResult.done("")))) {
            assertThat(far.port()).isEmpty();
            Path socket = AdminSocket.find(deep);
            assertThat(socket.startsWith(deep)).isFalse();
            assertThat(mode(socket)).isEqualTo("rw-------");
            assertThat(mode(socket.getParent())).isEqualTo("rwx------");
        }
    }

    @Test
    void theTokenOpensThePort() throws IOException {
        assertThat(byToken(data.resolve("admin.token"))).isEqualTo(AdminResult.done("status!"));
        Path copy = Files.copy(data.resolve("admin.token"), folder.resolve("copy"));
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("r--------"));
        assertThat(byToken(copy)).isEqualTo(AdminResult.done("status!"));
    }

    @Test
    void theTokenStaysOverRestarts() throws IOException {
        String before = Files.readString(data.resolve("admin.token"));
        assertThat(before.strip()).matches("[0-9a-f]{64}");
        server.close();
        server = open();
        assertThat(Files.readString(data.resolve("admin.token"))).isEqualTo(before);
    }

    @Test
    void anotherTokenIsRefused() throws IOException {
        String right = Files.readString(data.resolve("admin.token")).strip();
        for (String wrong : List.of(right + "0", right.substring(1), right.toUpperCase(Locale.ROOT) + "-", "0".repeat(64))) {
            Path token = token(wrong);
            assertThatThrownBy(() -> byToken(token)).isInstanceOf(AdminException.class).hasMessageContaining("does not have the token in " + token);
        }
        Path few = token("x".repeat(31));
        assertThatThrownBy(() -> byToken(few)).isInstanceOf(AdminException.class).hasMessageContaining("at least 32 characters");
        assertThat(byToken(data.resolve("admin.token")).status()).as("nobody is locked out by that").isZero();
    }

    private Path token(String text) throws IOException {
        Path token = Files.writeString(folder.resolve("another"), text);
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        return token;
    }

    @Test
    void aTokenThatOthersMayReadIsNotUsed() throws IOException {
        Path token = data.resolve("admin.token");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> byToken(token)).isInstanceOf(AdminException.class).hasMessageContaining("chmod 600");
        server.close();
        assertThatThrownBy(this::open).isInstanceOf(AdminException.class).hasMessageContaining("chmod 600");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        server = open();
        assertThat(byToken(token).status()).isZero();
    }

    /** A nonce is no secret; whoever cannot answer the node's with a proof is not listened to. */
    @Test
    void whoHasNoTokenHasNothingDone() throws IOException {
        try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), server.port().orElseThrow())) {
            stranger.setSoTimeout(30_000);
            DataInputStream in = new DataInputStream(stranger.getInputStream());
            DataOutputStream out = new DataOutputStream(stranger.getOutputStream());
            out.write(new byte[32]);
            byte[] nonce = in.readNBytes(32);
            byte[] proof = in.readNBytes(32);
            assertThat(nonce).hasSize(32);
            out.write(proof);                                // the node's own, turned around
            assertThat(isOver(in)).isTrue();
        }
        assertThat(commands).isEmpty();
    }

    @Test
    void aProofIsGoodForOneConnection() throws IOException {
        AdminToken token = AdminToken.read(data.resolve("admin.token"));
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port().orElseThrow())) {
            client.setSoTimeout(30_000);
            OutputStream both = new OutputStream() {
                @Override
                public void write(int octet) throws IOException {
                    sent.write(octet);
                    client.getOutputStream().write(octet);
                }
            };
            assertThat(AdminHandshake.asClient(token, new DataInputStream(client.getInputStream()), both)).isTrue();
        }
        assertThat(sent.size()).isEqualTo(64);
        try (Socket replay = new Socket(InetAddress.getLoopbackAddress(), server.port().orElseThrow())) {
            replay.setSoTimeout(30_000);
            DataInputStream in = new DataInputStream(replay.getInputStream());
            replay.getOutputStream().write(sent.toByteArray());
            in.readNBytes(64);
            assertThat(isOver(in)).isTrue();
        }
    }

    /** While no node has the port, anybody may. */
    @Test
    void whoeverElseListensLearnsNothingThatOpensANode() throws Exception {
        String secret = Files.readString(data.resolve("admin.token")).strip();
        try (ServerSocket thief = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<byte[]> heard = CompletableFuture.supplyAsync(() -> listen(thief));
            assertThatThrownBy(() -> AdminClient.call(new AdminAccess.Port(thief.getLocalPort(), data.resolve("admin.token")),
                    List.of("account", "passwd", "jones@example.org"), "secret", line -> { }))
                    .isInstanceOf(AdminException.class).hasMessageContaining("does not have the token").hasMessageContaining("was told nothing");
            assertThat(heard.get(30, TimeUnit.SECONDS)).as("a nonce and nothing else").hasSize(32)
                    .isNotEqualTo(HexFormat.of().parseHex(secret));
        }
    }

    /** Answers with what any program could, and hears all that the client says. */
    private static byte[] listen(ServerSocket thief) {
        try (Socket client = thief.accept()) {
            byte[] nonce = client.getInputStream().readNBytes(32);
            client.getOutputStream().write(new byte[64]);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.write(nonce);
            client.getInputStream().transferTo(all);
            return all.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOver(InputStream in) throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    void stopAndStatusByThePortNeedNoFolder() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String port = Integer.toString(server.port().orElseThrow());
        String token = Files.copy(data.resolve("admin.token"), folder.resolve("copy")).toString();
        AdminAccess access = new AdminAccess.Port(server.port().orElseThrow(), Path.of(token));
        assertThat(access.isServed()).isTrue();
        String elsewhere = folder.resolve("elsewhere").toString();
        assertThat(run(out, "status", "--wait", "30", "--admin-port", port, "--token", token, "--data", elsewhere)).isZero();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        onStop = () -> CompletableFuture.runAsync(server::close).thenRun(() -> ended.complete(null));
        assertThat(run(out, "stop", "--admin-port", port, "--token", token, "--data", elsewhere)).isZero();
        ended.get(30, TimeUnit.SECONDS);
        assertThat(access.isServed()).isFalse();
        assertThat(run(out, "status", "--admin-port", port, "--token", token, "--data", elsewhere)).isEqualTo(1);
        assertThat(out.toString()).isEqualTo("status\nstop\n");
    }

    @Test
    void aStrangerOnThePortIsNotTheNode() throws Exception {
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<byte[]> heard = CompletableFuture.supplyAsync(() -> listen(stranger));
            assertThat(new AdminAccess.Port(stranger.getLocalPort(), data.resolve("admin.token")).isServed()).isFalse();
            assertThat(heard.get(30, TimeUnit.SECONDS)).hasSize(32);
        }
    }

    @Test
    void theCommandLineTakesPortAndToken() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String port = Integer.toString(server.port().orElseThrow());
        assertThat(run(out, "domain", "list", "--admin-port", port, "--token", data.resolve("admin.token").toString())).isZero();
        assertThat(run(out, "domain", "list", "--admin-port", port, "--data", data.toString())).isZero();
        assertThat(out.toString()).isEqualTo("domain list\ndomain list\n");
        assertThat(run(out, "domain", "list", "--admin-port", port, "--token", folder.resolve("absent").toString())).isEqualTo(1);
    }

    private int run(ByteArrayOutputStream out, String... arguments) {
        return CommandLineInterface.run(arguments, new NoNode(), new Terminal(new ByteArrayInputStream(new byte[0]), new PrintStream(out, true),
                new PrintStream(new ByteArrayOutputStream()), prompt -> Optional.empty(), Map.of()));
    }

    private static final class NoNode implements NodeFunctions {
        @Override
        public int start(StartOptions options) {
            throw new AssertionError("not asked to");
        }

        @Override
        public int demo(DemoOptions options) {
            throw new AssertionError("not asked to");
        }

        @Override
        public int drill(DrillOptions options) {
            throw new AssertionError("not asked to");
        }

        @Override
        public int release(Path data) {
            throw new AssertionError("not asked to");
        }
    }
}
