package org.sterna.platform.dns.dnsjava;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.Message;
import org.xbill.DNS.io.DefaultIoClientFactory;
import org.xbill.DNS.io.IoClientFactory;
import org.xbill.DNS.io.TcpIoClient;
import org.xbill.DNS.io.UdpIoClient;

/**
 * Asks by TCP with a connection for each question. dnsjava would put all questions to a server on one connection and keep it for as long as it stands: where
 * the server forgets it or is silent, every later question that needs TCP waits in vain. Questions are few; most answers fit into UDP.
 */
final class TcpQuestions implements IoClientFactory, TcpIoClient {
    private static final int LENGTH_OCTETS = 2;                  // RFC 1035 section 4.2.2

    private final IoClientFactory standard = new DefaultIoClientFactory();

    @Override
    public TcpIoClient createOrGetTcpClient() {
        return this;
    }

    @Override
    public UdpIoClient createOrGetUdpClient() {
        return standard.createOrGetUdpClient();
    }

    @Override
    public CompletableFuture<byte[]> sendAndReceiveTcp(InetSocketAddress local, InetSocketAddress server, Message query, byte[] octets, Duration timeout) {
        CompletableFuture<byte[]> answer = new CompletableFuture<byte[]>().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        try {
            AsynchronousSocketChannel channel = AsynchronousSocketChannel.open();
            answer.whenComplete((got, failure) -> close(channel));
            ByteBuffer question = ByteBuffer.allocate(LENGTH_OCTETS + octets.length).putShort((short) octets.length).put(octets).flip();
            channel.connect(server, null, handler(answer, (Void connected) -> write(channel, question, answer)));
        } catch (IOException | RuntimeException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    private static void write(AsynchronousSocketChannel channel, ByteBuffer question, CompletableFuture<byte[]> answer) {
        channel.write(question, null, handler(answer, (Integer written) -> {
            if (question.hasRemaining()) {
                write(channel, question, answer);
            } else {
                read(channel, ByteBuffer.allocate(LENGTH_OCTETS), answer, length ->
                        read(channel, ByteBuffer.allocate(Short.toUnsignedInt(length.getShort(0))), answer, message -> answer.complete(message.array())));
            }
        }));
    }

    private static void read(AsynchronousSocketChannel channel, ByteBuffer buffer, CompletableFuture<byte[]> answer, Next<ByteBuffer> full) {
        if (!buffer.hasRemaining()) {
            full.goOn(buffer);
            return;
        }
        channel.read(buffer, null, handler(answer, (Integer got) -> {
            if (got < 0) {
                answer.completeExceptionally(new EOFException("the connection was closed before the answer was complete"));
            } else {
                read(channel, buffer, answer, full);
            }
        }));
    }

    private interface Next<T> {
        void goOn(T done);
    }

    private static <T> CompletionHandler<T, Void> handler(CompletableFuture<byte[]> answer, Next<T> next) {
        return new CompletionHandler<>() {
            @Override
            public void completed(T result, Void nothing) {
                try {
                    next.goOn(result);
                } catch (RuntimeException e) {                  // such as a channel that the timeout has closed
                    answer.completeExceptionally(e);
                }
            }

            @Override
            public void failed(Throwable failure, Void nothing) {
                answer.completeExceptionally(failure);
            }
        };
    }

    private static void close(AsynchronousSocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }
}
