package io.keelstream.applier.behaviour;

import io.keelstream.contracts.audit.Evidence;
import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.hook.HookRule;
import io.keelstream.contracts.hook.HookRule.DeletePolicy;
import io.keelstream.contracts.inventory.Revert;
import io.keelstream.contracts.plan.FieldDiff;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.plan.PlannedAction.Adopt;
import io.keelstream.contracts.plan.PlannedAction.Content;
import io.keelstream.contracts.plan.PlannedAction.Create;
import io.keelstream.contracts.plan.PlannedAction.Ensure;
import io.keelstream.contracts.plan.PlannedAction.Preview;
import io.keelstream.contracts.plan.PlannedAction.Prune;
import io.keelstream.contracts.plan.PlannedAction.Release;
import io.keelstream.contracts.plan.PlannedAction.Replace;
import io.keelstream.contracts.plan.PlannedAction.RunHook;
import io.keelstream.contracts.plan.PlannedAction.Turn;
import io.keelstream.contracts.plan.PlannedAction.Unknown;
import io.keelstream.contracts.plan.PlannedAction.Update;
import io.keelstream.contracts.plan.PlannedAction.Write;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.Gating;
import io.keelstream.contracts.targets.Placement;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetPolicy.Conflicts;
import io.keelstream.contracts.targets.TargetPolicy.Drift;
import io.keelstream.contracts.targets.TargetPolicy.OnFailure;
import io.keelstream.contracts.targets.TargetPolicy.OnRemoval;
import io.keelstream.contracts.window.Window;
import io.keelstream.kubernetes.digest.ObjectDigest;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.seal.SecretSealer;
import io.keelstream.kubernetes.sops.SopsDocument;
import io.keelstream.kubernetes.sops.SopsSecret;
import io.keelstream.kubernetes.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One commit of a target and its plan, as git-watcher and planner write them. The only place of these tests that makes
 * plans. What is said of "the last action" says it of the one that was added last.
 */
final class Planned {

    /** Who wrote every commit. */
    static final String AUTHOR = "Carl <carl@example.org>";

    static final String NAMESPACE = "shop";

    private static final Map<String, String> LABELS = Map.of("events.keelstream.io/ci-run", "8412");
    private static final Set<String> CLUSTER_SCOPED = Set.of("Namespace", "CustomResourceDefinition");

    private final String target;
    private final String commit;
    private final List<Draft> drafts = new ArrayList<>();
    private String cluster = "default";
    private State state = State.READY;
    private List<Problem> problems = List.of();
    private List<Window> windows = List.of();
    private Conflicts conflicts = Conflicts.FORCE;
    private long timeoutMillis = 20_000;
    private boolean requireHealthy;
    private OnFailure onFailure = OnFailure.RETRY;
    private @Nullable Planned bundle;
    private boolean removal;
    private boolean clearing;
    private int wave;
    private List<String> held = List.of();
    private @Nullable CanaryPlan canary;
    private @Nullable CanaryRules rules;
    private boolean rehearsal;
    private Evidence evidence = Evidence.NONE;
    private Plan.@Nullable Spared spared;
    private Duration age = Duration.ZERO;

    private Planned(String target, String commit) {
        this.target = target;
        this.commit = commit;
    }

    static Planned of(String target, String commit) {
        return new Planned(target, commit);
    }

    /** One action on its way to be one. */
    private static final class Draft {
        private final String reference;
        private final String apiVersion;
        private final int wave;
        private final Map<String, @Nullable Object> body;
        private final Function<Draft, PlannedAction> kind;
        private List<String> dependsOn = List.of();
        private Map<String, @Nullable Object> handover = Map.of();
        private boolean predicted;
        private List<String> removing = List.of();

        private Draft(
                String reference,
                String apiVersion,
                int wave,
                Map<String, @Nullable Object> body,
                Function<Draft, PlannedAction> kind) {
            this.reference = reference;
            this.apiVersion = apiVersion;
            this.wave = wave;
            this.body = body;
            this.kind = kind;
        }

