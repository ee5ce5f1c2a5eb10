package io.keelstream.messaging.topic;

import io.keelstream.contracts.access.Account;
import io.keelstream.contracts.access.People;
import io.keelstream.contracts.access.Right;
import io.keelstream.contracts.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * Sets a broker up for an installation: topics, their settings, and the rights of each service. May be run again at any
 * time; nothing is ever deleted. Used once.
 */
public final class Provisioning {

    private static final Duration ENFORCED = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Admin admin;
    private final List<String> done = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /**
     * What was done and what could not be.
     *
     * @param done one line per change
     * @param problems one line per thing that a person must decide
     */
    public record Report(List<String> done, List<String> problems) {}

    /** @param admin as an account that may create topics and rights; stays the caller's */
    public Provisioning(Admin admin) {
        this.admin = admin;
    }

    /**
     * Makes the topics of an installation whose broker serves nothing else, e.g. on one machine or in a test. What a
     * person would have to decide is left to the services, which check their topics when they start.
     *
     * @param clientProperties how to reach Kafka
     * @param partitions partitions of every topic; an existing topic keeps its own
     * @param replication copies of each partition
     */
    public static void install(Map<String, Object> clientProperties, int partitions, short replication) {
        try (Admin admin = Admin.create(clientProperties)) {
            new Provisioning(admin).topics(partitions, replication);
        } catch (ExecutionException e) {
            throw new KafkaException("topics cannot be created: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while topics were created", e);
        }
    }

    /**
     * Creates what is missing and corrects settings that differ.
     *
     * @param partitions partitions of every topic
     * @param replication copies of each partition
     */
    public Provisioning topics(int partitions, short replication) throws ExecutionException, InterruptedException {
        Map<String, Map<String, String>> wanted = wantedSettings();
        Set<String> existing = new HashSet<>(admin.listTopics().names().get());
        existing.retainAll(wanted.keySet());
        Map<String, TopicDescription> described =
                admin.describeTopics(existing).allTopicNames().get();
        wanted.forEach(
                (name, settings) -> settings.putAll(Topics.durability(copies(described.get(name), replication))));
        List<NewTopic> missing = wanted.entrySet().stream()
                .filter(topic -> !existing.contains(topic.getKey()))
                .map(topic -> new NewTopic(topic.getKey(), partitions, replication).configs(topic.getValue()))
                .toList();
        new TopicCreation(admin).create(missing).forEach(name -> done.add("topic " + name + ": created"));
        check(described, partitions, replication);
        correctSettings(existing, wanted);
        return this;
    }

    /**
     * Grants what is missing, and returns when the broker enforces it, so that services may start.
     *
     * @param installation the installation's name
     * @param principals the principal of each account, e.g. {@code User:planner}
     */
    public Provisioning rights(String installation, Map<Account, String> principals)
            throws ExecutionException, InterruptedException {
        for (Map.Entry<Account, String> each : principals.entrySet()) {
            Set<AclBinding> wanted = bindings(each.getKey(), installation, each.getValue());
            Collection<AclBinding> granted = grant("account " + each.getKey().service(), each.getValue(), wanted);
            granted.stream()
                    .filter(binding -> !wanted.contains(binding))
                    .forEach(binding -> problems.add(each.getValue() + " has a right that "
                            + each.getKey().service() + " does not need: "
                            + binding.entry().permissionType() + " "
                            + binding.entry().operation() + " on "
                            + binding.pattern().resourceType() + " "
                            + binding.pattern().name() + "; take it away with kafka-acls.sh --remove"));
        }
        return this;
    }

    /**
     * Grants a person who decides what is missing. What else the person may do is left as it is.
     *
     * @param principal of the person on the broker, e.g. {@code User:ada}
     */
    public Provisioning decider(String principal) throws ExecutionException, InterruptedException {
        grant("a person who decides", principal, bindings(People.deciding(), principal));
        return this;
    }

    /** Grants what is missing; what was granted before. */
    private Collection<AclBinding> grant(String whose, String principal, Set<AclBinding> wanted)
            throws ExecutionException, InterruptedException {
        Collection<AclBinding> granted =
                admin.describeAcls(all(principal)).values().get();
        List<AclBinding> missing =
                wanted.stream().filter(binding -> !granted.contains(binding)).toList();
        admin.createAcls(missing).all().get();
        if (!missing.isEmpty()) {
            done.add(whose + ": " + missing.size() + " rights granted to " + principal);
            awaitEnforced(principal, missing);
        }
        return granted;
    }

