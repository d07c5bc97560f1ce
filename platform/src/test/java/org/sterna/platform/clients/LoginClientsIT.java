package org.sterna.platform.clients;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.platform.node.NodeProcess;

/** Programs of others log in by IMAP, POP3 and SMTP, each with every mechanism it knows. */
class LoginClientsIT {
    private static final String JONES = "jones@example.org";
    private static final String PASSWORD = "tanstaaf l";
    private static NodeProcess node;
    private static String token;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException {
        for (String program : List.of("curl", "python3", "swaks", "gsasl", "msmtp", "mutt", "script")) {
            assertThat(Program.isInstalled(program)).as("%s is installed (apt-get install curl python3 swaks gsasl msmtp mutt bsdutils)", program).isTrue();
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        Path key = Files.createTempFile("sterna-token", ".pem");
        Files.writeString(key, "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded()) + "\n-----END PUBLIC KEY-----\n");
        node = NodeProcess.start("logins", "sterna.auth.oauth.keys=[\"" + key + "\"]", "sterna.auth.oauth.issuer=\"https://id.example.org\"",
                "sterna.auth.oauth.audience=mail");
        Files.delete(key);
        node.admin("domain", "add", "example.org");
        node.adminWithInput(PASSWORD, "account", "add", JONES);        // with keys for SCRAM, which an import does not make
        token = token(pair);
        try (Program curl = new Program("curl")) {
            Path message = curl.file("message", "From: " + JONES + "\r\nSubject: for mutt\r\n\r\nHello.\r\n");
            assertThat(curl.run(List.of("curl", "-sS", "--insecure", "--user", JONES + ":" + PASSWORD, "imaps://127.0.0.1:" + node.port("imaps") + "/INBOX",
                    "-T", message.toString())).status()).isZero();
        }
    }

    private static String token(KeyPair pair) throws GeneralSecurityException {
        long expires = Clock.systemUTC().instant().plusSeconds(3600).getEpochSecond();
        String text = base64("{\"alg\":\"ES256\"}") + "." + base64("{\"iss\":\"https://id.example.org\",\"aud\":\"mail\",\"email\":\"" + JONES + "\",\"exp\":" + expires + "}");
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(pair.getPrivate());
        signature.update(text.getBytes(US_ASCII));
        return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(US_ASCII));
    }

    @AfterAll
    static void end() {
        if (node != null) {
            node.close();
        }
    }

    @ParameterizedTest
    @Timeout(300)
    @ValueSource(strings = {"imaps AUTH=PLAIN", "imaps AUTH=LOGIN", "imaps AUTH=OAUTHBEARER", "imaps AUTH=XOAUTH2", "pop3s AUTH=PLAIN",
        "pop3s AUTH=LOGIN", "pop3s AUTH=OAUTHBEARER", "pop3s AUTH=XOAUTH2", "smtps AUTH=PLAIN", "smtps AUTH=LOGIN", "smtps AUTH=OAUTHBEARER", "smtps AUTH=XOAUTH2"})
    void curl(String how) throws IOException {
        String scheme = how.substring(0, how.indexOf(' '));
        boolean byToken = how.contains("OAUTH");
        List<String> command = new ArrayList<>(List.of("curl", "-sSv", "--insecure", "--user", JONES + ":" + (byToken ? "" : PASSWORD), "--login-options",
                how.substring(how.indexOf(' ') + 1), scheme + "://127.0.0.1:" + node.port(scheme.equals("smtps") ? "submissions" : scheme) + "/"));
        if (byToken) {
            command.addAll(List.of("--oauth2-bearer", token));
        }
        if (scheme.equals("smtps")) {
            command.addAll(List.of("--request", "NOOP"));
        }
        works("curl", command);
        List<String> wrong = new ArrayList<>(command);
        wrong.replaceAll(word -> word.equals(token) ? token.substring(0, token.length() - 4) + "AAAA" : word.replace(PASSWORD, "wrong"));
        try (Program curl = new Program("curl")) {
            assertThat(curl.run(wrong).status()).as("%s", wrong).isEqualTo(67);      // CURLE_LOGIN_DENIED
        }
    }

    @ParameterizedTest
    @Timeout(300)
    @ValueSource(strings = {"PLAIN", "LOGIN"})
    void swaks(String mechanism) throws IOException {
        works("swaks", List.of("swaks", "--server", "127.0.0.1:" + node.port("submission"), "--tls", "--auth", mechanism, "--auth-user", JONES, "--auth-password",
                PASSWORD, "--from", JONES, "--to", JONES, "--quit-after", "AUTH"));
    }

    /** By IMAP alone: to an SMTP server it says STARTTLS before EHLO, which none need take (RFC 3207 section 4). */
    @ParameterizedTest
    @Timeout(300)
    @ValueSource(strings = {"PLAIN", "LOGIN", "SCRAM-SHA-1", "SCRAM-SHA-256"})
    void gsasl(String mechanism) throws IOException {
        works("gsasl", List.of("gsasl", "--imap", "--connect", "127.0.0.1:" + node.port("imap"), "--starttls", "--no-cb", "--x509-ca-file=",
                "--authentication-id", JONES, "--password", PASSWORD, "--mechanism", mechanism, "--no-client-first", "--hostname", "localhost"));
    }

    @ParameterizedTest
    @Timeout(300)
    @ValueSource(strings = {"plain", "login", "scram-sha-1", "scram-sha-256", "oauthbearer", "xoauth2"})
    void msmtp(String mechanism) throws IOException {
        String secret = mechanism.contains("oauth") ? token : PASSWORD;
        try (Program msmtp = new Program("msmtp")) {
            Path rules = msmtp.file("rc", "account default\nhost 127.0.0.1\nport " + node.port("submissions") + "\ntls on\ntls_starttls off\ntls_certcheck off\nauth "
                    + mechanism + "\nuser " + JONES + "\npasswordeval \"echo '" + secret + "'\"\nfrom " + JONES + "\n");
            Files.setPosixFilePermissions(rules, PosixFilePermissions.fromString("rw-------"));
            Program.Said said = msmtp.run(msmtp.file("mail", "From: " + JONES + "\nSubject: " + mechanism + "\n\nHello.\n"),
                    List.of("msmtp", "-C", rules.toString(), JONES));
            assertThat(said.status()).as(said.output()).isZero();
        }
    }

    /** It takes what it is told to and nothing else; a message that it has copied shows that it was let in. */
    @ParameterizedTest
    @Timeout(300)
    @CsvSource({"imap, plain", "imap, login", "imap, scram-sha-1", "imap, scram-sha-256", "imap, oauthbearer", "imap, xoauth2",
        "pop, plain", "pop, login", "pop, scram-sha-1", "pop, scram-sha-256", "pop, oauthbearer", "pop, xoauth2"})
    void muttReads(String protocol, String mechanism) throws IOException {
        try (Program mutt = new Program("mutt")) {
            Path copy = mutt.home().resolve("copy");
            keys(mutt, muttrc(mutt, protocol, mechanism, PASSWORD, token), "<copy-message><kill-line>" + copy + "<enter><quit>");
            assertThat(Files.readString(copy)).contains("From: " + JONES, "Hello.");
            // Whom it could not log in it leaves without a mailbox, and any key but this one would be an error.
            assertThat(keys(mutt, muttrc(mutt, protocol, mechanism, "wrong", token.substring(0, token.length() - 4) + "AAAA"), "<quit>")).contains("(no mailbox)");
        }
    }

    private static String keys(Program mutt, Path muttrc, String keys) throws IOException {
        return mutt.run(List.of("script", "-qec", "mutt -F " + muttrc + " -e 'push \"" + keys + "\"'", "/dev/null")).output();
    }

    @ParameterizedTest
    @Timeout(300)
    @ValueSource(strings = {"plain", "login", "scram-sha-1", "scram-sha-256", "oauthbearer", "xoauth2"})
    void muttSends(String mechanism) throws IOException {
        try (Program mutt = new Program("mutt")) {
            Path text = mutt.file("text", "Hello.\n");
            Program.Said said = mutt.run(text, List.of("mutt", "-F", muttrc(mutt, "smtp", mechanism, PASSWORD, token).toString(), "-s", mechanism, "--", JONES));
            assertThat(said.status()).as(said.output()).isZero();
            Program.Said wrong = mutt.run(text, List.of("mutt", "-F", muttrc(mutt, "smtp", mechanism, "wrong", "wrong").toString(), "-s", mechanism, "--", JONES));
            assertThat(wrong.status()).as(wrong.output()).isNotZero();
        }
    }

    private static Path muttrc(Program mutt, String protocol, String mechanism, String password, String bearer) throws IOException {
        Path certificates = mutt.home().resolve("certificates");
        if (Files.notExists(certificates)) {
            Files.copy(node.data().resolve("tls/certificate.pem"), certificates);
        }
        String server = JONES + "@127.0.0.1:" + node.port(protocol.equals("smtp") ? "submissions" : protocol + (protocol.equals("pop") ? "3s" : "s")) + "/";
        return mutt.file("muttrc", """
                set certificate_file = "CERTIFICATES"
                set ssl_verify_host = no
                set PROTOCOL_authenticators = "MECHANISM"
                set PROTOCOL_pass = "PASSWORD"
                set PROTOCOL_oauth_refresh_command = "echo BEARER"
                set spoolfile = "SPOOL"
                set folder = "HOME"
                set record = ""
                set copy = no
                set from = "JONES"
                set smtp_url = "smtps://SERVER"
                set confirmappend = no
                set confirmcreate = no
                set pop_delete = no
                set pop_last = no
                set delete = no
                set quit = yes
                set wait_key = no
                set sleep_time = 0
                set connect_timeout = 60
                """.replace("CERTIFICATES", certificates.toString()).replace("SPOOL", protocol.equals("smtp") ? "/dev/null" : protocol + "s://" + server)
                .replace("PROTOCOL", protocol).replace("MECHANISM", mechanism).replace("PASSWORD", password).replace("BEARER", bearer)
                .replace("HOME", mutt.home().toString()).replace("SERVER", server).replace("JONES", JONES));
    }

    @Test
    @Timeout(300)
    void python() throws IOException {
        try (Program python = new Program("python")) {
            Path script = python.file("login.py", """
                    import imaplib, poplib, smtplib, ssl, sys
                    user, password, imaps, pop3s, submissions = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])
                    tls = ssl._create_unverified_context()
                    imap = imaplib.IMAP4_SSL('127.0.0.1', imaps, ssl_context=tls)
                    imap.authenticate('PLAIN', lambda challenge: ('\\0%s\\0%s' % (user, password)).encode())
                    imap.logout()
                    imap = imaplib.IMAP4_SSL('127.0.0.1', imaps, ssl_context=tls)
                    imap.login(user, password)
                    imap.logout()
                    pop = poplib.POP3_SSL('127.0.0.1', pop3s, context=tls)
                    pop.user(user)
                    pop.pass_(password)
                    pop.quit()
                    for mechanism in ('auth_plain', 'auth_login'):
                        smtp = smtplib.SMTP_SSL('127.0.0.1', submissions, context=tls)
                        smtp.ehlo()
                        smtp.user, smtp.password = user, password
                        name = mechanism[5:].upper()
                        code, text = smtp.auth(name, getattr(smtp, mechanism))
                        assert code == 235, text
                        smtp.quit()
                    smtp = smtplib.SMTP_SSL('127.0.0.1', submissions, context=tls)
                    try:
                        smtp.login(user, 'wrong')
                        sys.exit('a wrong password is good')
                    except smtplib.SMTPAuthenticationError as refused:
                        assert refused.smtp_code == 535, refused
                    """);
            Program.Said said = python.run(List.of("python3", script.toString(), JONES, PASSWORD, Integer.toString(node.port("imaps")),
                    Integer.toString(node.port("pop3s")), Integer.toString(node.port("submissions"))));
            assertThat(said.status()).as(said.output()).isZero();
        }
    }

    private static void works(String name, List<String> command) throws IOException {
        try (Program program = new Program(name)) {
            Program.Said said = program.run(command);
            assertThat(said.status()).as("%s\n%s", command, said.output()).isZero();
        }
    }
}
