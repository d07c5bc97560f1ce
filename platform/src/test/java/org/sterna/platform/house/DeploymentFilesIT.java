package org.sterna.platform.house;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What others read of ours is checked by their own programs, which must be there: a missing one is a failure. */
@Timeout(300)
class DeploymentFilesIT {
    private static final Path MAIN = Checkout.home().resolve("cluster-config/src/main");
    private static final Path RESOURCES = Checkout.home().resolve("platform/src/test/resources");
    /** Debian's own, for which the packages are. */
    private static final String PYTHON = "/usr/bin/python3";

    @TempDir
    Path folder;

    private record Ended(int status, String said) { }

    private static Ended run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Ended(process.waitFor(), said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static List<Path> manifests() throws IOException {
        try (Stream<Path> files = Files.list(MAIN.resolve("kubernetes"))) {
            return files.filter(each -> each.toString().endsWith(".yaml") && !each.endsWith("kustomization.yaml")).sorted().toList();
        }
    }

    private static Ended validate(String kind, String schema, List<Path> files) {
        List<String> command = new ArrayList<>(List.of(PYTHON, RESOURCES.resolve("validate.py").toString(), kind, RESOURCES.resolve("schemas/" + schema).toString()));
        files.forEach(each -> command.add(each.toString()));
        return run(command);
    }

    /** Behind what it complains about comes the text of the ConfigMap. */
    private static String complaints(Ended ended) {
        return ended.said().substring(0, ended.said().contains("--- ") ? ended.said().indexOf("--- ") : ended.said().length());
    }

    @Test
    void manifestsKeepToKubernetesSchemas() throws IOException {
        assertThat(manifests()).hasSize(6);
        Ended ended = validate("kubernetes", "kubernetes-1.22.json", manifests());
        assertThat(complaints(ended)).isEmpty();
        assertThat(ended.status()).isZero();
        assertThat(manifests()).allSatisfy(each ->
                assertThat(Checkout.read(MAIN.resolve("kubernetes/kustomization.yaml"))).contains("  - " + each.getFileName() + "\n"));
    }

    @Test
    void whatIsNoFieldIsFound() throws IOException {
        String set = Checkout.read(MAIN.resolve("kubernetes/statefulset.yaml"));
        assertThat(complaints(validate("kubernetes", "kubernetes-1.22.json", List.of(file("a.yaml", set.replace("minReadySeconds: 10", "minReadySecond: 10"))))))
                .contains("spec: ", "minReadySecond");
        assertThat(complaints(validate("kubernetes", "kubernetes-1.22.json", List.of(file("b.yaml", set.replace("replicas: 3", "replicas: three"))))))
                .contains("spec/replicas: ", "three");
        assertThat(complaints(validate("kubernetes", "kubernetes-1.22.json", List.of(file("c.yaml", set.replace("serviceName: sterna-nodes", "# none"))))))
                .contains("spec: ", "serviceName");
    }

    /** What one manifest calls another, and what the settings say of both, must agree. */
    @Test
    void manifestsAgreeWithEachOther() {
        String set = Checkout.read(MAIN.resolve("kubernetes/statefulset.yaml"));
        String services = Checkout.read(MAIN.resolve("kubernetes/services.yaml"));
        for (String port : List.of("smtp", "submission", "submissions", "submission-alt", "imap", "imaps", "pop3", "pop3s", "cluster", "management")) {
            assertThat(set).contains("- {name: " + port + ", containerPort: ");
            assertThat(services).containsPattern("- \\{name: " + port + ", port: \\d+, targetPort: " + port + "\\}");
        }
        assertThat(set).contains("httpGet: {path: /startup, port: management}", "httpGet: {path: /ready, port: management}", "httpGet: {path: /alive, port: management}");
    }

    @Test
    void theComposeFileKeepsToItsSpecification() throws IOException {
        Path compose = MAIN.resolve("docker/compose.yaml");
        assertThat(validate("compose", "compose-spec.json", List.of(compose))).isEqualTo(new Ended(0, ""));
        assertThat(validate("compose", "compose-spec.json", List.of(file("bad.yaml", Checkout.read(compose).replace("    restart:", "    restarts:")))).said())
                .contains("restarts");
    }

    @Test
    void systemdUnderstandsTheUnit() throws IOException {
        String unit = Checkout.read(MAIN.resolve("systemd/sterna.service")).replace("/opt/sterna/sterna", "/bin/true");
        assertThat(run(List.of("systemd-analyze", "verify", "--man=no", file("sterna.service", unit).toString()))).isEqualTo(new Ended(0, ""));
        assertThat(run(List.of("systemd-analyze", "verify", "--man=no", file("wrong.service", unit.replace("KillMode=", "KillMod=")).toString())).said())
                .contains("KillMod");
    }

    @Test
    void haproxyUnderstandsItsConfiguration() throws IOException {
        String known = Pattern.compile(" sterna([123]):").matcher(Checkout.read(MAIN.resolve("haproxy/haproxy.cfg"))).replaceAll(" 192.0.2.$1:");
        Ended ended = run(List.of("haproxy", "-c", "-f", file("haproxy.cfg", known).toString()));
        assertThat(ended.said()).doesNotContain("WARNING", "ALERT");
        assertThat(ended.status()).isZero();
        assertThat(run(List.of("haproxy", "-c", "-f", file("wrong.cfg", known.replace("send-proxy-v2", "send-proxy-v9")).toString())).status()).isNotZero();
    }

    /** The container's first process: the lease is released behind the node, whether it was told to stop or has died. */
    @Test
    void theEntryPointReleasesTheLease() throws Exception {
        Path log = folder.resolve("log");
        Path stub = file("sterna", """
                #!/bin/sh
                echo "$@" >>%s
                if [ "$1" = start ]; then
                    [ "${DIES-}" != yes ] || exit 3
                    trap 'echo stopped >>%s; exit 143' TERM
                    echo running >>%s
                    while :; do read -r word <"$0.pipe"; done
                fi
                """.formatted(log, log, log));
        assertThat(stub.toFile().setExecutable(true)).isTrue();
        assertThat(run(List.of("mkfifo", stub + ".pipe")).status()).isZero();
        ProcessBuilder entry = new ProcessBuilder("sh", MAIN.resolve("docker/entrypoint").toString(), "--data", "/d").redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile());
        entry.environment().put("STERNA_HOME", folder.toString());
        entry.environment().put("DIES", "yes");
        Process died = entry.start();
        assertThat(died.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(died.exitValue()).isEqualTo(3);
        String start = "start --config /etc/sterna/sterna.conf --port-offset 10000 --data /d\n";
        String release = "release --config /etc/sterna/sterna.conf --data /d\n";
        assertThat(log).hasContent(start + release);
        Files.delete(log);
        entry.environment().remove("DIES");
        Process stopped = entry.start();
        try {
            while (!Files.exists(log) || !Files.readString(log).contains("running")) {
                Thread.onSpinWait();
            }
            stopped.destroy();
            assertThat(stopped.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            stopped.descendants().forEach(ProcessHandle::destroyForcibly);
            stopped.destroyForcibly();
        }
        assertThat(stopped.exitValue()).isZero();
        assertThat(log).hasContent(start + "running\nstopped\n" + release);
    }
}
