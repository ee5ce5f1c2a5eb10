package io.keelstream.cli.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.cli.KeelstreamCommand;
import io.keelstream.contracts.access.Account;
import io.keelstream.contracts.topic.Topic;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrimziResourcesTests {

    /** What its first lines say that it is printed by. */
    private static final String COMMAND = "./keelstream provision --print=strimzi --installation acme";

    @Test
    void storedResourcesMatchTheContracts() throws Exception {
        Path kept = Path.of("..", "deploy", "strimzi", "keelstream.yaml");
        assertThat(Files.readString(kept))
                .as("not current; run: (echo '# Printed by: %1$s'; %1$s) > deploy/strimzi/keelstream.yaml", COMMAND)
                .isEqualTo("# Printed by: " + COMMAND + "\n" + printed("--installation=acme"));
    }

    @Test
    void everyTopicAndEveryServiceIsThere() {
        String printed = printed("--installation=acme");
        for (Topic topic : Topic.values()) {
            assertThat(printed).contains("kind: KafkaTopic\nmetadata:\n  name: " + topic.topicName() + "\n");
        }
        for (Account account : Account.values()) {
            assertThat(printed).contains("kind: KafkaUser\nmetadata:\n  name: " + account.service() + "\n");
            assertThat(printed.contains("name: " + Account.transactionalIds("acme", account.service())))
                    .isEqualTo(account.owns());
        }
    }

    @Test
    void optionsOfTheInstallationAreUsed() {
        assertThat(printed(
                        "--installation=other",
                        "--partitions=6",
                        "--replication=2",
                        "--strimzi-cluster=events",
                        "--strimzi-authentication=tls"))
                .contains(
                        "partitions: 6", "replicas: 2", "strimzi.io/cluster: events", "type: tls", "keelstream-other-")
                .doesNotContain("acme");
    }

    @Test
    void anotherAuthenticationIsNamedWithWhatIsAllowed() {
        assertThat(printed("--installation=acme", "--strimzi-authentication=password"))
                .contains("--strimzi-authentication is 'password'; allowed: scram-sha-512, tls");
    }

    @Test
    void whatWouldBeIgnoredIsWrongUse() {
        assertThat(printed("--installation=acme", "--decider=User:ada"))
                .contains("leave out --principal and --decider")
                .doesNotContain("KafkaTopic");
        assertThat(printed("--principal=planner=User:p")).contains("--principal needs --installation");
    }

    private static String printed(String... options) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        KeelstreamCommand.commandLine().setOut(out).setErr(out).execute(arguments(options));
        out.flush();
        return text.toString();
    }

    private static String[] arguments(String... options) {
        List<String> all = new ArrayList<>(List.of("provision", "--print=strimzi"));
        all.addAll(List.of(options));
        return all.toArray(String[]::new);
    }
}
