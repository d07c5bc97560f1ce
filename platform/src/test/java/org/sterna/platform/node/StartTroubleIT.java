package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a node from starting is told in one line that names the setting, and by the exit status. */
@Timeout(720)
class StartTroubleIT {
    private NodeProcess node;

    @BeforeEach
    void prepare() throws Exception {
        node = NodeProcess.prepare("no-start");
    }

    @AfterEach
    void end() {
        List<ProcessHandle> left = node.cassandras();
        node.close();
        assertThat(left).as("nothing is left running").isEmpty();
    }

    private static void assertOneLine(Outcome outcome, String... parts) {
        assertThat(outcome.status()).isNotZero();
        assertThat(outcome.error()).hasSize(1);
        assertThat(outcome.error().get(0)).startsWith("sterna: ").contains(parts);
    }

    @Test
    void aPortInUse() throws Exception {
        try (ServerSocket other = new ServerSocket(node.port("imap"), 1, InetAddress.getLoopbackAddress())) {
            assertOneLine(Outcome.of(node), Integer.toString(other.getLocalPort()), "sterna.listeners.imap.port");
        }
    }

    /** It is opened last: the node that runs already is closed again. */
    @Test
    void anAdminPortInUse() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertOneLine(Outcome.of(node, "sterna.admin.port=" + other.getLocalPort()), "sterna.admin.port", Integer.toString(other.getLocalPort()));
        }
    }

    @Test
    void aWrongSetting() throws Exception {
        assertOneLine(Outcome.of(node, "sterna.smtp.max-recipients=7"), "sterna.smtp.max-recipients", "100");
        assertOneLine(Outcome.of(node, "sterna.smtp.command-timeout=soon"), "sterna.smtp.command-timeout");
        assertOneLine(Outcome.of(node, "sterna.smtp.comand-timeout=5m"), "sterna.smtp.comand-timeout");
    }

    @Test
    void anUnreadableCertificate(@TempDir Path folder) throws Exception {
        Path missing = folder.resolve("none.pem");
        assertOneLine(Outcome.of(node, "sterna.tls.certificate=\"" + missing + "\""), "sterna.tls.certificate", missing.toString());
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "this is no certificate\n");
        assertOneLine(Outcome.of(node, "sterna.tls.certificate=\"" + garbage + "\""), "sterna.tls.certificate", garbage.toString());
    }
}