        private PlannedAction build() {
            return kind.apply(this);
        }

        private Turn turn() {
            return new Turn(wave, dependsOn);
        }

        private Content content() {
            return new Content(ObjectDigest.of(body), false, handover, body);
        }

        private Preview preview() {
            List<FieldDiff> diff = new ArrayList<>(List.of(new FieldDiff("/data/value", null, "\"1\"", null)));
            removing.forEach(path -> diff.add(new FieldDiff(path, "{}", null, null)));
            return new Preview(predicted, diff, List.of(), List.of());
        }
    }

    Planned create(String yaml) {
        return write(
                yaml, each -> new Create(each.reference, each.apiVersion, each.turn(), each.content(), each.preview()));
    }

    /** Creates a Secret whose values are sealed. */
    Planned createSealed(String yaml, SecretSealer sealer) {
        Manifest body = sealer.seal(marked(manifest(yaml)));
        return add(
                body.reference().toString(),
                body.apiVersion(),
                body.tree(),
                each -> new Create(each.reference, each.apiVersion, each.turn(), each.content(), each.preview()));
    }

    /** Creates the Secret of a document that SOPS encrypted. */
    Planned createEncrypted(SopsDocument document) {
        return writeEncrypted(
                carrying(document),
                each -> new Create(each.reference, each.apiVersion, each.turn(), each.content(), each.preview()));
    }

    /** The same where the installation seals plain Secrets, and the document has values in plain text. */
    Planned createEncrypted(SopsDocument document, SecretSealer sealer) {
        return writeEncrypted(
                sealer.seal(carrying(document)),
                each -> new Create(each.reference, each.apiVersion, each.turn(), each.content(), each.preview()));
    }

    /** Updates the Secret of a document that SOPS encrypted. */
    Planned updateEncrypted(SopsDocument document, String uid) {
        return writeEncrypted(
                carrying(document),
                each -> new Update(each.reference, each.apiVersion, each.turn(), each.content(), each.preview(), uid));
    }

    private Manifest carrying(SopsDocument document) {
        return SopsSecret.carrying(marked(manifest(document.presented())), List.of(document));
    }

    private Planned writeEncrypted(Manifest body, Function<Draft, PlannedAction> kind) {
        return add(body.reference().toString(), body.apiVersion(), body.tree(), kind);
    }

    Planned update(String yaml, String uid) {
        return write(
                yaml,
                each -> new Update(each.reference, each.apiVersion, each.turn(), each.content(), each.preview(), uid));
    }

    /** Adopts the object as it is live now. */
    Planned adopt(String yaml, Manifest live, String... managers) {
        return write(
                yaml,
                each -> new Adopt(
                        each.reference,
                        each.apiVersion,
                        each.turn(),
                        each.content(),
                        each.preview(),
                        live.uid(),
                        List.of(managers)));
    }

    Planned replace(String yaml, String uid) {
        return write(
                yaml,
                each -> new Replace(each.reference, each.apiVersion, each.turn(), each.content(), each.preview(), uid));
    }

    Planned ensureNamespace() {
        Manifest body = manifest("{apiVersion: v1, kind: Namespace, metadata: {name: " + NAMESPACE + "}}");
        return add("Namespace//" + NAMESPACE, "v1", body.tree(), each -> new Ensure(each.reference, each.body));
    }

    Planned prune(String reference, String uid) {
        String apiVersion = reference.startsWith("Deployment.apps/") ? "apps/v1" : "v1";
        return add(
                reference, apiVersion, Map.of(), each -> new Prune(each.reference, each.apiVersion, each.turn(), uid));
    }

    Planned release(String reference) {
        return add(reference, "v1", Map.of(), each -> new Release(each.reference));
    }

    /** Runs a hook, as long as that takes. */
    Planned hook(HookPhase phase, String yaml) {
        return hook(new HookRule(phase, 0, List.of(DeletePolicy.BEFORE_CREATE), false, 60_000), yaml);
    }

