package io.keelstream.messaging.service;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.partition.ServiceInputs;
import io.keelstream.messaging.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Looks before a service joins its group whether broker and topics are set up as the engine needs: a wrong setting would
 * show much later, as a lost event or an unfenced writer.
 */
final class StartCheck {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String SESSION_TIMEOUT = "group.consumer.session.timeout.ms";

    /** Shorter than any broker's default, so a guard that goes by it is only too careful. */
    private static final Duration CAREFUL_SESSION = Duration.ofSeconds(6);

    /**
     * What a check found out.
     *
     * @param partitionCounts partitions of every topic that the service reads or writes
     * @param sessionTimeout the group's session timeout
     */
    record Setup(Map<Topic, Integer> partitionCounts, Duration sessionTimeout) {}

    private final ServiceInputs inputs;
    private final KafkaSettings settings;
    private final List<String> findings = new ArrayList<>();

    /** The topics of the service that exist. */
    private Map<String, TopicDescription> described = Map.of();

    private StartCheck(ServiceInputs inputs, KafkaSettings settings) {
        this.inputs = inputs;
        this.settings = settings;
    }

    /**
     * Checks everything.
     *
     * @throws StartRefusedException when anything is wrong; names every finding
     */
    static Setup run(ServiceInputs inputs, KafkaSettings settings) {
        StartCheck check = new StartCheck(inputs, settings);
        CompressionCheck.finding().ifPresent(check.findings::add);
        try (Admin admin = Admin.create(settings.clientProperties())) {
            Setup setup = check.run(admin);
            if (!check.findings.isEmpty()) {
                throw new StartRefusedException(inputs.service(), check.findings);
            }
            return setup;
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new StartRefusedException(inputs.service(), List.of(Refusals.line(settings, cause)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartRefusedException(inputs.service(), List.of("interrupted"));
        }
    }

    private Setup run(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
        checkFormerGroups(admin);
        checkFeatures(get(admin.describeFeatures().featureMetadata()).finalizedFeatures());
        Map<Topic, Integer> counts = checkPartitions(admin);
        checkSettings(admin, wantedSettings(counts.keySet()));
        if (findings.isEmpty()) {
            LayoutCheck.finding(settings, inputs.topics()).ifPresent(findings::add);
        }
        return new Setup(counts, sessionTimeout(admin));
    }

    /** Two versions with different lists would fence each other's writers for ever. */
    private void checkFormerGroups(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
        for (String former : inputs.formerGroups()) {
            try {
                ConsumerGroupDescription group =
                        get(admin.describeConsumerGroups(List.of(former)).all()).get(former);
                if (group != null && !group.members().isEmpty()) {
                    findings.add(
                            "group " + former + " still has " + group.members().size()
                                    + " members: an older version of " + inputs.service()
                                    + " runs; stop all its instances, wait for the group's session timeout, then start");
                }
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case GroupIdNotFoundException _,
                            GroupAuthorizationException _ -> {} // nobody; or a finding of RightsCheck
                    case null, default -> throw e;
                }
            }
        }
    }

    private void checkFeatures(Map<String, FinalizedVersionRange> features) {
        checkFeature(features, "group.version", (short) 1);
        checkFeature(features, "transaction.version", (short) 2);
    }

    private void checkFeature(Map<String, FinalizedVersionRange> features, String name, short needed) {
        FinalizedVersionRange found = features.get(name);
        if (found == null || found.maxVersionLevel() < needed) {
            findings.add("the broker's feature " + name + " is below " + needed
                    + ": run kafka-features.sh upgrade --feature " + name + "=" + needed);
        }
    }

    private Map<Topic, Integer> checkPartitions(Admin admin)
            throws ExecutionException, InterruptedException, TimeoutException {
        Set<Topic> topics = new HashSet<>(inputs.topics());
        topics.addAll(Topic.writtenBy(inputs.service()));
        topics.addAll(inputs.tails());
        Set<String> wanted = new HashSet<>();
        topics.forEach(topic -> wanted.add(topic.topicName()));
        wanted.add(Topic.deadLetters(inputs.service()));
        described = describe(admin, wanted);
        findings.addAll(new RightsCheck(inputs, settings).findings(admin, described));
        Map<Topic, Integer> counts = new EnumMap<>(Topic.class);
        topics.forEach(topic -> {
            TopicDescription description = described.get(topic.topicName());
            if (description != null) {
                counts.put(topic, description.partitions().size());
            }
        });
        checkEqual(counts);
        return counts;
    }

    /** The topics that exist and may be looked at; the others are findings. */
    private Map<String, TopicDescription> describe(Admin admin, Set<String> names)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, TopicDescription> described = new HashMap<>();
        Map<String, KafkaFuture<TopicDescription>> answers = admin.describeTopics(
                        names, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> each : answers.entrySet()) {
            try {
                described.put(each.getKey(), get(each.getValue()));
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case UnknownTopicOrPartitionException _ ->
                        findings.add("topic " + each.getKey()
                                + " does not exist: create it, as `keelstream provision` does");
                    case TopicAuthorizationException _ ->
                        findings.add(
                                Refusals.missing(settings, AclOperation.DESCRIBE.name(), "topic " + each.getKey()));
                    case null, default -> throw e;
                }
            }
        }
        return described;
    }

    private void checkEqual(Map<Topic, Integer> counts) {
        Integer first = counts.get(inputs.topics().getFirst());
        for (Topic topic : inputs.topics()) {
            Integer count = counts.get(topic);
            if (count != null && first != null && !count.equals(first)) {
                findings.add("topic " + topic.topicName() + " has " + count + " partitions and "
                        + inputs.topics().getFirst().topicName() + " has " + first
                        + ": topics with the same kind of key need equal numbers; create it anew");
            }
        }
    }

    /** Of the topics that exist. */
    private Map<String, Map<String, String>> wantedSettings(Set<Topic> topics) {
        Map<String, Map<String, String>> wanted = new HashMap<>();
        topics.forEach(topic -> wanted.put(topic.topicName(), Topics.settings(topic)));
        if (described.containsKey(Topic.deadLetters(inputs.service()))) {
            wanted.put(Topic.deadLetters(inputs.service()), Topics.deadLetterSettings());
        }
        return wanted;
    }

    private void checkSettings(Admin admin, Map<String, Map<String, String>> wanted)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<ConfigResource> resources = wanted.keySet().stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        Map<ConfigResource, Config> configs =
                get(admin.describeConfigs(resources).all());
        configs.forEach(
                (topic, config) -> checkSettings(topic.name(), config, wanted.getOrDefault(topic.name(), Map.of())));
    }

    private void checkSettings(String topic, Config config, Map<String, String> wanted) {
        String policy = value(config, "cleanup.policy");
        if (policy != null && !policy.equals(wanted.get("cleanup.policy"))) {
            addSetting(topic, "cleanup.policy", policy, String.valueOf(wanted.get("cleanup.policy")));
        }
        String largest = value(config, "max.message.bytes");
        String needed = wanted.get("max.message.bytes");
        if (largest != null && needed != null && Long.parseLong(largest) < Long.parseLong(needed)) {
            addSetting(topic, "max.message.bytes", largest, needed);
        }
        checkDurability(topic, value(config, Topics.MIN_IN_SYNC));
    }

    /** A record that only one of several brokers holds may be lost after it was acted on. */
    private void checkDurability(String topic, @Nullable String found) {
        TopicDescription description = described.get(topic);
        if (found == null || description == null) {
            return;
        }
        int copies = description.partitions().getFirst().replicas().size();
        String needed = Topics.durability(copies).getOrDefault(Topics.MIN_IN_SYNC, found);
        if (Integer.parseInt(found) < Integer.parseInt(needed)) {
            addSetting(topic, Topics.MIN_IN_SYNC, found, needed);
        }
    }

    private void addSetting(String topic, String name, String found, String wanted) {
        findings.add("topic " + topic + " has " + name + "=" + found + ", needed is " + wanted
                + ": run kafka-configs.sh --alter --entity-type topics --entity-name " + topic
                + " --add-config " + name + "=" + wanted);
    }

    private static @Nullable String value(Config config, String name) {
        ConfigEntry entry = config.get(name);
        return entry == null ? null : entry.value();
    }

    /** The group's own setting, else the broker's; careful when this account may read neither. */
    private Duration sessionTimeout(Admin admin) throws InterruptedException {
        try {
            ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, inputs.group());
            String own = value(
                    get(admin.describeConfigs(List.of(group)).all()).getOrDefault(group, new Config(List.of())),
                    "consumer.session.timeout.ms");
            if (own != null) {
                return Duration.ofMillis(Long.parseLong(own));
            }
            String node = get(admin.describeCluster().nodes()).iterator().next().idString();
            ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, node);
            String general = value(
                    get(admin.describeConfigs(List.of(broker)).all()).getOrDefault(broker, new Config(List.of())),
                    SESSION_TIMEOUT);
            return general == null ? CAREFUL_SESSION : Duration.ofMillis(Long.parseLong(general));
        } catch (ExecutionException | TimeoutException e) {
            return CAREFUL_SESSION;
        }
    }

    private static <T> T get(KafkaFuture<T> future) throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
