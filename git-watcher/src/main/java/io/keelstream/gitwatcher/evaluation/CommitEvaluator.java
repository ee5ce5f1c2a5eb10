package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.head.Head.ApplicationHead;
import io.keelstream.contracts.head.Head.SourceHead;
import io.keelstream.contracts.head.Head.TargetHead;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.revision.RevisionRejected;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.application.Application;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.discovery.Catalog;
import io.keelstream.gitwatcher.discovery.Claims;
import io.keelstream.gitwatcher.discovery.Discovery;
import io.keelstream.gitwatcher.evaluation.EvaluationListener.Part;
import io.keelstream.gitwatcher.evaluation.TargetEvaluation.EvaluationResult;
import io.keelstream.gitwatcher.evaluation.UnfinishedMoves.Wait;
import io.keelstream.gitwatcher.render.ClusterFacts;
import io.keelstream.gitwatcher.snapshot.Difference;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.gitwatcher.tenant.Tenancy;
import io.keelstream.gitwatcher.tenant.Tenants;
import io.keelstream.gitwatcher.tenant.Tenants.Folders;
import io.keelstream.kubernetes.digest.ObjectDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates commits of a ref, one after the other. Targets are evaluated where a file they read or their own description
 * changed; a whole commit is evaluated when the previous one is not known. Stateless; what is known is the
 * {@link RefMemory}.
 */
public final class CommitEvaluator {

    private static final int MOST_PROBLEMS = 50;

    private final EvaluationSettings settings;
    private final Tenants tenants;
    private final TargetEvaluator evaluator;

    /** An evaluator for an installation without tenants. */
    public CommitEvaluator(EvaluationSettings settings) {
        this(settings, Tenants.NONE);
    }

    /** An evaluator; one serves all refs. */
    public CommitEvaluator(EvaluationSettings settings, Tenants tenants) {
        this.settings = settings;
        this.tenants = tenants;
        this.evaluator = new TargetEvaluator(settings);
    }

    /** Whether a target is to be rendered again though Git did not change: its chart asks a cluster that serves something else now. */
    public boolean isOutdated(RefMemory memory) {
        return !memory.servedOtherwise(settings.clusters().published().get()).isEmpty();
    }

