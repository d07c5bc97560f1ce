package org.sterna.platform.dns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A small authoritative DNS server on 127.0.0.1, UDP and TCP on one port. It answers from the records it was given, with NXDOMAIN for names it
 * knows nothing under, and can be told to be silent, slow, failing or lying for a name.
 */
public final class TestDnsServer implements AutoCloseable {

    private static final int MAX_ALIASES = 16;
    private static final int NEGATIVE_TTL_SECONDS = 5;

    /** What it does instead of answering well. */
    public enum Fault {
        /** No answer, by UDP or TCP. */
        SILENT,
        SERVFAIL,
        /** SERVFAIL, because signatures are wrong (RFC 8914 section 4.7). */
        BOGUS,
        /** The answer to another question of ours. */
        WRONG_ID,
        /** The answer to a question that nobody asked. */
        OTHER_QUESTION,
        /** Our id, and then noise. */
        GARBAGE,
        /** By UDP nothing but that it is cut; by TCP all. */
        CUT,
        /** By UDP that it is cut, by TCP half of it, and then silence. */
        CUT_AND_STALLED,
        /** By UDP that it is cut, by TCP half of it, and then the end. */
        CUT_AND_CLOSED
    }

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final List<Record> records = new CopyOnWriteArrayList<>();
    private final Map<Name, Fault> faults = new ConcurrentHashMap<>();
    private final Map<Name, Duration> delays = new ConcurrentHashMap<>();
    private final Map<Name, Record> appended = new ConcurrentHashMap<>();
    private final Set<Name> authenticated = ConcurrentHashMap.newKeySet();
    private final Map<Name, AtomicInteger> questions = new ConcurrentHashMap<>();
    private final ScheduledExecutorService workers = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "test-dns");
        thread.setDaemon(true);
        return thread;
    });

    private TestDnsServer(DatagramSocket udp, ServerSocket tcp) {
        this.udp = udp;
        this.tcp = tcp;
        startThread(this::serveUdp);
        startThread(this::serveTcp);
    }

    private static void startThread(Runnable work) {
        Thread thread = new Thread(work, "test-dns");
        thread.setDaemon(true);
        thread.start();
    }

    /** On a free port. */
    public static TestDnsServer start() {
        return start(0);
    }

    /** @param port 0 for a free one */
    public static TestDnsServer start(int port) {
        InetAddress loopback = new InetSocketAddress("127.0.0.1", 0).getAddress();
        for (int attempt = 0;; attempt++) {
            try {
                ServerSocket tcp = new ServerSocket(port, 50, loopback);
                try {
                    return new TestDnsServer(new DatagramSocket(tcp.getLocalPort(), loopback), tcp);
                } catch (SocketException taken) {
                    tcp.close();
                    if (port != 0 || attempt > 20) {
                        throw taken;
                    }
                }
            } catch (IOException failure) {
                throw new UncheckedIOException("cannot open port " + port + " of 127.0.0.1", failure);
            }
        }
    }

    /** Serves the records given as arguments, in zone file form, each one argument; {@code --port N} chooses the port. Runs until it is stopped. */
    public static void main(String[] args) throws InterruptedException {
        int port = 0;
        int first = 0;
        if (args.length >= 2 && args[0].equals("--port")) {
            port = Integer.parseInt(args[1]);
            first = 2;
        }
        TestDnsServer server = start(port).add(Arrays.copyOfRange(args, first, args.length));
        System.out.println("serving " + server.records.size() + " records on " + server.address());
        new CountDownLatch(1).await();
    }

    /** As in {@code sterna.dns.servers}: {@code 127.0.0.1:port}. */
    public String address() {
        return "127.0.0.1:" + port();
    }

    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port());
    }

    public int port() {
        return tcp.getLocalPort();
    }

    /**
     * Adds records in zone file form, such as {@code example.org. 60 IN MX 10 mail.example.org.}; names count as absolute, the TTL is 60
     * seconds unless given.
     */
    public TestDnsServer add(String... lines) {
        for (String line : lines) {
            records.add(record(line));
        }
        return this;
    }

    private static Record record(String line) {
        try (Master master = new Master(new ByteArrayInputStream((line + "\n").getBytes(UTF_8)), Name.root, 60)) {
            return Optional.ofNullable(master.nextRecord()).orElseThrow(() -> new IllegalArgumentException("no record in \"" + line + "\""));
        } catch (IOException wrong) {
            throw new IllegalArgumentException("not a record: \"" + line + "\"", wrong);
        }
    }

    /** Puts a record that was not asked for at the end of answers for this name. */
    public TestDnsServer append(String name, String line) {
        appended.put(nameOf(name), record(line));
        return this;
    }

    /** Forgets the records of a name. */
    public TestDnsServer remove(String name) {
        records.removeIf(record -> record.getName().equals(nameOf(name)));
        return this;
    }

    /** Does not answer questions for this name. */
    public TestDnsServer drop(String name) {
        faults.put(nameOf(name), Fault.SILENT);
        return this;
    }

    /** Answers SERVFAIL for this name. */
    public TestDnsServer fail(String name) {
        faults.put(nameOf(name), Fault.SERVFAIL);
        return this;
    }

    /** Answers as badly as the fault says for this name. */
    public TestDnsServer spoil(String name, Fault fault) {
        faults.put(nameOf(name), fault);
        return this;
    }

    /** Sets the AD bit in answers for this name, as if their signatures had been checked (RFC 4035 section 3.2.3). */
    public TestDnsServer authenticate(String... names) {
        List.of(names).forEach(name -> authenticated.add(nameOf(name)));
        return this;
    }

    /** Answers for this name only after a while. */
    public TestDnsServer delay(String name, Duration delay) {
        delays.put(nameOf(name), delay);
        return this;
    }

    /** Ends what {@link #drop}, {@link #fail}, {@link #spoil} and {@link #delay} began. */
    public TestDnsServer heal(String name) {
        faults.remove(nameOf(name));
        delays.remove(nameOf(name));
        return this;
    }

    /** How many questions have arrived for this name, of any type. */
    public int questions(String name) {
        return Optional.ofNullable(questions.get(nameOf(name))).map(AtomicInteger::get).orElse(0);
    }

    @Override
    public void close() {
        workers.shutdownNow();
        udp.close();
        try {
            tcp.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Name nameOf(String name) {
        try {
            return Name.fromString(name, Name.root);
        } catch (TextParseException wrong) {
            throw new IllegalArgumentException("not a domain name: " + name, wrong);
        }
    }

    private void serveUdp() {
        try {
            while (!udp.isClosed()) {
                DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
                udp.receive(packet);
                Message question = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                int limit = question.getOPT() == null ? 512 : Math.max(512, question.getOPT().getPayloadSize());
                answerLater(question, () -> {
                    byte[] octets = spoilt(question, limit);
                    udp.send(new DatagramPacket(octets, octets.length, packet.getSocketAddress()));
                });
            }
        } catch (IOException closed) {
            // the end of this thread
        }
    }

    private void serveTcp() {
        try {
            while (!tcp.isClosed()) {
                Socket socket = tcp.accept();
                startThread(() -> serveTcp(socket));
            }
        } catch (IOException closed) {
            // the end of this thread
        }
    }

    private void serveTcp(Socket socket) {
        try (socket) {
            DataInputStream input = new DataInputStream(socket.getInputStream());
            DataOutputStream output = new DataOutputStream(socket.getOutputStream());
            while (!tcp.isClosed()) {
                byte[] octets = new byte[input.readUnsignedShort()];
                input.readFully(octets);
                Message question = new Message(octets);
                answerLater(question, () -> {
                    byte[] reply = spoilt(question, Message.MAXLENGTH);
                    Fault fault = faults.get(question.getQuestion().getName());
                    boolean half = fault == Fault.CUT_AND_STALLED || fault == Fault.CUT_AND_CLOSED;
                    synchronized (output) {
                        output.writeShort(reply.length);
                        output.write(reply, 0, half ? reply.length / 2 : reply.length);
                        output.flush();
                    }
                    if (fault == Fault.CUT_AND_CLOSED) {
                        socket.close();
                    }
                });
            }
        } catch (IOException over) {
            // the client has gone
        }
    }

    private interface Reply {
        void send() throws IOException;
    }

    private void answerLater(Message question, Reply reply) {
        Name name = question.getQuestion().getName();
        questions.computeIfAbsent(name, key -> new AtomicInteger()).incrementAndGet();
        if (faults.get(name) == Fault.SILENT) {
            return;
        }
        workers.schedule(() -> {
            try {
                reply.send();
            } catch (IOException gone) {
                // whoever asked does not wait any more
            }
        }, delays.getOrDefault(name, Duration.ZERO).toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @param limit octets; what is longer is cut and says so (RFC 2181 section 9) */
    private byte[] spoilt(Message question, int limit) {
        Fault fault = faults.get(question.getQuestion().getName());
        Message answer = answer(question);
        Optional.ofNullable(appended.get(question.getQuestion().getName())).ifPresent(record -> answer.addRecord(record, Section.ANSWER));
        if (limit < Message.MAXLENGTH && (fault == Fault.CUT || fault == Fault.CUT_AND_STALLED || fault == Fault.CUT_AND_CLOSED)) {
            answer.removeAllRecords(Section.ANSWER);
            answer.getHeader().setFlag(Flags.TC);
        } else if (fault == Fault.WRONG_ID) {
            answer.getHeader().setID(answer.getHeader().getID() ^ 1);
        } else if (fault == Fault.OTHER_QUESTION) {
            answer.removeAllRecords(Section.QUESTION);
            answer.addRecord(Record.newRecord(nameOf("other.example"), question.getQuestion().getType(), DClass.IN), Section.QUESTION);
        }
        byte[] octets = answer.toWire(limit);
        if (fault == Fault.GARBAGE) {
            byte[] noise = new byte[octets.length];
            new Random(1).nextBytes(noise);
            System.arraycopy(noise, 2, octets, 2, octets.length - 2);
        }
        return octets;
    }

    private Message answer(Message question) {
        Message answer = new Message();
        answer.setHeader(new Header(question.getHeader().getID()));
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.AA);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(question.getQuestion(), Section.QUESTION);
        Name name = question.getQuestion().getName();
        Fault fault = faults.get(name);
        if (fault == Fault.SERVFAIL || fault == Fault.BOGUS) {
            answer.getHeader().setRcode(Rcode.SERVFAIL);
            if (fault == Fault.BOGUS) {
                answer.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(new ExtendedErrorCodeOption(ExtendedErrorCodeOption.DNSSEC_BOGUS))), Section.ADDITIONAL);
            }
            return answer;
        }
        if (authenticated.contains(name)) {
            answer.getHeader().setFlag(Flags.AD);
        }
        int type = question.getQuestion().getType();
        for (int aliases = 0; aliases < MAX_ALIASES; aliases++) {
            List<Record> found = of(name, type);
            if (!found.isEmpty()) {
                found.forEach(record -> answer.addRecord(record, Section.ANSWER));
                return answer;
            }
            List<Record> alias = of(name, Type.CNAME);
            if (alias.isEmpty()) {
                deny(answer, name);
                return answer;
            }
            answer.addRecord(alias.get(0), Section.ANSWER);
            name = ((CNAMERecord) alias.get(0)).getTarget();
        }
        return answer;
    }

    private List<Record> of(Name name, int type) {
        return records.stream()
                .filter(record -> record.getName().equals(name) && (type == Type.ANY || record.getType() == type)).toList();
    }

    /** NXDOMAIN, or NODATA for a name that exists or has names below it (RFC 2308 sections 2.1 and 2.2, RFC 8020). */
    private void deny(Message answer, Name name) {
        if (records.stream().noneMatch(record -> record.getName().subdomain(name))) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        Name host = nameOf("ns.invalid");
        answer.addRecord(new SOARecord(
                Name.root, DClass.IN, NEGATIVE_TTL_SECONDS, host, host, 1, 3600, 600, 86_400, NEGATIVE_TTL_SECONDS), Section.AUTHORITY);
    }
}