    Planned hook(HookRule rule, String yaml) {
        return write(yaml, each -> new RunHook(each.reference, each.apiVersion, rule, each.content()));
    }

    /** An action that only a newer version knows. */
    Planned unknown(String kind, String reference) {
        return add(reference, "v1", Map.of(), each -> new Unknown(Map.of("kind", kind, "reference", reference)));
    }

    private Planned write(String yaml, Function<Draft, PlannedAction> kind) {
        Manifest body = marked(manifest(yaml));
        return add(body.reference().toString(), body.apiVersion(), body.tree(), kind);
    }

    private Planned add(
            String reference,
            String apiVersion,
            Map<String, @Nullable Object> body,
            Function<Draft, PlannedAction> kind) {
        drafts.add(new Draft(reference, apiVersion, wave, body, kind));
        return this;
    }

    private Draft last() {
        return drafts.getLast();
    }

    /** The last action waits for these. */
    Planned after(String... references) {
        last().dependsOn = List.of(references);
        return this;
    }

    /** The planner says what lets it through. */
    Planned letThroughBy(Evidence other) {
        evidence = other;
        return this;
    }

    /** The server could not be asked about the last action. */
    Planned predicted() {
        last().predicted = true;
        return this;
    }

    /** The plan of the last action shows that these fields go. */
    Planned removing(String... paths) {
        last().removing = List.of(paths);
        return this;
    }

    /** The last action gives up a field that a scaler is to own. */
    Planned handingOver(String path, Object value) {
        last().handover = Map.of(path, value);
        return this;
    }

    /** What is added from now on belongs to this wave. */
    Planned wave(int number) {
        wave = number;
        return this;
    }

    Planned conflicts(Conflicts rule) {
        conflicts = rule;
        return this;
    }

    Planned timeout(long millis) {
        timeoutMillis = millis;
        return this;
    }

    /** What the release does not touch has to be healthy as well. */
    Planned requireHealthy() {
        requireHealthy = true;
        return this;
    }

    /** What follows where the objects of a commit do not become healthy. */
    Planned onFailure(OnFailure rule) {
        onFailure = rule;
        return this;
    }

    /** It goes back to what was healthy here. */
    Planned goingBack(Revert to) {
        spared = Plan.Spared.of(to, null);
        return this;
    }

    /** Git wants this, and the plan applies that bundle instead of it. */
    Planned rollingBackTo(Planned healthy) {
        bundle = healthy;
        return this;
    }

    Planned on(String name) {
        cluster = name;
        return this;
    }

    Planned windows(Window... others) {
        windows = List.of(others);
        return this;
    }

    Planned state(State other) {
        state = other;
        return this;
    }

    /** It may not run, for these reasons. */
    Planned waiting(State other, Problem... why) {
        problems = List.of(why);
        return state(other);
    }

    /** References that differ from Git and are left out. */
    Planned leavingOut(String... references) {
        held = List.of(references);
        return this;
    }

    /** The commit's rules for canary releases. */
    Planned rules(CanaryRules of) {
        rules = of;
        return this;
    }

    /** What the plan says of a canary release. */
    Planned canary(CanaryPlan plan) {
        canary = plan;
        return this;
    }

    /** A person asked for a rehearsal of what Git wants. */
    Planned rehearsing() {
        rehearsal = true;
        return this;
    }

    /** Git has the target no more. */
    Planned removed() {
        removal = true;
        return this;
    }

    /** The plan waited so long for its release. */
    Planned waited(Duration time) {
        age = time;
        return this;
    }

    /** Clears what was left behind on a former cluster. */
    Planned clearing(String former) {
        clearing = true;
        return on(former);
    }

    String cluster() {
        return cluster;
    }

    String target() {
        return target;
    }

    String commit() {
        return commit;
    }

    String bundleDigest() {
        return ObjectDigest.of(List.of(target, commit));
    }