    /**
     * Evaluates a commit.
     *
     * @param memory what is known of the ref
     * @param snapshot the commit's files
     * @param revision the commit
     * @param root the folder below which applications are looked for; empty for the whole repository
     * @param claims which names are taken
     * @param provenance who answers for what targets read
     * @param listener is notified while it runs
     */
    public Evaluation evaluate(
            RefMemory memory,
            Snapshot snapshot,
            Revision revision,
            String root,
            Claims claims,
            Provenance provenance,
            EvaluationListener listener)
            throws InterruptedException {
        Map<String, ClusterFacts> published = settings.clusters().published().get();
        Optional<List<Difference>> differences = memory.differences(snapshot);
        Discovery discovery;
        try (Part _ = listener.discovering()) {
            Claims held = new TenantClaims(claims, folders -> tenants.of(revision.repository(), folders));
            discovery = memory.discover(snapshot, root, differences, held);
        }
        Catalog catalog = discovery.catalog();
        ApplicationTenants whose = new ApplicationTenants(
                memory.heads(), catalog, folder -> tenants.nameOf(revision.repository(), folder));
        boolean early = !memory.hasObjects();
        List<TargetEvaluation> evaluations = new ArrayList<>();
        int rendered = 0;
        Set<TargetName> gone = discovery.changed() || memory.removalsWait() ? gone(memory, catalog) : Set.of();
        HeldBundles held = new HeldBundles(
                settings.held().most(revision),
                memory.bytes() - gone.stream().mapToLong(memory::bytes).sum());
        Looking looking = new Looking(
                memory,
                discovery,
                revision.repository(),
                held,
                provenance,
                SourceChoice.of(memory.sources(), memory.heads()),
                listener);
        List<LookedAt> looked = look(discovery, differences, looking);
        FolderContent content = new FolderContent(discovery.snapshot(), catalog);
        RejectedFiles rejected = new RejectedFiles(
                content, looked.isEmpty() ? Set.of() : looked.getFirst().unchanged(), RefMemory.number(revision));
        TransitionWriter transitions = new TransitionWriter(
                memory,
                revision,
                discovery,
                rejected,
                folders -> tenants.of(revision.repository(), folders).limits());
        Map<TargetName, List<SourceHead>> sources = new TreeMap<>();
        gone.forEach(name -> sources.put(name, List.of()));
        try {
            long deadline = System.nanoTime() + settings.patience().toNanos();
            for (LookedAt application : looked) {
                await(application, looking, deadline);
                if (early) {
                    List<TargetEvaluation> results = results(application, held, memory);
                    results.forEach(
                            each -> sources.put(each.name(), each.sources().heads()));
                    rendered += rendered(results);
                    transitions.write(application.application(), results, Moves.NONE, listener::decided);
                    held.release(application.application());
                }
            }
        } finally {
            looked.forEach(each -> each.targets().values().forEach(future -> future.cancel(false)));
        }
        if (!early) {
            looked.forEach(each -> evaluations.addAll(results(each, held, memory)));
        }
        Map<TargetName, Problem> taking = TenantMoves.among(transitions.sides(evaluations, gone), whose);
        if (!early) {
            rendered = rendered(evaluations);
            evaluations.stream()
                    .filter(each ->
                            !(each.result() instanceof EvaluationResult.Refused) && !taking.containsKey(each.name()))
                    .forEach(each -> sources.put(each.name(), each.sources().heads()));
        }
        if (early) {
            transitions.rejectUnusable(listener::decided);
        }
        memory.sources().keep(memory.inputs().sources());
        List<Problem> problems = problems(catalog);
        problems.addAll(MovedSources.among(memory.heads(), sources));
        settings.held().holds(revision, held.ref());
        WaitingRemovals waiting =
                early ? WaitingRemovals.of(gone) : WaitingRemovals.among(gone, whose, discovery.snapshot());
        waitingProblem(waiting).ifPresent(problems::add);
        List<UnusableFile> unusable = UnusableFile.in(catalog, content, memory.undecided(), RefMemory.number(revision));
        Map<TargetName, Problem> unsigned = UnsignedRemovals.among(gone, memory.heads(), provenance);
        problems.addAll(unsigned.values());
        waiting = waiting.and(unsigned.keySet());
        if (!early) {
            Set<TargetName> unread = waiting.files().keySet();
            Map<TargetName, Wait> unfinished = UnfinishedMoves.among(
                    evaluations,
                    whose,
                    without(gone, unread),
                    name -> unread.contains(name) || catalog.unusable().containsKey(name.application()),
                    taking.keySet(),
                    UndecidedMoves.of(
                            whose,
                            evaluations,
                            rejected,
                            unusable,
                            new WrittenNames(discovery.snapshot(), content::isApplication),
                            memory.since(revision)));
            Set<TargetName> removalsHeld = new TreeSet<>();
            unfinished.forEach((name, wait) -> {
                if (gone.contains(name)) {
                    removalsHeld.add(name);
                    problems.add(wait.problem(name, true));
                }
            });
            waiting = waiting.and(removalsHeld);
            Set<TargetName> again = new TreeSet<>(taking.keySet());
            again.addAll(without(unfinished.keySet(), removalsHeld));
            memory.inputs().due(again);
            for (int i = 0; i < evaluations.size(); i++) {
                TargetName name = evaluations.get(i).name();
                Wait wait = unfinished.get(name);
                Problem problem = taking.getOrDefault(name, wait == null ? null : wait.problem(name, false));
                if (problem != null) {
                    evaluations.set(i, evaluations.get(i).waitingFor(problem));
                }
            }
            Set<TargetName> kept = waiting.files().keySet();
            transitions.writeAll(evaluations, without(gone, kept), kept, unfinished, listener::decided);
        }
        List<TargetChange> refused = refused(catalog, memory.problems(), revision);
        return new Evaluation(
                discovery, waiting, cut(problems), UnusableFile.recorded(unusable), refused, rendered, published);
    }

    /**
     * An application with the targets to evaluate.
     *
     * @param targets its targets, and what waits for their results
     * @param waiting those that wait for something from elsewhere
     * @param unchanged of all applications, those of which the commit changes nothing but what they depend on; none where the commit before
     *     is not known
     */
    private record LookedAt(
            Application application,
            Map<TargetName, Future<?>> targets,
            Set<TargetName> waiting,
            Set<TargetName> unchanged) {}

    /** What the targets of a commit have in common while they are looked at. */
    private record Looking(
            RefMemory memory,
            Discovery discovery,
            String repository,
            HeldBundles held,
            Provenance provenance,
            SourceChoice choice,
            EvaluationListener listener) {}

