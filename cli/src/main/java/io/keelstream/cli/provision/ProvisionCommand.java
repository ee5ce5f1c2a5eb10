package io.keelstream.cli.provision;

import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.connect.ConnectOptions;
import io.keelstream.contracts.access.Account;
import io.keelstream.contracts.access.People;
import io.keelstream.kubernetes.yaml.YamlWriter;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.topic.Provisioning;
import io.keelstream.messaging.topic.Topics;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Creates topics and ACLs: once for a new installation, and before each upgrade. No service may do so. */
@Command(
        name = "provision",
        description = "Prepares a Kafka for the services: topics, their settings and, with --installation, the ACLs of "
                + "each service. Idempotent; deletes nothing.",
        mixinStandardHelpOptions = true)
public final class ProvisionCommand implements Callable<Integer> {

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Partitions of every topic; cannot be changed later (default: ${DEFAULT-VALUE}).",
            defaultValue = "" + Topics.DEFAULT_PARTITIONS)
    private int partitions = Topics.DEFAULT_PARTITIONS;

    @Option(
            names = "--replication",
            paramLabel = "N",
            description = "Replicas of each partition (default: ${DEFAULT-VALUE}).",
            defaultValue = "3")
    private short replication = 3;

    @Option(
            names = "--installation",
            paramLabel = "NAME",
            description = "Grant each service its ACLs in this installation; without it ACLs are not changed.")
    private @Nullable String installation;

    @Option(
            names = "--principal",
            paramLabel = "SERVICE=PRINCIPAL",
            description = "Principal of a service on the broker (default: User:<service>); may be repeated.")
    private Map<String, String> principals = new LinkedHashMap<>();

    @Option(
            names = "--decider",
            paramLabel = "PRINCIPAL",
            description = "Grant this principal what the verbs that decide need, e.g. User:ada; may be repeated. "
                    + "What else it may do is not changed.")
    private List<String> deciders = new ArrayList<>();

    @Option(
            names = "--print",
            arity = "0..1",
            fallbackValue = "RIGHTS",
            paramLabel = "rights|strimzi",
            description =
                    "Only print: the ACLs of each service (default), or topics and ACLs as KafkaTopic and KafkaUser "
                            + "for the Strimzi operator.")
    private @Nullable Form print;

    @Option(
            names = "--strimzi-cluster",
            paramLabel = "NAME",
            description = "For --print=strimzi: the name of the Kafka (default: ${DEFAULT-VALUE}).",
            defaultValue = "kafka")
    private String strimziCluster = "kafka";

    @Option(
            names = "--strimzi-authentication",
            paramLabel = "TYPE",
            description = "For --print=strimzi: scram-sha-512 or tls (default: ${DEFAULT-VALUE}).",
            defaultValue = "scram-sha-512")
    private String strimziAuthentication = "scram-sha-512";

    /** How long Kafka may take to answer at all. */
    private static final int ANSWER_MILLIS = 5_000;

    /** The output format. */
    enum Form {
        RIGHTS,
        STRIMZI
    }

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Map<Account, String> accounts = accounts();
        PrintWriter out = spec.commandLine().getOut();
        String name = installation;
        if (name == null && !principals.isEmpty()) {
            throw CommandFailure.wrongUse("--principal needs --installation, without which no ACLs are granted");
        }
        if (print == Form.STRIMZI && !(principals.isEmpty() && deciders.isEmpty())) {
            throw CommandFailure.wrongUse(
                    "--print=strimzi prints KafkaUsers of the services alone: leave out --principal"
                            + " and --decider");
        }
        if (print != null) {
            if (name == null) {
                throw CommandFailure.wrongUse("--print needs --installation, which is part of the ACLs");
            }
            print(print, name, accounts, out);
            return 0;
        }
        KafkaSettings kafka = connect.patientKafka();
        try (Admin admin = Admin.create(kafka.clientProperties())) {
            admin.describeCluster(new DescribeClusterOptions().timeoutMs(ANSWER_MILLIS))
                    .clusterId()
                    .get();
            Provisioning provisioning = new Provisioning(admin).topics(partitions, replication);
            if (name != null) {
                provisioning.rights(name, accounts);
            }
            for (String decider : deciders) {
                provisioning.decider(decider);
            }
            Provisioning.Report report = provisioning.report();
            report.done().forEach(out::println);
            report.problems().forEach(problem -> out.println("look at this: " + problem));
            if (report.done().isEmpty()) {
                out.println("nothing was missing");
            }
            return report.problems().isEmpty() ? 0 : 1;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException silence) {
                throw silence;
            }
            throw CommandFailure.no("Kafka at " + kafka.bootstrapServers() + " rejects the request: "
                    + (e.getCause() == null ? e : e.getCause()).getMessage());
        }
    }

    private void print(Form form, String name, Map<Account, String> accounts, PrintWriter out) {
        switch (form) {
            case RIGHTS -> {
                accounts.forEach((account, principal) ->
                        RightsText.lines(account.rights(name), principal).forEach(out::println));
                deciders.forEach(principal ->
                        RightsText.lines(People.deciding(), principal).forEach(out::println));
            }
            case STRIMZI -> {
                if (!List.of("scram-sha-512", "tls").contains(strimziAuthentication)) {
                    throw CommandFailure.wrongUse(
                            "--strimzi-authentication is '" + strimziAuthentication + "'; allowed: scram-sha-512, tls");
                }
                StrimziResources strimzi = new StrimziResources(strimziCluster, strimziAuthentication);
                out.print(YamlWriter.write(strimzi.topics(partitions, replication)));
                out.print(YamlWriter.write(strimzi.users(name)));
                out.flush();
            }
        }
    }

    private Map<Account, String> accounts() {
        Map<Account, String> accounts = new EnumMap<>(Account.class);
        for (Account account : Account.values()) {
            String given = principals.get(account.service());
            accounts.put(account, given == null ? "User:" + account.service() : given);
        }
        for (String service : principals.keySet()) {
            if (accounts.keySet().stream()
                    .noneMatch(account -> account.service().equals(service))) {
                throw CommandFailure.wrongUse("--principal " + service + "=...: there is no such service. Services: "
                        + Arrays.stream(Account.values()).map(Account::service).collect(Collectors.joining(", ")));
            }
        }
        return accounts;
    }
}
