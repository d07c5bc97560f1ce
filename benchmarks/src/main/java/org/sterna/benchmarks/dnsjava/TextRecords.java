package org.sterna.benchmarks.dnsjava;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.WireParseException;

/** A DNS server on 127.0.0.1 that has some TXT records, and no other name. By UDP alone; what does not fit into an answer is cut. */
public final class TextRecords implements AutoCloseable {
    private static final int TTL_SECONDS = 3600;
    private static final int MAX_STRING = 255;
    private static final int MAX_QUESTION = 4096;
    /** RFC 1035 section 2.3.4, for those who do not say that they take more. */
    private static final int PLAIN_ANSWER = 512;

    private final DatagramSocket socket;
    private final Map<String, String> texts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private TextRecords(DatagramSocket socket, Map<String, String> records) {
        this.socket = socket;
        records.forEach((name, text) -> texts.put(name + ".", text));
    }

    /**
     * Serves on a thread of its own until it is closed.
     *
     * @param port 0 for any
     * @param records texts in ASCII by name, without a last dot
     */
    public static TextRecords serve(int port, Map<String, String> records) throws IOException {
        TextRecords server = new TextRecords(new DatagramSocket(port, InetAddress.getLoopbackAddress()), records);
        Thread thread = new Thread(server::run, "text-records");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    public int port() {
        return socket.getLocalPort();
    }

    private void run() {
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(new byte[MAX_QUESTION], MAX_QUESTION);
                socket.receive(packet);
                byte[] answer = answer(new Message(Arrays.copyOf(packet.getData(), packet.getLength())));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (SocketException closed) {
                return;
            } catch (IOException unreadable) {
                continue;                               // a question that is none has no answer
            }
        }
    }

    private byte[] answer(Message question) throws WireParseException {
        Record asked = question.getQuestion();
        if (asked == null) {
            throw new WireParseException("no question");
        }
        Message answer = new Message();
        answer.setHeader(new Header(question.getHeader().getID()));
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(asked, Section.QUESTION);
        String text = texts.get(asked.getName().toString());
        if (text != null && asked.getType() == Type.TXT) {
            answer.addRecord(new TXTRecord(asked.getName(), DClass.IN, TTL_SECONDS, strings(text)), Section.ANSWER);
        } else {
            // Names above others are said not to exist, too: nobody here cuts off a tree for that.
            answer.getHeader().setRcode(text == null ? Rcode.NXDOMAIN : Rcode.NOERROR);
            answer.addRecord(new SOARecord(Name.root, DClass.IN, TTL_SECONDS, Name.root, Name.root, 1, TTL_SECONDS, TTL_SECONDS, TTL_SECONDS, TTL_SECONDS),
                    Section.AUTHORITY);
        }
        return answer.toWire(question.getOPT() == null ? PLAIN_ANSWER : Math.max(PLAIN_ANSWER, question.getOPT().getPayloadSize()));
    }

    private static List<String> strings(String text) {
        List<String> strings = new ArrayList<>();
        for (int start = 0; start < text.length(); start += MAX_STRING) {
            strings.add(text.substring(start, Math.min(text.length(), start + MAX_STRING)));
        }
        return strings;
    }

    @Override
    public void close() {
        socket.close();
    }
}
