package org.sterna.platform.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may give commands: whoever may enter the folder, or has the token. */
@Timeout(60)
class AdminRightsTest {
    @TempDir
    private Path folder;
    private Path data;
    private AdminServer server;

    @BeforeEach
    void start() throws IOException {
        data = Files.createDirectory(folder.resolve("d"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        server = open();
    }

    private AdminServer open() {
        return new AdminServer(data, OptionalInt.of(0), (command, input) ->
                CompletableFuture.completedFuture(AdminResult.done(String.join(" ", command) + input)));
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
        for (String wrong : List.of("x", right + "0", right.substring(1), right.toUpperCase(Locale.ROOT), "0".repeat(64))) {
            Path token = Files.writeString(folder.resolve("wrong"), wrong + "-");
            Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
            assertThatThrownBy(() -> byToken(token)).isInstanceOf(AdminException.class).hasMessageContaining("does not take this token");
        }
        assertThat(byToken(data.resolve("admin.token")).status()).as("nobody is locked out by that").isZero();
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

    @Test
    void whoShowsNoTokenHearsNothing() throws IOException {
        try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), server.port().orElseThrow())) {
            DataOutputStream out = new DataOutputStream(stranger.getOutputStream());
            out.writeInt(1 << 30);                           // a token of a gibibyte is not waited for
            stranger.setSoTimeout(30_000);
            assertThat(isOver(stranger)).isTrue();
        }
    }

    private static boolean isOver(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
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
        public int release(Path data) {
            throw new AssertionError("not asked to");
        }
    }
}
