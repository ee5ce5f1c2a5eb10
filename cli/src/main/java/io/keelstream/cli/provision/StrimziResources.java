package io.keelstream.cli.provision;

import io.keelstream.contracts.access.Account;
import io.keelstream.contracts.access.Right;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.messaging.topic.Provisioning;
import io.keelstream.messaging.topic.Topics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The topics and the ACLs of each service as resources of the Strimzi operator ({@code kafka.strimzi.io/v1}), for a Kafka
 * that it runs. A user has the name of its service. Pure.
 *
 * @param cluster the name of Strimzi's {@code Kafka}
 * @param authentication how the services authenticate: {@code scram-sha-512} or {@code tls}
 */
record StrimziResources(String cluster, String authentication) {

    /**
     * Every topic, dead letters included.
     *
     * @param partitions partitions of each
     * @param replication replicas of each partition
     */
    List<Manifest> topics(int partitions, int replication) {
        List<Manifest> topics = new ArrayList<>();
        Provisioning.wantedSettings().forEach((name, settings) -> {
            Map<String, Object> spec = new LinkedHashMap<>();
            spec.put("partitions", partitions);
            spec.put("replicas", replication);
            Map<String, String> config = new TreeMap<>(settings);
            config.putAll(Topics.durability(replication));
            spec.put("config", config);
            topics.add(resource("KafkaTopic", name, spec));
        });
        return topics;
    }

    /** One user per service with exactly its ACLs in the installation. */
    List<Manifest> users(String installation) {
        List<Manifest> users = new ArrayList<>();
        for (Account account : Account.values()) {
            List<Map<String, Object>> acls = account.rights(installation).stream()
                    .map(StrimziResources::acl)
                    .toList();
            Map<String, Object> spec = new LinkedHashMap<>();
            spec.put("authentication", Map.of("type", authentication));
            spec.put("authorization", ordered("type", "simple", "acls", acls));
            users.add(resource("KafkaUser", account.service(), spec));
        }
        return users;
    }

    private Manifest resource(String kind, String name, Map<String, Object> spec) {
        Map<String, @Nullable Object> resource = new LinkedHashMap<>();
        resource.put("apiVersion", "kafka.strimzi.io/v1");
        resource.put("kind", kind);
        resource.put("metadata", ordered("name", name, "labels", Map.of("strimzi.io/cluster", cluster)));
        resource.put("spec", spec);
        return new Manifest(resource);
    }

    private static Map<String, Object> acl(Right right) {
        String type = switch (right.kind()) {
            case TOPIC -> "topic";
            case GROUP -> "group";
            case TRANSACTIONAL_ID -> "transactionalId";
        };
        Map<String, Object> resource = ordered("type", type, "name", right.name());
        resource.put("patternType", right.prefix() ? "prefix" : "literal");
        List<String> operations = right.operations().stream()
                .sorted()
                .map(StrimziResources::operation)
                .toList();
        return ordered("resource", resource, "operations", operations);
    }

    private static String operation(Right.Operation operation) {
        return switch (operation) {
            case READ -> "Read";
            case WRITE -> "Write";
            case DESCRIBE -> "Describe";
            case DESCRIBE_CONFIGS -> "DescribeConfigs";
        };
    }

    private static Map<String, Object> ordered(String name, Object value, String nextName, Object nextValue) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(name, value);
        map.put(nextName, nextValue);
        return map;
    }
}