    Desired desired() {
        TargetPolicy policy = policy();
        List<DesiredObject> objects = drafts.stream()
                .map(Draft::build)
                .flatMap(action -> action instanceof Write write ? Stream.of(write) : Stream.empty())
                .map(write -> new DesiredObject(
                        write.reference(),
                        write.content().digest(),
                        new DesiredObject.Origin(commit, null, null, null),
                        false,
                        write.content().body()))
                .toList();
        return new Desired(
                removal,
                revision(),
                new Desired.Settings(cluster, NAMESPACE, policy, ObjectDigest.of(policy.toString()), LABELS),
                bundleDigest(),
                removal ? List.of() : objects,
                List.of(),
                List.of());
    }

    /**
     * The plan.
     *
     * @param sequence of the inventory it is made on
     * @param attempt 0 for the first try
     */
    Plan plan(String clusterUid, long sequence, int attempt) {
        Planned applied = bundle == null ? this : bundle;
        Plan.Trigger forward = rehearsal ? Plan.Trigger.REHEARSAL : Plan.Trigger.REVISION;
        Plan.Trigger trigger = bundle == null ? forward : Plan.Trigger.ROLLBACK;
        return new Plan(
                ObjectDigest.of(List.of(target, commit, sequence)),
                new Plan.Origin(mode(), trigger, desired().identity(), sequence, attempt, List.of(AUTHOR), spared),
                new Plan.Bundle(
                        applied.bundleDigest(),
                        applied.revision(),
                        applied.policy(),
                        LABELS,
                        Map.of(),
                        applied.hooks()),
                new Placement(cluster, clusterUid, NAMESPACE),
                new Plan.Readiness(state, null, problems, List.of(), evidence),
                new Plan.Work(
                        bundleDigest(),
                        applied.drafts.stream().map(Draft::build).toList(),
                        0,
                        held,
                        canary),
                new Plan.Timing(Instant.now().minus(age), 3));
    }

    private Map<String, String> hooks() {
        return drafts.stream()
                .map(Draft::build)
                .flatMap(action -> action instanceof RunHook hook ? Stream.of(hook) : Stream.empty())
                .collect(Collectors.toMap(RunHook::id, hook -> hook.content().digest()));
    }

    private Plan.Mode mode() {
        return removal ? Plan.Mode.REMOVE : clearing ? Plan.Mode.CLEAR_FORMER_CLUSTER : Plan.Mode.APPLY;
    }

    private TargetPolicy policy() {
        return new TargetPolicy(
                new TargetPolicy.Deletion(TargetPolicy.Prune.DEFAULT, OnRemoval.PRUNE),
                Drift.CORRECT,
                conflicts,
                true,
                new TargetPolicy.Health(timeoutMillis, false, true, requireHealthy, onFailure),
                rules,
                new Gating(Gating.Sync.AUTO, Gating.Approval.DEFAULT, windows));
    }

    private Revision revision() {
        return new Revision("infra", "refs/heads/main", commit, "Tester", "Change", Instant.EPOCH);
    }

    /** With our marks, in the target's namespace where it names none. */
    Manifest marked(Manifest body) {
        Map<String, Object> annotations =
                new LinkedHashMap<>(Manifest.map(body.metadata().get("annotations")));
        annotations.put("keelstream.io/owner", "acme/" + target);
        Map<String, Object> labels =
                new LinkedHashMap<>(Manifest.map(body.metadata().get("labels")));
        labels.put("keelstream.io/shard", "0");
        body.metadata().put("annotations", annotations);
        body.metadata().put("labels", labels);
        if (!CLUSTER_SCOPED.contains(body.kind())) {
            body.metadata().putIfAbsent("namespace", NAMESPACE);
        }
        return body;
    }

    static Manifest manifest(String yaml) {
        return new YamlReader()
                .manifests(yaml.getBytes(StandardCharsets.UTF_8))
                .orThrow()
                .getFirst()
                .manifest()
                .copy();
    }
}
