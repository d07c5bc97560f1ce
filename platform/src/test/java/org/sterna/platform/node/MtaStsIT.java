package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sterna.platform.dns.TestDnsServer;
import org.sterna.platform.mtasts.PolicyHost;

/**
 * MTA-STS with a real web server and a Postfix whose certificate is good for {@code mx.good.test} and wrong for {@code mx.wrong.test}: each domain
 * {@code PEER.test} has a policy.
 */
class MtaStsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    private Path folder;
    private final TestDnsServer dns = TestDnsServer.start();
    private TestAuthority authority;
    private PostfixInstance postfix;
    private PolicyHost web;
    private NodeProcess node;
    private Dispatch dispatch;

    @BeforeEach
    void start() throws IOException {
        assertThat(PostfixInstance.isUsable()).as("Postfix is installed (apt-get install postfix) and this runs as root").isTrue();
        authority = new TestAuthority(folder);
        postfix = new PostfixInstance("out.test", "jones", "example.org", 1);
        postfix.alsoTakes("jones", "wrong.test");
        postfix.alsoTakes("jones", "good.test");
        for (String name : List.of("wrong", "good")) {
            String address = name.equals("good") ? "127.0.0.11" : "127.0.0.12";
            Path certificate = authority.issue(name.equals("good") ? "mx.good.test" : "elsewhere.test");
            postfix.listen(address, "smtpd_tls_cert_file=" + certificate, "smtpd_tls_key_file=" + certificate);
            dns.add(name + ".test. 60 IN MX 10 mx." + name + ".test.", "mx." + name + ".test. 60 IN A " + address, "mta-sts." + name + ".test. 60 IN A 127.0.0.1");
        }
        web = new PolicyHost(0, authority.issue("policies", List.of("mta-sts.good.test", "mta-sts.wrong.test")));
        node = NodeProcess.start("mta-sts", "sterna.dns.servers=[\"" + dns.address() + "\"]", "sterna.relay.smtp-port=" + postfix.port(),
                "sterna.relay.trusted-networks=[\"127.0.0.0/8\"]", "sterna.relay.ca-file=" + authority.file(), "sterna.mta-sts.ca-file=" + authority.file(),
                "sterna.mta-sts.fetch-port=" + web.port());
        postfix.start();
        dispatch = new Dispatch(node);
    }

    @AfterEach
    void end() throws IOException {
        if (node != null) {
            node.close();
        }
        if (postfix != null) {
            postfix.close();
        }
        if (web != null) {
            web.close();
        }
        dns.close();
    }

    /** Both domains announce and have it. */
    private void publish(String id, String mode) {
        for (String name : List.of("wrong", "good")) {
            dns.remove("_mta-sts." + name + ".test").add("_mta-sts." + name + ".test. 0 IN TXT \"v=STSv1; id=" + id + "\"");
        }
        web.answers(PolicyHost.text("version: STSv1\r\nmode: " + mode + "\r\nmx: *.good.test\r\nmx: *.wrong.test\r\nmax_age: 86400\r\n"));
    }

    private String send(String peer, String subject) throws IOException {
        return dispatch.send("smith@example.org", subject, "jones@" + peer + ".test");
    }

    private void isRelayed(String id, String subject, boolean verified) {
        String relayed = dispatch.await(id, "relayed");
        assertThat(relayed.contains("verified")).as(relayed).isEqualTo(verified);
        Await.until("Postfix has " + subject, PATIENCE, () -> postfix.mailbox().stream().anyMatch(message -> message.contains("Subject: " + subject + "\r\n")));
    }

    @Test
    @Timeout(900)
    void aPolicyIsObeyedUntilItIsWithdrawn() throws IOException {
        publish("1", "testing");
        isRelayed(send("wrong", "tested"), "tested", false);

        publish("2", "enforce");
        isRelayed(send("good", "enforced"), "enforced", true);
        assertThat(dispatch.await(send("wrong", "refused"), "deferred")).contains("the certificate is for elsewhere.test, not for mx.wrong.test");

        web.close();
        node.stop();
        node.start();
        publish("3", "enforce");
        isRelayed(send("good", "cached"), "cached", true);
        assertThat(dispatch.await(send("wrong", "stillrefused"), "deferred")).as("the policy of before, kept in Cassandra").contains("elsewhere.test");

        web = new PolicyHost(web.port(), authority.issue("policies", List.of("mta-sts.good.test", "mta-sts.wrong.test")));
        publish("4", "none");
        isRelayed(send("wrong", "withdrawn"), "withdrawn", false);
        assertThat(postfix.mailbox()).noneMatch(message -> message.contains("refused"));
    }
}
