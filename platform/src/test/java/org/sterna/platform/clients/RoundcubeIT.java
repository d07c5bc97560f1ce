package org.sterna.platform.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.platform.node.Await;
import org.sterna.platform.node.NodeProcess;

/** Roundcube of Debian's packages on PHP's own web server, with requests as its pages in a browser make them. */
class RoundcubeIT {
    private static final Path WEB = Path.of("/var/lib/roundcube/public_html");
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final Pattern TOKEN = Pattern.compile("name=\"_token\" value=\"([^\"]+)\"");
    private static final Pattern REQUEST_TOKEN = Pattern.compile("\"request_token\":\"([^\"]+)\"");

    private static NodeProcess node;

    @BeforeAll
    static void start() throws IOException {
        assertThat(Files.isDirectory(WEB) && Program.isInstalled("php")).as("Roundcube is installed (apt-get install roundcube-core roundcube-sqlite3 php-cli "
                + "php-sqlite3)").isTrue();
        node = NodeProcess.start("roundcube", "sterna.limits.enabled=false");
        node.accounts("cube");
    }

    @AfterAll
    static void end() throws IOException {
        RecordingProxy.end("roundcube");
        if (node != null) {
            node.close();
        }
    }

    /** A browser with one session. */
    private static final class Browser {
        private final HttpClient http = HttpClient.newBuilder().cookieHandler(new CookieManager()).followRedirects(HttpClient.Redirect.NORMAL).build();
        private final String base;
        private String token = "";

        Browser(int port) {
            base = "http://127.0.0.1:" + port + "/index.php";
        }

