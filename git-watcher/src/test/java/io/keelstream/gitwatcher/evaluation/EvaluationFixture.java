package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.revision.RevisionObserved;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.GitFixture;
import io.keelstream.gitwatcher.bundle.SealedSecrets;
import io.keelstream.gitwatcher.bundle.SecretRule;
import io.keelstream.gitwatcher.render.ClusterFacts;
import io.keelstream.gitwatcher.render.FilesRenderer;
import io.keelstream.gitwatcher.render.KnownClusters;
import io.keelstream.gitwatcher.render.RenderRequest;
import io.keelstream.gitwatcher.render.RenderResult;
import io.keelstream.gitwatcher.render.Renderer;
import io.keelstream.gitwatcher.render.Renderers;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.gitwatcher.source.RefSources;
import io.keelstream.gitwatcher.tenant.Tenants;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One ref, evaluated commit by commit in memory. */
final class EvaluationFixture implements AutoCloseable {

    final GitFixture git;
    final Map<String, String> elsewhere = new LinkedHashMap<>();
    SecretRule secrets = new SecretRule.Refuse();
    HeldMemory held = HeldMemory.apart(1);
    RefSources sources = RefSources.NONE;
    RefMemory memory = new RefMemory();
    Renderer helm = new Off();
    Duration patience = Duration.ofSeconds(20);
    Tenants tenants = Tenants.NONE;

    /** What clusters publish of themselves. */
    final Map<String, ClusterFacts> published = new LinkedHashMap<>();

    Evaluation last;

    /** How many applications the last commit wrote records of. */
    int written;

    /** The number of the last commit. */
    private long pushed;

    private Revision revision;

    private final RenderPool workers = new RenderPool(2);
    private final SealedSecrets sealed = new SealedSecrets();
    Provenance provenance = Provenance.UNCHECKED;

    EvaluationFixture(Path folder) {
        git = new GitFixture(folder);
    }

    /** Commits what there is and evaluates it; returns every fact in order. */
    List<TargetChange> push() throws InterruptedException {
        revision = git.commit("change").numbered(++pushed);
        return evaluate(revision, git.snapshot());
    }

    /** The process dies while it writes a commit: of some applications nothing is written, and of the ref neither. A new process goes on. */
    void pushHalf(String... unwritten) throws InterruptedException {
        RefMemory half = new RefMemory(sources);
        memory.heads().forEach(half::record);
        half.record(memory.problems());
        half.recordCommit(revision, memory.undecided());
        push();
        memory.heads().forEach((name, head) -> {
            if (!List.of(unwritten).contains(name)) {
                half.record(name, head);
            }
        });
        memory = half;
    }

    List<TargetChange> evaluate(Revision revision, Snapshot snapshot) throws InterruptedException {
        List<ApplicationTransition> transitions = new ArrayList<>();
        this.revision = revision;
        last = evaluator()
                .evaluate(
                        memory,
                        snapshot,
                        revision,
                        "",
                        new RefClaims(memory.heads(), name -> elsewhere.getOrDefault(name, ""), elsewhere.isEmpty()),
                        provenance,
                        transitions::addAll);
        transitions.forEach(each -> memory.record(each.application(), each.head()));
        memory.evaluated(last, revision);
        written = transitions.size();
        List<TargetChange> changes = new ArrayList<>();
        transitions.forEach(each -> changes.addAll(each.changes()));
        changes.addAll(last.refused());
        return changes;
    }

    /** Evaluates the last commit once more. */
    List<TargetChange> again() throws InterruptedException {
        return evaluate(revision, git.snapshot());
    }

    boolean isOutdated() {
        return evaluator().isOutdated(memory);
    }

    /** What a new process knows: the records alone. */
    void restart() {
        RefMemory fresh = new RefMemory(sources);
        memory.heads().forEach(fresh::record);
        fresh.record(memory.problems());
        fresh.recordCommit(revision, memory.undecided());
        memory = fresh;
    }

    static Map<String, Desired> desired(List<TargetChange> changes) {
        Map<String, Desired> desired = new LinkedHashMap<>();
        changes.forEach(change -> {
            if (change instanceof TargetChange.DesiredChanged(TargetName target, Desired each)) {
                desired.put(target.toString(), each);
            }
        });
        return desired;
    }

    static Map<String, RevisionObserved> observed(List<TargetChange> changes) {
        Map<String, RevisionObserved> observed = new LinkedHashMap<>();
        changes.forEach(change -> {
            if (change instanceof TargetChange.Observed(TargetName target, RevisionObserved each)) {
                observed.put(target.toString(), each);
            }
        });
        return observed;
    }

    static Map<String, List<Problem>> rejected(List<TargetChange> changes) {
        Map<String, List<Problem>> rejected = new LinkedHashMap<>();
        changes.forEach(change -> {
            if (change instanceof TargetChange.Rejected(TargetName target, var each)) {
                rejected.put(target.toString(), each.problems());
            }
        });
        return rejected;
    }

    static List<String> references(Desired desired) {
        return desired.objects().stream().map(each -> each.reference()).toList();
    }

    static String application(String name) {
        return """
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: %s}
            spec: {targets: [{name: production, cluster: default, path: manifests}]}
            """.formatted(name);
    }

    static String configMap(String name, String value) {
        return """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: %s}
            data: {key: %s}
            """.formatted(name, value);
    }

    private CommitEvaluator evaluator() {
        Renderer off = new Off();
        return new CommitEvaluator(
                new EvaluationSettings(
                        new Renderers(new FilesRenderer(), off, helm),
                        new KnownClusters(
                                new TreeMap<>(Map.of("default", ClusterFacts.UNSTATED, "other", ClusterFacts.UNSTATED)),
                                Map.of(),
                                () -> Map.copyOf(published)),
                        secrets,
                        sealed,
                        workers,
                        held,
                        patience),
                tenants);
    }

    @Override
    public void close() {
        workers.close();
        git.close();
    }

    private static final class Off implements Renderer {
        @Override
        public String version() {
            return "off";
        }

        @Override
        public List<Entry> inputs(RenderRequest request) {
            return List.of();
        }

        @Override
        public RenderResult render(RenderRequest request) {
            throw new AssertionError("not used here");
        }
    }
}