    private List<LookedAt> look(Discovery discovery, Optional<List<Difference>> differences, Looking looking) {
        RefMemory memory = looking.memory();
        Set<TargetName> touched =
                new HashSet<>(memory.inputs().reading(memory.sources().changed()));
        differences.map(memory.inputs()::touched).ifPresent(touched::addAll);
        touched.addAll(memory.inputs().due());
        touched.addAll(memory.servedOtherwise(settings.clusters().published().get()));
        if (looking.provenance().isChecked()) {
            touched.addAll(unsigned(memory.heads()));
        }
        Map<Application, Map<TargetName, Target>> due = new LinkedHashMap<>();
        Set<TargetName> unchanged = new HashSet<>();
        for (Application application : candidates(discovery, touched)) {
            boolean same = application.equals(memory.application(application.name()));
            Map<TargetName, Target> targets = new LinkedHashMap<>();
            for (Target target : application.targets()) {
                TargetName name = new TargetName(target.name(), application.name());
                boolean otherRules = !Objects.equals(
                        memory.dependencyProblem(name),
                        discovery.catalog().dependencies().get(name));
                if (!same
                        || otherRules
                        || touched.contains(name)
                        || !memory.inputs().knows(name)) {
                    targets.put(name, target);
                    if (same && !touched.contains(name) && memory.inputs().knows(name)) {
                        unchanged.add(name);
                    }
                    looking.held().expect(name, memory.bytes(name));
                }
            }
            if (!targets.isEmpty()) {
                due.put(application, targets);
            }
        }
        List<LookedAt> looked = new ArrayList<>();
        due.forEach((application, targets) -> {
            LookedAt at = new LookedAt(application, new LinkedHashMap<>(), ConcurrentHashMap.newKeySet(), unchanged);
            targets.forEach((name, target) -> submit(at, target, looking.choice(), looking));
            looked.add(at);
        });
        return looked;
    }

    /** Whose last change nobody answered for: the same files may come again in a commit that is signed. */
    private static Set<TargetName> unsigned(Map<String, ApplicationHead> heads) {
        Set<TargetName> targets = new HashSet<>();
        heads.forEach((application, head) -> head.targets().forEach((name, target) -> {
            if (target.problems().stream().anyMatch(Reason.UNSIGNED_COMMIT::is)) {
                targets.add(new TargetName(name, application));
            }
        }));
        return targets;
    }

    private void submit(LookedAt at, Target target, SourceChoice choice, Looking looking) {
        Application application = at.application();
        ApplicationHead known = looking.memory().heads().get(application.name());
        String former = known == null ? application.base() : known.base();
        Folders folders = new Folders(application.base(), Paths.parent(application.file()), former);
        Owned owned = new Owned(application, former, looking.provenance(), tenants.of(looking.repository(), folders));
        TargetHead head = looking.memory().head(application.name(), target.name());
        TargetName name = new TargetName(target.name(), application.name());
        at.targets().put(name, settings.workers().submit(looking.repository(), () -> {
            TargetEvaluation evaluation = evaluated(owned, target, head, choice, looking);
            if (evaluation.result() instanceof EvaluationResult.Waiting) {
                at.waiting().add(name);
            } else {
                looking.held().add(evaluation);
            }
            return name;
        }));
    }

    /** The applications that may have a target to evaluate: where none changed, those of touched targets alone. */
    private static Collection<Application> candidates(Discovery discovery, Set<TargetName> touched) {
        Map<String, Application> all = discovery.catalog().applications();
        return discovery.changed()
                ? all.values()
                : touched.stream()
                        .map(TargetName::application)
                        .distinct()
                        .sorted()
                        .map(all::get)
                        .filter(Objects::nonNull)
                        .toList();
    }

    private TargetEvaluation evaluated(
            Owned owned, Target target, @Nullable TargetHead head, SourceChoice choice, Looking looking)
            throws InterruptedException {
        Application application = owned.application();
        TargetName name = new TargetName(target.name(), application.name());
        Snapshot snapshot = looking.discovery().snapshot();
        Entry folder = snapshot.find(target.path());
        Problem broken = looking.discovery().catalog().dependencies().get(name);
        if (broken != null) {
            EvaluationResult refused = new EvaluationResult.Refused(List.of(broken));
            return evaluator.unrendered(
                    snapshot,
                    application,
                    target,
                    TargetEvaluation.breaking("dependency " + ObjectDigest.of(broken.toString()), folder),
                    refused);
        }
        Optional<Problem> foreign = owned.tenancy().objection(application, target);
        if (foreign.isPresent()) {
            EvaluationResult refused = new EvaluationResult.Refused(List.of(foreign.get()));
            return evaluator.unrendered(
                    snapshot,
                    application,
                    target,
                    TargetEvaluation.breaking(Tenancy.key(foreign.get()), folder),
                    refused);
        }
        Optional<EvaluationResult> refusal = looking.held().refusal(application);
        return refusal.isPresent()
                ? evaluator.unrendered(
                        snapshot, application, target, TargetEvaluation.breaking("memory", folder), refusal.get())
                : evaluator.evaluate(snapshot, owned, target, head, choice, looking.listener());
    }

