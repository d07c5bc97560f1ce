package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ports of a real node on several addresses of both families, and one that is on IPv6 alone. */
@Timeout(600)
class AddressesIT {
    @Test
    void aPortIsOpenOnEachOfItsAddressesAndOnNoOther() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            assertThat(probe.isBound()).isTrue();
        } catch (IOException e) {
            throw new AssertionError("this machine has no IPv6 loopback address ::1, which this test needs (sysctl net.ipv6.conf.lo.disable_ipv6=0)", e);
        }
        try (NodeProcess node = NodeProcess.start("addresses", "sterna.listeners.imap.address=127.0.0.1, ::1",
                "sterna.listeners.smtp.address=127.0.0.2,127.0.0.1,::1", "sterna.listeners.pop3.address=::1")) {
            assertThat(greeting("127.0.0.1", node.port("imap"))).startsWith("* OK ");
            assertThat(greeting("::1", node.port("imap"))).startsWith("* OK ");
            assertThat(greeting("127.0.0.1", node.port("smtp"))).startsWith("220 ");
            assertThat(greeting("127.0.0.2", node.port("smtp"))).startsWith("220 ");
            assertThat(greeting("::1", node.port("smtp"))).startsWith("220 ");
            assertThat(greeting("::1", node.port("pop3"))).startsWith("+OK ");
            assertThat(isOpen("127.0.0.1", node.port("pop3"))).isFalse();
            assertThat(isOpen("127.0.0.2", node.port("imap"))).isFalse();
            assertThat(isOpen("::1", node.port("submission"))).isFalse();
        }
    }

    private static String greeting(String address, int port) throws IOException {
        try (Socket socket = connect(address, port)) {
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1)).readLine();
        }
    }

    private static boolean isOpen(String address, int port) {
        try (Socket socket = connect(address, port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private static Socket connect(String address, int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(address, port), 60_000);
        socket.setSoTimeout(60_000);
        return socket;
    }
}
