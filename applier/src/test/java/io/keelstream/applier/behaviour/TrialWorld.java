package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;

import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.IssuedVerdict;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.messaging.decision.Actors;
import io.keelstream.testing.decision.Person;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A target with a workload, its Service and its route, applied and healthy, whose next commit is put on trial. Tests play the
 * canary-analyzer. Used by one thread.
 */
final class TrialWorld implements AutoCloseable {

    static final String STABLE = "Deployment.apps/shop/checkout";
    static final String CANARY = "Deployment.apps/shop/checkout-canary";
    static final String BASELINE = "Deployment.apps/shop/checkout-baseline";
    static final String ROUTE = Gateway.ROUTE;
    static final String FOLLOWER = "Deployment.apps/shop/worker";
    static final String AUTOSCALER = "HorizontalPodAutoscaler.autoscaling/shop/checkout";

    private static final List<String> COPIES =
            List.of(CANARY, BASELINE, "Service/shop/checkout-canary", "Service/shop/checkout-baseline");

    final ApplyingSandbox world;
    final Gateway gateway;

    TrialWorld(Path folder) {
        this(folder, Actors.NONE);
    }

    TrialWorld(Path folder, Actors actors) {
        world = new ApplyingSandbox(folder, actors);
        world.create(Gateway.DEFINITION, "kubectl-create");
        world.create(Mesh.DEFINITION, "kubectl-create");
        world.create(Keda.DEFINITION, "kubectl-create");
        world.await().until(() -> {
            world.client.discovery().refresh();
            return world.client.discovery().find("gateway.networking.k8s.io/v1", "HTTPRoute") instanceof ApiResult.Ok
                    && world.client.discovery().find("networking.istio.io/v1", "VirtualService") instanceof ApiResult.Ok
                    && world.client.discovery().find("keda.sh/v1alpha1", "ScaledObject") instanceof ApiResult.Ok;
        });
        gateway = new Gateway(world);
        world.release(Planned.of(TARGET, "first")
                .create(TrialDraft.deployment("checkout", "shop:1", "run", 2))
                .create(TrialDraft.service("checkout"))
                .create(TrialDraft.ROUTE_YAML));
    }

    /** The next commit: another image, to be put on trial. */
    TrialDraft second() {
        return new TrialDraft(world, "second");
    }

    /** What is applied, to be put on trial against itself. */
    TrialDraft first() {
        return new TrialDraft(world, "first");
    }

    /** Every deployment that ended and was a rehearsal. */
    List<DeploymentFinished> rehearsed() {
        return world.events(DeploymentFinished.class)
                .filter(event -> event.deployment().trigger() == Plan.Trigger.REHEARSAL)
                .toList();
    }

    /** The end of the rehearsal. */
    DeploymentFinished awaitRehearsed() {
        world.await().until(() -> !rehearsed().isEmpty());
        return rehearsed().getLast();
    }

    /** The release is at this kind of step now. */
    <T extends Step> T awaitStep(Class<T> kind) {
        world.await().until(() -> kind.isInstance(step()));
        return kind.cast(step());
    }

    @Nullable
    Step step() {
        Execution execution = world.execution();
        return execution == null ? null : execution.step();
    }

    @Nullable
    AnalysisRequest gate() {
        return world.partition.read(Topic.GATE, AnalysisRequest.class, TARGET);
    }

    /** A gate of the step stands that needs this. */
    AnalysisRequest awaitGate(int step, Need need) {
        world.await().until(() -> {
            AnalysisRequest gate = gate();
            return gate != null
                    && gate.position().step() == step
                    && gate.position().need() == need;
        });
        AnalysisRequest gate = gate();
        if (gate == null) {
            throw new AssertionError("the gate was taken away");
        }
        return gate;
    }

    /** The analyzer's verdict on a gate. */
    void answer(AnalysisRequest gate, Verdict verdict) {
        answer(gate, verdict, verdict == Verdict.FAIL ? null : Instant.now().plusSeconds(60));
    }

