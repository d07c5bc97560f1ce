package org.sterna.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Debian's Postfix, which delivers to Debian's Dovecot by LMTP, in a comparison; started by the scripts of this module, in a folder of its own. */
final class PostfixAndDovecot implements ComparedServer {
    /** Added to the offset of the ports. */
    private static final Map<String, Integer> PORTS = Map.of("smtp", 25, "submissions", 465, "imap", 143, "imaps", 993, "pop3", 110, "pop3s", 995, "lmtp", 24);
    private static final Pattern PID = Pattern.compile("--pids ([0-9]+)");

    private final Path scripts;
    private final Path folder;
    private final int offset;
    private final Thread atExit = new Thread(this::end, "end-postfix-and-dovecot");
    private ProcessTree processes = new ProcessTree(List.of());

    private PostfixAndDovecot(Path scripts, Path folder, int offset) {
        this.scripts = scripts;
        this.folder = folder;
        this.offset = offset;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts both.
     *
     * @param scripts  the folder of {@code dovecot} and {@code postfix}
     * @param offset   of their ports
     * @param sinkPort where Postfix relays to
     * @param format   of mailboxes: maildir, sdbox or mdbox
     */
    static PostfixAndDovecot start(Path scripts, int offset, int sinkPort, String format, int rounds) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("sterna-compare-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));     // theirs are other users
        PostfixAndDovecot both = new PostfixAndDovecot(scripts, folder, offset);
        try {
            both.launch(sinkPort, format, rounds);
            return both;
        } catch (IOException | RuntimeException e) {
            both.close();
            throw e;
        }
    }

    private void launch(int sinkPort, String format, int rounds) throws IOException, InterruptedException {
        Path users = Files.write(folder.resolve("users"), ComparedAccounts.lines(rounds));
        long dovecot = pid(run("dovecot", "start", dovecot().toString(), port("imap") + "", port("imaps") + "", port("lmtp") + "", users.toString(), format,
                port("pop3s") + "", port("pop3") + ""));
        long postfix = pid(run("postfix", "start", postfix().toString(), port("smtp") + "", sinkPort + "", dovecot().toString(), port("submissions") + ""));
        processes = new ProcessTree(List.of(dovecot, postfix));
    }

    private Path dovecot() {
        return folder.resolve("dovecot");
    }

    private Path postfix() {
        return folder.resolve("postfix");
    }

    /** What makes a node of Sterna show the certificate that both show. */
    List<String> certificateSettings() {
        return List.of("sterna.tls.certificate=\"" + dovecot().resolve("tls.crt") + '"', "sterna.tls.key=\"" + dovecot().resolve("tls.key") + '"');
    }

    /** The process that a script has told of. */
    static long pid(String printed) throws IOException {
        Matcher pid = PID.matcher(printed);
        if (!pid.find()) {
            throw new IOException("no process was told of by " + printed.strip());
        }
        return Long.parseLong(pid.group(1));
    }

    /** What the script printed; its errors go where ours go. */
    private String run(String script, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(scripts.resolve(script).toString()));
        line.addAll(List.of(arguments));
        Path printed = folder.resolve(script + ".out");          // a file, for a daemon keeps a pipe open
        Process process = new ProcessBuilder(line).redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(printed.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        if (process.waitFor() != 0) {
            throw new IOException(script + " " + arguments[0] + " failed");
        }
        String output = Files.readString(printed, UTF_8);
        Files.delete(printed);
        return output;
    }

    @Override
    public String name() {
        return "Postfix + Dovecot";
    }

    @Override
    public int port(String service) {
        return offset + PORTS.get(service);
    }

    @Override
    public ProcessTree processes() {
        return processes;
    }

    @Override
    public Optional<ScaleNode> node() {
        return Optional.empty();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        Runtime.getRuntime().removeShutdownHook(atExit);
        stop();
    }

    private void stop() throws IOException, InterruptedException {
        if (Files.exists(postfix().resolve("etc"))) {
            run("postfix", "stop", postfix().toString());
        }
        if (Files.exists(dovecot().resolve("dovecot.conf"))) {
            run("dovecot", "wipe", dovecot().toString());
        }
        Files.deleteIfExists(folder.resolve("users"));
        Files.deleteIfExists(folder);
    }

    /** As this JVM is interrupted. */
    private void end() {
        try {
            stop();
        } catch (IOException | InterruptedException e) {
            System.err.println(folder + " is left: " + e);
        }
    }
}
