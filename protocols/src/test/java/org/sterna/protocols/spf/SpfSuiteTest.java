package org.sterna.protocols.spf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;

/** The openspf project's suite for RFC 7208, all of it. */
class SpfSuiteTest {
    private static final String RECEIVER = "mx.example.org";
    private static final int CASES = 203;

    @TestFactory
    List<DynamicTest> cases() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Map<String, Object> scenario : scenarios()) {
            SuiteZone dns = new SuiteZone(map(scenario.get("zonedata")));
            Map<String, Map<String, Object>> cases = map(scenario.get("tests"));
            cases.forEach((name, test) -> tests.add(dynamicTest(scenario.get("description") + ": " + name, () -> check(dns, test))));
        }
        return tests;
    }

    @Test
    void theSuiteIsWhole() throws IOException {
        assertThat(cases()).hasSize(CASES);
    }

    private static void check(SuiteZone dns, Map<String, Object> test) {
        String from = test.get("mailfrom").toString();
        SpfClient client = new SpfClient(SuiteZone.address(test.get("host").toString()), test.get("helo").toString(), RECEIVER, Instant.EPOCH);
        int at = from.lastIndexOf('@');
        SpfQuestion question = from.isEmpty() ? new SpfQuestion(SpfIdentity.MAIL_FROM, client, "", client.helo())
                : new SpfQuestion(SpfIdentity.MAIL_FROM, client, from.substring(0, at), from.substring(at + 1));
        SpfVerdict verdict = new SpfCheck(dns).check(question).toCompletableFuture().join();
        assertThat(test.get("result") instanceof List<?> several ? several.stream().map(Object::toString).toList() : List.of(test.get("result").toString()))
                .as(verdict.toString()).contains(verdict.result().word());
        if (test.containsKey("explanation")) {
            assertThat(verdict.explanation().orElse("DEFAULT")).isEqualTo(test.get("explanation"));
        }
    }

    private static List<Map<String, Object>> scenarios() throws IOException {
        List<Map<String, Object>> scenarios = new ArrayList<>();
        try (InputStream in = SpfSuiteTest.class.getResourceAsStream("/spf/rfc7208-tests.yml")) {
            new Yaml().loadAll(in).forEach(each -> scenarios.add(map(each)));
        }
        return scenarios;
    }

    @SuppressWarnings("unchecked")
    private static <T> Map<String, T> map(Object read) {
        return (Map<String, T>) read;
    }
}
