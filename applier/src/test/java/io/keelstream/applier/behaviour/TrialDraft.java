package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;

import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.CanaryRules.Advance;
import io.keelstream.contracts.canary.CanaryRules.Conduct;
import io.keelstream.contracts.canary.CanaryRules.Mode;
import io.keelstream.contracts.canary.CanaryRules.OnBlind;
import io.keelstream.contracts.canary.CanaryRules.OnBlind.Response;
import io.keelstream.contracts.canary.CanaryRules.OnInconclusive;
import io.keelstream.contracts.canary.CanaryRules.OnNewRevision;
import io.keelstream.contracts.canary.CanaryRules.Router;
import io.keelstream.contracts.canary.CanaryRules.Traffic;
import io.keelstream.contracts.canary.CanaryRules.Turn;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.canary.TrialIdentity;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A commit that is put on trial, as the planner plans it. */
final class TrialDraft {

    static final String ROUTE_YAML = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: checkout}
            spec:
              parentRefs: [{name: shop}]
              rules: [{backendRefs: [{name: checkout, port: 80}]}]
            """;

    /** Scales the workload. */
    static final String SCALER_YAML = """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: checkout}
            spec:
              maxReplicas: 4
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: checkout}
              metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}]
              behavior: {scaleDown: {stabilizationWindowSeconds: 0}}
            """;

    private static final long SOAK = 1_000;
    private static final Map<String, Object> OBJECTIVES = Map.of(
            "source",
            "prometheus",
            "metrics",
            List.of(
                    Map.of("name", "errors", "kind", "ratio"),
                    Map.of("name", "success", "kind", "slo", "objective", 0.99, "role", "harm"),
                    Map.of("name", "other", "kind", "slo", "objective", 0.9, "role", "observe")));

    private final ApplyingSandbox world;
    private final String commit;
    private List<Integer> weights = List.of(10, 50);
    private OnInconclusive onInconclusive = OnInconclusive.HOLD;
    private Mode mode = Mode.ACT;
    private OnBlind onBlind = OnBlind.DEFAULT;
    private OnNewRevision onNewRevision = OnNewRevision.QUEUE;
    private int approvals;
    private @Nullable Integer startApprovals;
    private boolean fresh = true;
    private boolean replicas;
    private boolean mesh;
    private String canaryImage = "shop:2";
    private String canaryPretend = "run";
    private String baselinePretend = "run";
    private String stablePretend = "run";
    private @Nullable String hostname;
    private @Nullable String autoscaler;
    private int pods = 2;
    private long drain = 50;
    private String route = ROUTE_YAML;
    private @Nullable List<CanaryRules.Match> matches;
    private boolean internal;
    private final List<String> needed = new ArrayList<>();
    private final List<String> late = new ArrayList<>();
    private long timeout = 20_000;
    private long bake;
    private boolean objectives = true;
    private @Nullable String followerPretend;

    TrialDraft(ApplyingSandbox world, String commit) {
        this.world = world;
        this.commit = commit;
    }

    TrialDraft weights(Integer... each) {
        weights = List.of(each);
        return this;
    }

    /** A newer commit with another version does not wait. */
    TrialDraft restarting() {
        onNewRevision = OnNewRevision.RESTART;
        return this;
    }

    TrialDraft onInconclusive(OnInconclusive rule) {
        onInconclusive = rule;
        return this;
    }

    /** What happens while no evidence arrives. */
    TrialDraft onBlind(long afterMillis, Response response) {
        onBlind = new OnBlind(afterMillis, response);
        return this;
    }

    /** Every step needs a person's approval after its verdict. */
    TrialDraft approved() {
        approvals = 1;
        return this;
    }

    /** Every step needs the approval of so many people after its verdict. */
    TrialDraft approvedBy(int people) {
        approvals = people;
        return this;
    }

    /** A person has to let the trial begin. */
    TrialDraft approvedFirst() {
        return approvedFirstBy(1);
    }

    /** So many people have to let the trial begin. */
    TrialDraft approvedFirstBy(int people) {
        startApprovals = people;
        return this;
    }

    TrialDraft observing() {
        mode = Mode.OBSERVE;
        return this;
    }

    TrialDraft againstStable() {
        fresh = false;
        return this;
    }

    TrialDraft byReplicas() {
        replicas = true;
        return this;
    }

    /** The VirtualService of {@link Mesh} splits the traffic. */
    TrialDraft inTheMesh() {
        mesh = true;
        return this;
    }

    /** Requests with the header {@code x-canary: always} go to the canary. */
    TrialDraft matching() {
        matches = List.of(new CanaryRules.Match("x-canary", "always", false));
        return this;
    }

    /** A second route, {@link Gateway#INTERNAL}, is shifted too. */
    TrialDraft onTwoRoutes() {
        internal = true;
        return this;
    }

    /** What becomes of the canary's pods. */
    TrialDraft canary(String pretend) {
        canaryPretend = pretend;
        return this;
    }

    TrialDraft baseline(String pretend) {
        baselinePretend = pretend;
        return this;
    }

    /** What becomes of the workload's own pods with the new version. */
    TrialDraft promoted(String pretend) {
        stablePretend = pretend;
        return this;
    }

    /** The workload is scaled, as the commit wants it. */
    TrialDraft scaledBy(String yaml) {
        autoscaler = yaml;
        return this;
    }

    /** The commit changes the size of the workload too. */
    TrialDraft sized(int replicas) {
        pods = replicas;
        return this;
    }

    /** The copies keep running for so long after they lost their traffic. */
    TrialDraft drained(long millis) {
        drain = millis;
        return this;
    }

    /** What the route belongs to, in place of the Gateway. */
    TrialDraft parent(String reference) {
        route = ROUTE_YAML.replace("{name: shop}", reference);
        return this;
    }

    /** The promoted version is watched for so long; it has an objective. */
    TrialDraft baked(long millis) {
        bake = millis;
        return this;
    }

    /** The promoted version is watched for so long; it has no objective. */
    TrialDraft watched(long millis) {
        bake = millis;
        objectives = false;
        return this;
    }

    /** {@link TrialWorld#FOLLOWER} follows the workload; what becomes of its pods with the new version. */
    TrialDraft followedBy(String pretend) {
        followerPretend = pretend;
        return this;
    }

    TrialDraft timeout(long millis) {
        timeout = millis;
        return this;
    }

    /** The commit gives the route a host name. */
    TrialDraft changingTheRoute(String host) {
        hostname = host;
        return this;
    }

    /** The commit adds a ConfigMap that the canary reads. */
    TrialDraft needing(String name) {
        needed.add(name);
        return this;
    }

    /** The commit adds a ConfigMap that the canary does not read. */
    TrialDraft promoting(String name) {
        late.add(name);
        return this;
    }

    int steps() {
        return weights.size();
    }

    static String digest() {
        return "sha256:" + "7".repeat(64);
    }

    /** The commit and its plan. */
    Planned planned() {
        Planned planned = changes();
        return planned.canary(new CanaryPlan(digest(), null, trial(planned, world.uid(TrialWorld.STABLE))));
    }

    /** The plan of a rehearsal: the version that runs is on trial against itself. */
    Planned rehearsal() {
        canaryImage = "shop:1";
        Planned planned =
                Planned.of(TARGET, commit).timeout(timeout).rules(rules()).rehearsing();
        return planned.canary(new CanaryPlan(digest(), null, trial(planned, world.uid(TrialWorld.STABLE))));
    }

    private Planned changes() {
        Planned planned = Planned.of(TARGET, commit).timeout(timeout).rules(rules());
        String uid = world.uid(TrialWorld.STABLE);
        planned.update(deployment("checkout", "shop:2", stablePretend, pods), uid);
        if (followerPretend != null) {
            String follower = deployment("worker", "shop:2", followerPretend, 1);
            if (world.exists(TrialWorld.FOLLOWER)) {
                planned.update(follower, world.uid(TrialWorld.FOLLOWER));
            } else {
                planned.create(follower);
            }
        }
        needed.forEach(name -> planned.create(Yaml.configMap(name, "1")));
        late.forEach(name -> planned.create(Yaml.configMap(name, "1")));
        if (autoscaler != null) {
            planned.update(autoscaler, world.uid(reference(autoscaler)));
        }
        if (hostname != null && mesh) {
            planned.update(
                    Mesh.VIRTUAL_SERVICE.replace("hosts: [checkout]", "hosts: [" + hostname + "]"),
                    world.uid(Mesh.ROUTE));
        } else if (hostname != null) {
            planned.update(
                    ROUTE_YAML.replace("  parentRefs", "  hostnames: [" + hostname + "]\n  parentRefs"),
                    world.uid(TrialWorld.ROUTE));
        }
        return planned;
    }

    /** A later commit, which goes on with the trial of that deployment. */
    Planned takingOver(String begunBy) {
        return changes().canary(CanaryPlan.takingOver(new TrialIdentity(digest(), begunBy)));
    }

    /** A later commit with another version, which the planner plans when the running trial has ended. */
    Planned another() {
        return Planned.of(TARGET, commit)
                .rules(rules())
                .state(State.BLOCKED)
                .canary(new CanaryPlan("sha256:" + "8".repeat(64), null, null));
    }

    /** The same commit as an ordinary release. */
    Planned ordinary() {
        return Planned.of(TARGET, commit)
                .update(deployment("checkout", "shop:2", stablePretend, 2), world.uid(TrialWorld.STABLE))
                .canary(new CanaryPlan(digest(), "the workload was not healthy", null));
    }

    private Trial trial(Planned planned, String uid) {
        Trial.Body restore = body(planned, deployment("checkout", "shop:1", "run", 2), uid);
        return new Trial(
                new Trial.Stable(
                        TrialWorld.STABLE,
                        "checkout-[a-z0-9]{1,10}-[a-z0-9]{5}",
                        2,
                        restore,
                        scaler(planned),
                        followers(planned)),
                copy(planned, "canary", canaryImage, canaryPretend),
                fresh ? copy(planned, "baseline", "shop:1", baselinePretend) : null,
                shift(planned),
                weights.stream().map(this::step).toList(),
                needed.stream().map(name -> "ConfigMap/shop/" + name).toList(),
                rules());
    }

    private List<Trial.Body> followers(Planned planned) {
        if (followerPretend == null) {
            return List.of();
        }
        return List.of(
                world.exists(TrialWorld.FOLLOWER)
                        ? body(planned, deployment("worker", "shop:1", "run", 1), world.uid(TrialWorld.FOLLOWER))
                        : body(planned, deployment("worker", "shop:2", followerPretend, 0), null));
    }

    private Trial.@Nullable Body scaler(Planned planned) {
        return autoscaler == null ? null : body(planned, autoscaler, world.uid(reference(autoscaler)));
    }

    private static String reference(String autoscaler) {
        return autoscaler.contains("kind: ScaledObject") ? Keda.SCALER : TrialWorld.AUTOSCALER;
    }

    private Trial.Step step(int weight) {
        boolean last = weight == weights.getLast();
        return new Trial.Step(weight, weight > 20 ? 2 : 1, SOAK, last ? Need.PASS : Need.NO_HARM, approvals);
    }

    private Trial.Copy copy(Planned planned, String track, String image, String pretend) {
        String name = "checkout-" + track;
        Manifest deployment = tracked(Planned.manifest(deployment(name, image, pretend, 1)), track);
        if (replicas) {
            return new Trial.Copy(body(planned, deployment, null), List.of(), null, name + "-.*");
        }
        Manifest service = tracked(Planned.manifest(service(name)), track);
        return new Trial.Copy(
                body(planned, deployment, null), List.of(body(planned, service, null)), name, name + "-.*");
    }

    private Trial.Shift shift(Planned planned) {
        if (replicas) {
            return new Trial.Shift.Replicas();
        }
        List<Trial.Body> routes = new ArrayList<>();
        routes.add(
                mesh
                        ? body(planned, Mesh.VIRTUAL_SERVICE, world.uid(Mesh.ROUTE))
                        : body(planned, route, world.uid(TrialWorld.ROUTE)));
        if (internal) {
            routes.add(body(planned, internal(), world.uid(Gateway.INTERNAL)));
        }
        return new Trial.Shift.Routes(routes, new Trial.Backend("", "Service", "shop", "checkout", 80));
    }

    /** A second route of the workload. */
    static String internal() {
        return ROUTE_YAML
                .replace("metadata: {name: checkout}", "metadata: {name: checkout-internal}")
                .replace(
                        "{name: checkout, port: 80}", "{name: checkout, port: 80, weight: 3}, {name: other, port: 80}");
    }

    private CanaryRules rules() {
        return new CanaryRules(
                new CanaryRules.Workloads("checkout", null),
                fresh ? CanaryRules.Baseline.FRESH : CanaryRules.Baseline.STABLE,
                null,
                new Traffic(router(), List.of(), null, drain, matches),
                weights.stream()
                        .map(weight -> new CanaryRules.Step(weight, SOAK))
                        .toList(),
                new Conduct(
                        Advance.NO_HARM,
                        onInconclusive,
                        onBlind,
                        60_000,
                        mode,
                        bake,
                        new Turn(startApprovals, onNewRevision)),
                bake == 0 || !objectives ? Map.of("source", "prometheus") : OBJECTIVES);
    }

    private Router router() {
        if (mesh) {
            return Router.ISTIO;
        }
        return replicas ? Router.REPLICAS : Router.GATEWAY_API;
    }

    private static Trial.Body body(Planned planned, String yaml, @Nullable String uid) {
        return body(planned, Planned.manifest(yaml), uid);
    }

    private static Trial.Body body(Planned planned, Manifest manifest, @Nullable String uid) {
        Manifest marked = planned.marked(manifest);
        return new Trial.Body(marked.reference().toString(), marked.apiVersion(), uid, marked.tree());
    }

    private static Manifest tracked(Manifest body, String track) {
        body.metadata().put("labels", new LinkedHashMap<>(Map.of("keelstream.io/track", track)));
        return body;
    }

    static String deployment(String name, String image, String pretend, int replicas) {
        return """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: %1$s}
            spec:
              replicas: %4$d
              selector: {matchLabels: {app: %1$s}}
              template:
                metadata:
                  labels: {app: %1$s}
                  annotations: {keelstream.io/pretend: %3$s, keelstream.io/pretend-delay: 20ms}
                spec: {containers: [{name: app, image: "%2$s"}], terminationGracePeriodSeconds: 0}
            """.formatted(name, image, pretend, replicas);
    }

    static String service(String name) {
        return """
            apiVersion: v1
            kind: Service
            metadata: {name: %1$s}
            spec: {selector: {app: %1$s}, ports: [{port: 80, targetPort: 8080}]}
            """.formatted(name);
    }
}