    /**
     * The controller has the rights when the request returns; the broker follows, and is late while it creates the topics'
     * partitions on a slow disk.
     */
    private void awaitEnforced(String principal, List<AclBinding> granted)
            throws ExecutionException, InterruptedException {
        long end = System.nanoTime() + ENFORCED.toNanos();
        while (!admin.describeAcls(all(principal)).values().get().containsAll(granted)) {
            if (System.nanoTime() > end) {
                problems.add("the rights of " + principal + " are granted, but the broker does not enforce them after "
                        + ENFORCED.toSeconds() + " s; wait until it has caught up, then provision again");
                return;
            }
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        }
    }

    /** What came of it. */
    public Report report() {
        return new Report(List.copyOf(done), List.copyOf(problems));
    }

    /** The rights of an account in Kafka's words. */
    public static Set<AclBinding> bindings(Account account, String installation, String principal) {
        return bindings(account.rights(installation), principal);
    }

    private static Set<AclBinding> bindings(List<Right> rights, String principal) {
        Set<AclBinding> bindings = new HashSet<>();
        for (Right right : rights) {
            ResourcePattern pattern = new ResourcePattern(
                    ResourceType.valueOf(right.kind().name()),
                    right.name(),
                    right.prefix() ? PatternType.PREFIXED : PatternType.LITERAL);
            right.operations()
                    .forEach(operation -> bindings.add(new AclBinding(
                            pattern,
                            new AccessControlEntry(
                                    principal, "*", AclOperation.valueOf(operation.name()), AclPermissionType.ALLOW))));
        }
        return bindings;
    }

    private static AclBindingFilter all(String principal) {
        return new AclBindingFilter(
                ResourcePatternFilter.ANY,
                new AccessControlEntryFilter(principal, null, AclOperation.ANY, AclPermissionType.ANY));
    }

    /** The settings of every topic by its name, dead letters included. */
    public static Map<String, Map<String, String>> wantedSettings() {
        Map<String, Map<String, String>> wanted = new LinkedHashMap<>();
        Arrays.stream(Topic.values())
                .forEach(topic -> wanted.put(topic.topicName(), new LinkedHashMap<>(Topics.settings(topic))));
        Arrays.stream(Account.values())
                .filter(Account::owns)
                .forEach(account -> wanted.put(
                        Topic.deadLetters(account.service()), new LinkedHashMap<>(Topics.deadLetterSettings())));
        return wanted;
    }

    /** An existing topic has what it has: a setting that asks for more copies would stop all writes. */
    private static int copies(@Nullable TopicDescription existing, int wanted) {
        return existing == null
                ? wanted
                : existing.partitions().stream()
                        .mapToInt(part -> part.replicas().size())
                        .min()
                        .orElse(wanted);
    }

    private void check(Map<String, TopicDescription> described, int partitions, int replication) {
        described.forEach((name, topic) -> {
            if (topic.partitions().size() != partitions) {
                problems.add("topic " + name + " has " + topic.partitions().size() + " partitions, asked for are "
                        + partitions + "; the number cannot change in an installation that is in use");
            }
            int copies = copies(topic, replication);
            if (copies < replication) {
                problems.add("topic " + name + " has partitions with " + copies + " copies, asked for are "
                        + replication + "; add some with kafka-reassign-partitions.sh, then provision again");
            }
        });
    }

    private void correctSettings(Set<String> existing, Map<String, Map<String, String>> wanted)
            throws ExecutionException, InterruptedException {
        List<ConfigResource> resources = existing.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        Map<ConfigResource, Config> found =
                admin.describeConfigs(resources).all().get();
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new LinkedHashMap<>();
        found.forEach((topic, config) -> wanted.getOrDefault(topic.name(), Map.of())
                .forEach((name, value) -> {
                    ConfigEntry entry = config.get(name);
                    String now = entry == null ? "nothing" : entry.value();
                    if (!value.equals(now)) {
                        changes.computeIfAbsent(topic, absent -> new ArrayList<>())
                                .add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET));
                        done.add("topic " + topic.name() + ": " + name + " set from " + now + " to " + value);
                    }
                }));
        admin.incrementalAlterConfigs(changes).all().get();
    }
}