    /**
     * Waits until the targets of an application are evaluated, and for what they read from elsewhere up to the deadline. Threads that
     * render never wait for a network: this one does, which is the ref's own.
     */
    private void await(LookedAt application, Looking looking, long deadline) throws InterruptedException {
        await(application);
        boolean inTime = true;
        while (!application.waiting().isEmpty()) {
            inTime = inTime && looking.memory().sources().await(deadline);
            SourceChoice choice = inTime ? looking.choice() : looking.choice().impatient();
            Set<TargetName> waiting = Set.copyOf(application.waiting());
            application.waiting().clear();
            application.application().targets().stream()
                    .filter(each -> waiting.contains(new TargetName(
                            each.name(), application.application().name())))
                    .forEach(each -> submit(application, each, choice, looking));
            await(application);
        }
    }

    private static void await(LookedAt application) throws InterruptedException {
        for (Future<?> future : application.targets().values()) {
            try {
                future.get();
            } catch (CancellationException e) {
                throw new InterruptedException();
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case RuntimeException cause -> throw cause;
                    case InterruptedException cause -> throw cause;
                    case null, default -> throw new IllegalStateException("evaluating a target failed", e);
                }
            }
        }
    }

    private static List<TargetEvaluation> results(LookedAt application, HeldBundles held, RefMemory memory) {
        List<TargetEvaluation> results = new ArrayList<>();
        for (TargetName name : application.targets().keySet()) {
            TargetEvaluation result = held.get(name);
            if (result != null) {
                memory.inputs()
                        .put(
                                name,
                                result.inputs(),
                                result.target().path(),
                                result.sources().keys());
                results.add(result);
            }
        }
        return results;
    }

    private static int rendered(List<TargetEvaluation> results) {
        return (int) results.stream()
                .filter(each -> !(each.result() instanceof EvaluationResult.Unchanged))
                .count();
    }

    private static List<Problem> problems(Catalog catalog) {
        List<Problem> problems = new ArrayList<>();
        catalog.anonymous().forEach(file -> problems.addAll(file.problems()));
        catalog.unusable().values().forEach(file -> problems.addAll(file.problems()));
        catalog.rejectedClaims().forEach(claim -> problems.add(claim.problem()));
        return problems;
    }

    private static Set<TargetName> without(Set<TargetName> all, Set<TargetName> some) {
        Set<TargetName> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    /** The targets that Git no longer has. */
    private static Set<TargetName> gone(RefMemory memory, Catalog catalog) {
        Set<TargetName> gone = new TreeSet<>();
        memory.heads().forEach((name, head) -> {
            Application application = catalog.applications().get(name);
            if (!catalog.unusable().containsKey(name)) {
                head.targets().forEach((target, each) -> {
                    if (!each.removed() && !hasTarget(application, target)) {
                        gone.add(new TargetName(target, name));
                    }
                });
            }
        });
        return gone;
    }

    /** Says which removals wait, and for which file. */
    private static Optional<Problem> waitingProblem(WaitingRemovals waiting) {
        return waiting.files().entrySet().stream()
                .filter(each -> !each.getValue().isEmpty())
                .findFirst()
                .map(each -> Reason.REMOVAL_WAITS.problem(
                        "the removal of " + waiting.files().size() + " targets (" + each.getKey()
                                + (waiting.files().size() > 1 ? ", ..." : "") + ") waits until "
                                + each.getValue().getFirst() + " can be read",
                        each.getValue().getFirst()));
    }

    private static boolean hasTarget(@Nullable Application application, String target) {
        return application != null
                && application.targets().stream().anyMatch(each -> each.name().equals(target));
    }

    private static List<TargetChange> refused(Catalog catalog, List<Problem> known, Revision revision) {
        List<TargetChange> changes = new ArrayList<>();
        for (Catalog.RejectedClaim claim : catalog.rejectedClaims()) {
            if (!known.contains(claim.problem()) && !claim.application().isEmpty()) {
                claim.targets()
                        .forEach(target -> changes.add(new TargetChange.Rejected(
                                new TargetName(target, claim.application()),
                                new RevisionRejected(revision, List.of(claim.problem())))));
            }
        }
        return changes;
    }

    private static List<Problem> cut(List<Problem> problems) {
        return problems.size() <= MOST_PROBLEMS ? problems : problems.subList(0, MOST_PROBLEMS);
    }
}