    void answer(AnalysisRequest gate, Verdict verdict, @Nullable Instant expires) {
        Instant now = Instant.now();
        IssuedVerdict issued = new IssuedVerdict(verdict, "because the test says so", now, expires);
        world.put(
                Topic.ANALYSIS,
                new Analysis(
                        gate,
                        new Analysis.Times(now, now),
                        null,
                        new Analysis.Look(null, List.of()),
                        issued,
                        null,
                        null));
    }

    /** Every step is passed. */
    void passAll(TrialDraft draft) {
        for (int step = 0; step < draft.steps(); step++) {
            boolean last = step == draft.steps() - 1;
            answer(awaitGate(step, last ? Need.PASS : Need.NO_HARM), last ? Verdict.PASS : Verdict.NO_HARM);
        }
    }

    /** The release has given its thread back. */
    void awaitLongWait() {
        world.await()
                .during(Duration.ofMillis(5_500))
                .atMost(Duration.ofSeconds(20))
                .until(() -> step() instanceof Step.Analysing);
    }

    /** Ada decides something about the target. */
    Decision decide(Kind kind, Named named) {
        return decide(kind, named, null);
    }

    Decision decide(Kind kind, Named named, @Nullable Long validForMillis) {
        Decision decision = decision(kind, named, validForMillis);
        world.put(Topic.DECISION, kind.key(TARGET), decision);
        return decision;
    }

    /** A person decides something about the target, and signs it. */
    Decision decide(Person person, Kind kind, Named named) {
        Decision decision = person.sign(
                world.partition.installation(),
                TARGET,
                new Decision(UUID.randomUUID().toString(), kind, person.name(), "seen", named, null, null));
        world.put(Topic.DECISION, kind.key(TARGET), decision);
        return decision;
    }

    /** The same, before the applier hears of it. */
    Decision undelivered(Kind kind, Named named) {
        Decision decision = decision(kind, named, null);
        world.partition.put(Topic.DECISION, kind.key(TARGET), decision);
        return decision;
    }

    private static Decision decision(Kind kind, Named named, @Nullable Long validForMillis) {
        return new Decision(
                UUID.randomUUID().toString(), kind, "ada", "because the test says so", named, validForMillis, null);
    }

    /** The deployment that runs. */
    String deployment() {
        return Objects.requireNonNull(world.execution()).deploymentId();
    }

    /** What became of a decision. */
    DecisionAnswer awaitAnswer(Decision decision) {
        world.await().until(() -> !answers(decision).isEmpty());
        return answers(decision).getLast();
    }

    /** Every answer to a decision that was ever audited. */
    List<DecisionAnswer> answers(Decision decision) {
        return world.partition.written().stream()
                .filter(fact -> fact.topic() == Topic.AUDIT)
                .map(fact -> fact.payload())
                .filter(DecisionAnswer.class::isInstance)
                .map(DecisionAnswer.class::cast)
                .filter(answer -> answer.decision().id().equals(decision.id()))
                .toList();
    }

    /** The weights of the live route by backend. */
    Map<String, Long> weights() {
        return Gateway.weights(world.live(ROUTE));
    }

    /** The weights of the canary that the gateway saw, in order; repetitions left out. */
    List<Long> canaryWeights() {
        List<Long> all = new ArrayList<>();
        for (Map<String, Long> weights : gateway.seen()) {
            Long weight = weights.getOrDefault("checkout-canary", 0L);
            if (all.isEmpty() || !all.getLast().equals(weight)) {
                all.add(weight);
            }
        }
        return all;
    }

    /** What is left of the copies. */
    List<String> copies() {
        return COPIES.stream().filter(world::exists).toList();
    }

    /** The target has a second Deployment, which runs the same version. */
    void releaseFollower() {
        world.release(Planned.of(TARGET, "follower").create(TrialDraft.deployment("worker", "shop:1", "run", 1)));
    }

    String image() {
        return image(STABLE);
    }

    String image(String deployment) {
        Object container = Manifest.list(world.live(deployment).at("spec", "template", "spec", "containers"))
                .getFirst();
        return String.valueOf(Manifest.map(container).get("image"));
    }

    @Override
    public void close() {
        gateway.close();
        world.close();
    }
}
