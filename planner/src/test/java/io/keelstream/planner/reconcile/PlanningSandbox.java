package io.keelstream.planner.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.inventory.InventoryObject.ApplyState;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ApplyOptions;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ClusterSettings;
import io.keelstream.kubernetes.client.Clusters;
import io.keelstream.kubernetes.client.Impersonation;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.AdoptionFold;
import io.keelstream.kubernetes.policy.installation.InstallationRules;
import io.keelstream.messaging.decision.Actors;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.planner.dependency.Dependencies;
import io.keelstream.planner.dependency.OtherTargets;
import io.keelstream.planner.dryrun.DryRunSettings;
import io.keelstream.planner.sample.Samples;
import io.keelstream.sandbox.Sandbox;
import io.keelstream.sandbox.SandboxOptions;
import io.keelstream.testing.partition.MemoryPartition;
import io.keelstream.tracing.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A planner of one partition over a sandbox, with the smallest possible applier. */
final class PlanningSandbox implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    final MemoryPartition partition = new MemoryPartition(3, 12);
    final Sandbox sandbox;
    final ClusterClient client;
    final TargetPlanner planner;
    final ClusterViews views;
    final TargetPlannerSettings settings;
    final OtherTargets others;

    /** The targets that were woken by what others publish, in order. */
    final List<String> woken = new CopyOnWriteArrayList<>();

    PlanningSandbox(Path folder) {
        this(folder, null);
    }

    /** @param impersonation as whom targets are planned; null for the planner itself */
    PlanningSandbox(Path folder, @Nullable Impersonation impersonation) {
        sandbox = Sandbox.start(SandboxOptions.defaults());
        ClusterSettings.Limits limits = new ClusterSettings.Limits(
                Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofSeconds(90), 32, 0);
        client = Clusters.open(
                ClusterSettings.of("default", sandbox.writeKubeconfig(folder.resolve("kubeconfig")))
                        .withLimits(limits)
                        .impersonating(impersonation),
                new SimpleMeterRegistry());
        DryRunSettings dryRun = DryRunSettings.withKey("key".getBytes(StandardCharsets.UTF_8));
        settings = new TargetPlannerSettings(
                dryRun, 8, Duration.ofMillis(300), Duration.ofMinutes(1), Actors.NONE, InstallationRules.DEFAULT);
        views = new ClusterViews(Map.of("default", client));
        await().atMost(LIMIT)
                .until(() -> Objects.requireNonNull(views.get("default")).known());
        others = new OtherTargets(
                new PublishedTargets(() -> partition.table(Topic.TARGET, TargetState.class), () -> true));
        planner = planner(partition, settings, Clock.systemUTC());
    }

    /** Another planner of the same world. */
    TargetPlanner planner(OwnedPartition on, TargetPlannerSettings with, Clock clock) {
        return new TargetPlanner(
                on,
                views,
                with,
                new Dependencies(others, woken::add, with.lookAgain()),
                Traces.off(on.installation(), "planner"),
                clock);
    }

    void desire(String target, Desired desired) {
        partition.put(Topic.DESIRED, target, desired);
    }

    /** The plan of what is desired now; asks again where a busy machine let a call run out of time. */
    Plan plan(String target) throws InterruptedException {
        planner.evaluate(target);
        await().atMost(LIMIT).until(() -> {
            boolean current = isCurrent(target);
            if (!current) {
                planner.evaluate(target);
            }
            return current;
        });
        return current(target);
    }

    /** The plan that is published now. */
    Plan current(String target) {
        return Objects.requireNonNull(partition.read(Topic.PLAN, Plan.class, target));
    }

    /** Whether there is a plan, and it is one of the newest readable bundle. */
    private boolean isCurrent(String target) {
        Plan plan = partition.read(Topic.PLAN, Plan.class, target);
        Desired desired = desired(target);
        return plan != null && (desired == null || desired.bundleDigest().equals(plan.bundleDigest()));
    }

    private @Nullable Desired desired(String target) {
        return partition.read(Topic.DESIRED, Desired.class, target);
    }

    Optional<Instant> evaluate(String target) throws InterruptedException {
        return planner.evaluate(target);
    }

    Plan ready(String target) throws InterruptedException {
        Plan plan = plan(target);
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        return plan;
    }

    /** Does what the plan says, and writes the inventory of a healthy release. */
    void apply(String target, Plan plan) {
        List<InventoryObject> objects = new ArrayList<>();
        for (PlannedAction action : plan.actions()) {
            switch (action) {
                case PlannedAction.Ensure ensure ->
                    client.create(new Manifest(ensure.body()), "keelstream", false)
                            .orThrow();
                case PlannedAction.Write write -> {
                    String uid = write(write).uid();
                    objects.add(new InventoryObject(
                            write.reference(),
                            write.apiVersion(),
                            write.turn().wave(),
                            null,
                            new ApplyState(uid, write.content().digest(), false, false, null),
                            null));
                }
                case PlannedAction.Prune prune -> {}
                case PlannedAction.Release release -> {}
                case PlannedAction.RunHook hook -> {}
                case PlannedAction.Unknown unknown -> throw new AssertionError(unknown);
            }
        }
        partition.put(
                Topic.INVENTORY,
                target,
                Samples.inventory(
                        plan.inventorySequence() + 1,
                        client.uid().orThrow(),
                        Objects.requireNonNull(desired(target)),
                        objects));
    }

    /** What the applier does: folds adopted managers, then applies. */
    Manifest write(PlannedAction.Write action) {
        if (action instanceof PlannedAction.Adopt adopt) {
            ObjectReference reference = ObjectReference.parse(action.reference());
            Manifest metadata = client.getMetadata(reference).orThrow();
            List<Object> folded = new AdoptionFold(adopt.managers()::contains, action.apiVersion()).of(metadata);
            if (folded != null) {
                Map<String, Object> patch = Map.of("managedFields", folded);
                client.patch(reference, "application/merge-patch+json", Map.of("metadata", patch), "keelstream")
                        .orThrow();
            }
        }
        return live(new Manifest(action.content().body()));
    }

    /** Plans and applies. */
    void release(String target, Desired desired) throws InterruptedException {
        desire(target, desired);
        apply(target, ready(target));
    }

    Manifest live(Manifest body) {
        return client.apply(body, new ApplyOptions("keelstream", true, false)).orThrow();
    }

    Manifest read(String reference) {
        return client.get(ObjectReference.parse(reference)).orThrow();
    }

    void create(String yaml, String manager) {
        client.create(Samples.manifest(yaml), manager, false).orThrow();
    }

    void annotate(String reference, Map<String, Object> annotations) {
        client.patch(
                        ObjectReference.parse(reference),
                        "application/merge-patch+json",
                        Map.of("metadata", Map.of("annotations", annotations)),
                        "kubectl-annotate")
                .orThrow();
    }

    void namespace(String name) {
        create("{apiVersion: v1, kind: Namespace, metadata: {name: " + name + "}}", "kubectl-create");
    }

    /** Applies the definitions of a file of the test resources, and waits until they are served. */
    void definitions(String resource) {
        try (InputStream file = Objects.requireNonNull(getClass().getResourceAsStream("/" + resource))) {
            for (Manifest each : Samples.manifests(new String(file.readAllBytes(), StandardCharsets.UTF_8))) {
                client.create(each, "kubectl-create", false).orThrow();
                Object served = Manifest.list(each.at("spec", "versions")).getFirst();
                String version =
                        each.at("spec", "group") + "/" + Manifest.map(served).get("name");
                String kind = String.valueOf(each.at("spec", "names", "kind"));
                await().atMost(LIMIT).until(() -> client.discovery().find(version, kind) instanceof ApiResult.Ok);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server says that it serves the version; asked by somebody else than the planner, who does not learn of it. */
    boolean serves(String group, String version) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(sandbox.url().resolve("/apis/" + group))
                .header("Authorization", "Bearer " + sandbox.token())
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            String answer =
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return answer.contains('"' + version + '"');
        }
    }

    /** Waits until every Deployment of a namespace has rolled out. */
    void awaitAvailable(String namespace) {
        ResourceType deployments =
                client.discovery().find("apps/v1", "Deployment").orThrow();
        await().atMost(LIMIT)
                .until(() -> client.list(deployments, namespace, "").orThrow().stream()
                        .allMatch(PlanningSandbox::rolledOut));
    }

    /** None of the pods of a Deployment starts, and its status says so. */
    void awaitUnavailable(String deployment) {
        await().atMost(LIMIT).until(() -> {
            Manifest live = read(deployment);
            return observed(live)
                    && Objects.equals(live.at("status", "unavailableReplicas"), live.at("spec", "replicas"));
        });
    }

    private static boolean observed(Manifest deployment) {
        return Objects.equals(deployment.at("status", "observedGeneration"), deployment.at("metadata", "generation"));
    }

    private static boolean rolledOut(Manifest deployment) {
        Object wanted = deployment.at("spec", "replicas");
        return observed(deployment)
                && (Objects.equals(wanted, 0L) || Objects.equals(deployment.at("status", "availableReplicas"), wanted));
    }

    static List<String> summary(Plan plan) {
        return plan.actions().stream()
                .map(each -> each.label() + " " + each.reference())
                .toList();
    }

    static List<String> reasons(Plan plan) {
        return plan.problems().stream().map(each -> each.reason()).toList();
    }

    @Override
    public void close() {
        views.close();
        client.close();
        sandbox.close();
    }
}