        private String send(HttpRequest.Builder request) throws IOException {
            try {
                HttpResponse<String> response = http.send(request.timeout(PATIENCE).header("X-Roundcube-Request", token).build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
                assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                return response.body();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        String get(String query) throws IOException {
            return send(HttpRequest.newBuilder(URI.create(base + "?" + query)));
        }

        String post(String query, String form) throws IOException {
            return send(HttpRequest.newBuilder(URI.create(base + "?" + query)).header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form)));
        }

        void login(String user, String password) throws IOException {
            Matcher form = TOKEN.matcher(get("_task=login"));
            assertThat(form.find()).isTrue();
            String page = post("_task=login", "_task=login&_action=login&_timezone=UTC&_url=&_token=" + form.group(1) + "&_user=" + encoded(user) + "&_pass="
                    + encoded(password));
            Matcher inside = REQUEST_TOKEN.matcher(page);
            assertThat(inside.find() && page.contains("\"task\":\"mail\"")).as(page).isTrue();
            token = inside.group(1);
        }

        /** What a page's script would do next, after a request in the background. */
        String ajax(String query) throws IOException {
            return ConfigFactory.parseString(get(query + "&_remote=1&_unlock=0")).getString("exec");
        }

        String ajax(String query, String form) throws IOException {
            return ConfigFactory.parseString(post(query + "&_remote=1&_unlock=0", form)).getString("exec");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Process serve(Program home, int port) throws IOException {
        Path database = home.home().resolve("db.sqlite");
        Files.createDirectories(home.home().resolve("config"));
        for (String name : List.of("defaults.inc.php", "mimetypes.php")) {
            Files.copy(Path.of("/etc/roundcube", name), home.home().resolve("config").resolve(name));
        }
        home.file("config/config.inc.php", """
                <?php
                $config['db_dsnw'] = 'sqlite:///DATABASE?mode=0640';
                $config['imap_host'] = 'ssl://127.0.0.1:IMAPS';
                $config['imap_conn_options'] = ['ssl' => ['verify_peer' => false, 'verify_peer_name' => false]];
                $config['smtp_host'] = 'ssl://127.0.0.1:SUBMISSIONS';
                $config['smtp_conn_options'] = ['ssl' => ['verify_peer' => false, 'verify_peer_name' => false]];
                $config['smtp_user'] = '%u';
                $config['smtp_pass'] = '%p';
                $config['des_key'] = 'rcmail-!24ByteDESkey*Str';
                $config['log_dir'] = 'HOME/';
                $config['temp_dir'] = 'HOME/';
                $config['imap_debug'] = true;
                $config['plugins'] = [];
                $config['skin'] = 'elastic';
                $config['enable_installer'] = false;
                $config['ip_check'] = false;
                """.replace("DATABASE", database.toString()).replace("IMAPS", Integer.toString(RecordingProxy.imaps(node)))
                .replace("SUBMISSIONS", Integer.toString(node.port("submissions"))).replace("HOME", home.home().toString()));
        ProcessBuilder builder = new ProcessBuilder("php", "-S", "127.0.0.1:" + port, "-t", WEB.toString()).redirectErrorStream(true)
                .redirectInput(new File("/dev/null")).redirectOutput(home.home().resolve("php.log").toFile());
        builder.environment().put("ROUNDCUBE_CONFIG_DIR", home.home().resolve("config").toString());
        return builder.start();
    }

    @Test
    @Timeout(900)
    void aUserReadsSearchesFlagsMovesAndDeletes() throws IOException {
        int port = NodeProcess.freePort();
        try (Program home = new Program("roundcube"); MailAccount account = MailAccount.open(node, "cube@example.org")) {
            account.append("INBOX", Corpus.sound(20));
            Process php = serve(home, port);
            try {
                Browser browser = new Browser(port);
                Await.until("PHP serves", PATIENCE, () -> answers(browser));
                browser.login("cube@example.org", NodeProcess.PASSWORD);

                assertThat(browser.ajax("_task=mail&_action=list&_mbox=INBOX&_refresh=1")).contains("number 19", "number 0", "set_rowcount");
                assertThat(browser.get("_task=mail&_action=show&_uid=4&_mbox=INBOX")).contains("Grüße, été, ¡hola!", "number 3", "a.bin");
                assertThat(account.flags("INBOX").get(4L)).containsExactly("\\seen");
                assertThat(browser.ajax("_task=mail&_action=search&_q=" + encoded("number 1") + "&_headers=subject&_mbox=INBOX&_scope=base"))
                        .contains("number 1", "number 10").doesNotContain("number 2\"");
                browser.ajax("_task=mail&_action=mark", "_uid=5,6&_flag=flagged&_mbox=INBOX");
                assertThat(account.flags("INBOX").get(6L)).contains("\\flagged");
                browser.post("_task=settings&_action=save-folder&_framed=1", "_name=Filed&_mbox=&_parent=&_token=" + browser.token);
                assertThat(account.mailboxes()).contains("Filed");
                browser.ajax("_task=mail&_action=move", "_uid=7,8,9&_mbox=INBOX&_target_mbox=Filed");
                assertThat(account.messages("Filed").values().stream().map(Corpus::number)).containsExactly(6, 7, 8);
                browser.ajax("_task=mail&_action=delete", "_uid=10&_mbox=INBOX&_from=list");
                assertThat(account.messages("INBOX").values().stream().map(Corpus::number)).doesNotContain(6, 7, 8, 9).hasSize(16);
                assertThat(browser.ajax("_task=mail&_action=list&_mbox=INBOX&_sort=subject_ASC")).contains("number 0");
                assertThat(browser.ajax("_task=mail&_action=list&_mbox=Filed")).contains("number 7");
                assertThat(browser.ajax("_task=mail&_action=check-recent", "_mbox=INBOX&_list=1")).isNotNull();
                assertThat(Files.readString(home.home().resolve("imap.log"), StandardCharsets.ISO_8859_1)).doesNotContain(" BAD ");
            } finally {
                php.destroy();
                php.onExit().join();
            }
        }
    }

    private static boolean answers(Browser browser) {
        try {
            return browser.get("_task=login").contains("_token");
        } catch (IOException | AssertionError notYet) {
            return false;
        }
    }
}
