package org.sterna.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings files that operators begin with are read as a node reads them: a key that is not there, or a value that cannot be, is an error. */
class ProfilesTest {
    private static final Path MAIN = Path.of(System.getProperty("sterna.home", "..")).resolve("cluster-config/src/main");

    @TempDir
    Path folder;

    private static SternaSettings read(Path file) {
        return SternaSettings.load(Optional.of(file), List.of(), Optional.empty(), OptionalInt.empty());
    }

    /** What stands in the ConfigMap, which is a file for the nodes. */
    private Path configMap() throws IOException {
        List<String> lines = Files.readAllLines(MAIN.resolve("kubernetes/configmap.yaml"));
        String text = lines.subList(lines.indexOf("  sterna.conf: |") + 1, lines.size()).stream()
                .map(line -> line.isEmpty() ? line : line.substring("    ".length())).collect(Collectors.joining("\n"));
        return Files.writeString(folder.resolve("sterna.conf"), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"profiles/embedded.conf", "profiles/single.conf", "profiles/cluster.conf", "docker/sterna.conf"})
    void aNodeCanReadIt(String file) throws IOException {
        SternaSettings settings = read(MAIN.resolve(file));
        assertThat(settings.node().hostName()).isEqualTo("mail.example.org");
        assertThat(settings.management().port()).hasValue(8558);
        assertThat(Files.readAllLines(MAIN.resolve(file)).get(0)).startsWith("# ");
    }

    @Test
    void theEmbeddedOneIsAlone() {
        SternaSettings settings = read(MAIN.resolve("profiles/embedded.conf"));
        assertThat(settings.cassandra().contactPoints()).isEmpty();
        assertThat(settings.cluster().seeds()).isEmpty();
        assertThat(settings.management().host()).isEqualTo("127.0.0.1");
    }

    @Test
    void theSingleOneHasACassandraOfThree() {
        SternaSettings settings = read(MAIN.resolve("profiles/single.conf"));
        assertThat(settings.cassandra().contactPoints()).hasSize(3);
        assertThat(settings.cassandra().replicationFactor()).isEqualTo(3);
        assertThat(settings.cluster().seeds()).isEmpty();
    }

    @Test
    void nodesOfAClusterFindEachOtherAndTrustTheirBalancer() {
        for (String file : List.of("profiles/cluster.conf", "docker/sterna.conf")) {
            SternaSettings settings = read(MAIN.resolve(file));
            assertThat(settings.cluster().seeds()).as(file).hasSize(3).extracting(InetSocketAddress::getPort).containsOnly(settings.cluster().port());
            assertThat(settings.cassandra().contactPoints()).as(file).hasSize(3);
            assertThat(settings.cassandra().replicationFactor()).as(file).isEqualTo(3);
            assertThat(settings.listeners()).as(file).allMatch(ListenerSettings::proxyProtocol);
            assertThat(settings.proxy().trustedNetworks()).as(file).isNotEmpty();
            assertThat(settings.management().host()).as(file).isEqualTo("0.0.0.0");
        }
    }

    @Test
    void podsAskTheirOwnApi() throws IOException {
        SternaSettings settings = read(configMap());
        assertThat(settings.cluster().discovery()).isEqualTo(ClusterSettings.Discovery.KUBERNETES);
        assertThat(settings.cluster().lookup()).isEqualTo(new LookupSettings("sterna", "management", 2));
        assertThat(settings.cluster().port()).isEqualTo(25520);
        assertThat(settings.management().port()).hasValue(8558);
        assertThat(settings.listeners()).noneMatch(ListenerSettings::proxyProtocol);
    }
}
