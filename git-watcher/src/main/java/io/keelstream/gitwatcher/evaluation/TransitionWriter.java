package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.Desired.Counterpart;
import io.keelstream.contracts.desired.Desired.Requirement;
import io.keelstream.contracts.desired.NewerLimits;
import io.keelstream.contracts.head.Head.ApplicationHead;
import io.keelstream.contracts.head.Head.BundleHead;
import io.keelstream.contracts.head.Head.ObjectHead;
import io.keelstream.contracts.head.Head.SourceHead;
import io.keelstream.contracts.head.Head.TargetHead;
import io.keelstream.contracts.head.Head.Undecided;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.NumberedCommit;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.revision.RevisionObserved;
import io.keelstream.contracts.revision.RevisionRejected;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.targets.TenantLimits;
import io.keelstream.gitwatcher.application.Application;
import io.keelstream.gitwatcher.application.ApplicationFile;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.bundle.PolicyDigest;
import io.keelstream.gitwatcher.discovery.Catalog;
import io.keelstream.gitwatcher.discovery.Discovery;
import io.keelstream.gitwatcher.evaluation.TargetEvaluation.EvaluationResult;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.gitwatcher.tenant.Tenants.Folders;
import io.keelstream.kubernetes.digest.ObjectDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns the evaluations of one commit into the transitions that are written. Used for one commit, by one thread. */
final class TransitionWriter {

    private final RefMemory memory;
    private final Revision revision;
    private final Catalog catalog;
    private final Snapshot snapshot;
    private final RejectedFiles rejected;
    private final Function<Folders, List<TenantLimits>> tenants;

    /** The targets whose bundles the commit changes, as far as that is known. */
    private final Set<TargetName> changed = new HashSet<>();

    /** The targets that the commit removes. */
    private Set<TargetName> gone = Set.of();

    /**
     * @param rejected the files of the targets that the commit rejects
     * @param tenants the limits that an application of some folders is held to
     */
    TransitionWriter(
            RefMemory memory,
            Revision revision,
            Discovery discovery,
            RejectedFiles rejected,
            Function<Folders, List<TenantLimits>> tenants) {
        this.memory = memory;
        this.revision = revision;
        this.catalog = discovery.catalog();
        this.snapshot = discovery.snapshot();
        this.rejected = rejected;
        this.tenants = tenants;
    }

    /**
     * Everything of a commit, hand-overs included. What hands over and takes over, or waits for what this commit changes, is one write:
     * half of it would be pruned, or waited for in vain.
     *
     * @param removed the targets that Git no longer has
     * @param kept those that it no longer has and that are not removed yet
     * @param waiting those of all that wait for others
     */
    void writeAll(
            List<TargetEvaluation> evaluations,
            Set<TargetName> removed,
            Set<TargetName> kept,
            Map<TargetName, UnfinishedMoves.Wait> waiting,
            Consumer<List<ApplicationTransition>> sink) {
        gone = Set.copyOf(removed);
        evaluations.stream()
                .filter(each -> each.result() instanceof EvaluationResult.Accepted accepted
                        && changes(
                                each,
                                accepted,
                                memory.head(
                                        each.name().application(), each.name().target())))
                .forEach(each -> changed.add(each.name()));
        Moves moves = Moves.between(sides(evaluations, removed));
        Map<String, List<TargetEvaluation>> byApplication = evaluations.stream()
                .collect(Collectors.groupingBy(each -> each.name().application()));
        Set<String> names = new TreeSet<>(byApplication.keySet());
        removed.forEach(target -> names.add(target.application()));
        kept.forEach(target -> names.add(target.application()));
        List<ApplicationTransition> all = new ArrayList<>();
        for (String name : names) {
            Draft draft = new Draft(name, catalog.applications().get(name));
            byApplication.getOrDefault(name, List.of()).forEach(each -> draft.take(each, moves));
            removed.stream().filter(each -> each.application().equals(name)).forEach(each -> draft.remove(each, moves));
            kept.stream()
                    .filter(each -> each.application().equals(name))
                    .forEach(each -> draft.hold(each, waiting.get(each)));
            draft.finish(all::add);
        }
        catalog.unusable().forEach((name, file) -> {
            Draft draft = new Draft(name, null);
            draft.reject(file);
            draft.finish(all::add);
        });
        Together together = new Together();
        Map<String, TargetName> evaluated = evaluations.stream()
                .collect(Collectors.toMap(each -> each.name().toString(), TargetEvaluation::name));
        waiting.forEach((target, wait) -> {
            TargetName other = wait.lost() == null ? evaluated.get(wait.other()) : null;
            if (other != null) {
                together.join(target, other);
            }
        });
        moves.to().forEach((loser, taken) -> taken.values().forEach(taker -> together.join(loser, taker)));
        all.forEach(each -> each.changes()
                .forEach(change -> requiredNow(change).forEach(other -> together.join(change.target(), other))));
        together.groups(all).forEach(sink);
    }

    /** One application alone, on a ref from which nothing can move. */
    void write(
            Application application,
            List<TargetEvaluation> evaluations,
            Moves moves,
            Consumer<List<ApplicationTransition>> sink) {
        Draft draft = new Draft(application.name(), application);
        evaluations.forEach(each -> draft.take(each, moves));
        draft.finish(each -> sink.accept(List.of(each)));
    }

    /** The applications whose files cannot be used, of a ref from which nothing can move. */
    void rejectUnusable(Consumer<List<ApplicationTransition>> sink) {
        catalog.unusable().forEach((name, file) -> {
            Draft draft = new Draft(name, null);
            draft.reject(file);
            draft.finish(each -> sink.accept(List.of(each)));
        });
    }

    /** The targets of a commit, before and after. */
    List<Moves.Side> sides(List<TargetEvaluation> evaluations, Set<TargetName> removed) {
        List<Moves.Side> sides = new ArrayList<>();
        for (TargetEvaluation evaluation : evaluations) {
            if (evaluation.result() instanceof EvaluationResult.Accepted accepted) {
                TargetName name = evaluation.name();
                TargetHead head = memory.head(name.application(), name.target());
                String cluster = evaluation.target().cluster();
                Set<String> before =
                        head != null && head.bundle().cluster().equals(cluster) ? references(head) : Set.of();
                Set<String> after = Moves.references(accepted.bundle(), before::contains);
                sides.add(new Moves.Side(name, cluster, before, after));
            }
        }
        for (TargetName name : removed) {
            TargetHead head = memory.head(name.application(), name.target());
            if (head != null) {
                sides.add(new Moves.Side(name, head.bundle().cluster(), references(head), Set.of()));
            }
        }
        return sides;
    }

    private static Set<String> references(TargetHead head) {
        return head.bundle().objects().stream().map(ObjectHead::reference).collect(Collectors.toSet());
    }

    /** Whether the target's record changes by what was rendered. */
    private static boolean changes(
            TargetEvaluation evaluation, EvaluationResult.Accepted accepted, @Nullable TargetHead known) {
        return known == null
                || known.removed()
                || !accepted.bundle().digest().equals(known.bundleDigest())
                || !rendered(known.sources())
                        .equals(rendered(evaluation.sources().heads()));
    }

    /** What was rendered from elsewhere; a digest alone says what, and a look at its version changes nothing. */
    private static List<String> rendered(List<SourceHead> sources) {
        return sources.stream()
                .map(each -> each.address() + " " + each.version() + " " + each.digest())
                .toList();
    }

    /**
     * The commit that changed a target last, this one included; null where it is of another ref, or a version before changed it that did
     * not number commits. One that never had a bundle is waited for: it changes with this commit, or with one after it.
     */
    private @Nullable NumberedCommit changedAt(TargetName other) {
        if (!catalog.has(other.application())) {
            return null;
        }
        TargetHead known = memory.head(other.application(), other.target());
        return changed.contains(other) || known == null || known.removed() || known.bundleDigest() == null
                ? revision.numberedCommit()
                : known.changedAt();
    }

    /** The other sides of all moves of a target, as far as Git has them. */
    private List<Counterpart> counterparts(TargetHead head) {
        Stream<String> from = head.bundle().objects().stream().map(ObjectHead::movedFrom);
        Stream<String> to = head.bundle().movedTo().stream().map(Desired.Moved::target);
        return Stream.concat(from, to)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .flatMap(other -> Stream.ofNullable(inGitSince(TargetName.parse(other)))
                        .map(commit -> new Counterpart(other, commit)))
                .toList();
    }

    /** The commit that changed a target last, this one included; null where Git does not have it, or that is not known. */
    private @Nullable NumberedCommit inGitSince(TargetName other) {
        TargetHead known = memory.head(other.application(), other.target());
        if (changed.contains(other)) {
            return revision.numberedCommit();
        }
        return known == null || known.removed() || gone.contains(other) ? null : known.changedAt();
    }

    /** The targets at whose change by this commit a change waits. */
    private List<TargetName> requiredNow(TargetChange change) {
        return change instanceof TargetChange.DesiredChanged(TargetName _, Desired desired)
                ? desired.requires().stream()
                        .map(each -> TargetName.parse(each.target()))
                        .filter(changed::contains)
                        .toList()
                : List.of();
    }

    /** The transition of one application while it is assembled. */
    private final class Draft {

        private final String name;
        private final @Nullable ApplicationHead before;
        private final Map<String, TargetHead> targets;
        private final List<TargetChange> changes = new ArrayList<>();
        private final String former;
        private String base;
        private String describedIn;

        Draft(String name, @Nullable Application application) {
            this.name = name;
            this.before = memory.heads().get(name);
            this.targets = before == null ? new TreeMap<>() : new TreeMap<>(before.targets());
            this.base = application != null ? application.base() : before == null ? "" : before.base();
            this.former = before == null ? base : before.base();
            this.describedIn = application != null
                    ? Paths.parent(application.file())
                    : before == null || before.describedIn() == null ? base : before.describedIn();
        }

        void take(TargetEvaluation evaluation, Moves moves) {
            TargetName target = evaluation.name();
            switch (evaluation.result()) {
                case EvaluationResult.Waiting _ -> throw new IllegalStateException(target + " still waits");
                case EvaluationResult.Unchanged _ -> looked(target, evaluation);
                case EvaluationResult.Accepted accepted -> accept(evaluation, accepted, moves);
                case EvaluationResult.Refused refused -> {
                    keepBase(refused.problems());
                    TargetHead known = targets.get(target.target());
                    refuse(target, evaluation.inputKey(), evaluation.target(), refused, rejected.of(evaluation, known));
                }
            }
        }

        private void looked(TargetName target, TargetEvaluation evaluation) {
            TargetHead known = targets.get(target.target());
            if (known != null && known.rejected()) {
                targets.put(
                        target.target(),
                        Heads.stillRejected(known, memory.since(revision), rejected.of(evaluation, known)));
            } else if (known != null) {
                targets.put(
                        target.target(),
                        Heads.looked(known, evaluation.sources().heads()));
            }
        }

        /** A move that is not allowed has not happened: the signers and the tenant of the folder before still count. */
        private void keepBase(List<Problem> problems) {
            if (before != null
                    && problems.stream()
                            .anyMatch(each -> Reason.UNSIGNED_COMMIT.is(each) || Reason.TENANT_LIMIT.is(each))) {
                base = before.base();
            }
        }

        private void accept(TargetEvaluation evaluation, EvaluationResult.Accepted accepted, Moves moves) {
            TargetName target = evaluation.name();
            TargetHead known = targets.get(target.target());
            TargetHead head = BundleAssembly.accepted(revision, evaluation, accepted.bundle(), known, moves);
            boolean differs = changes(evaluation, accepted, known);
            if (differs) {
                head = head.changedBy(revision.numberedCommit());
                Desired desired = BundleAssembly.desired(
                        revision, evaluation, accepted, head, requires(evaluation.target()), counterparts(head));
                changes.add(new TargetChange.DesiredChanged(target, desired));
            }
            changes.add(new TargetChange.Observed(
                    target,
                    new RevisionObserved(
                            revision,
                            accepted.bundle().digest(),
                            accepted.bundle().objects().size(),
                            differs,
                            accepted.renderer(),
                            accepted.millis())));
            targets.put(target.target(), head);
        }

        private List<Requirement> requires(Target target) {
            return target.policy().gating().dependsOn().stream()
                    .map(each -> new Requirement(each, changedAt(TargetName.parse(each))))
                    .toList();
        }

        /**
         * What is refused as it was before is told of once.
         *
         * @param files the files that are rejected; null where they are not known
         */
        private void refuse(
                TargetName target,
                String key,
                @Nullable Target described,
                EvaluationResult.Refused refused,
                @Nullable Undecided files) {
            TargetHead known = targets.get(target.target());
            if (known == null || !known.rejected() || !known.inputKey().equals(key)) {
                changes.add(new TargetChange.Rejected(target, new RevisionRejected(revision, refused.problems())));
            }
            targets.put(
                    target.target(),
                    known == null
                            ? Heads.neverGood(target, key, described, refused, memory.since(revision), files)
                            : Heads.rejected(known, key, refused, memory.since(revision), files));
        }

        /** An application whose file cannot be used: every target it has, and every one it names, is rejected once. */
        void reject(ApplicationFile.Unusable file) {
            describedIn = Paths.parent(file.file());
            if (before == null) {
                base = describedIn;
            }
            Set<String> named = new TreeSet<>(file.targets());
            targets.forEach((target, head) -> {
                if (!head.removed()) {
                    named.add(target);
                }
            });
            String key = TargetEvaluation.unusable(file, snapshot);
            named.forEach(each ->
                    refuse(new TargetName(each, name), key, null, new EvaluationResult.Refused(file.problems()), null));
        }

        /**
         * One that Git no longer has and that is not removed yet.
         *
         * @param wait why, where it waits for others
         */
        void hold(TargetName target, UnfinishedMoves.@Nullable Wait wait) {
            TargetHead known = targets.get(target.target());
            if (wait != null) {
                Problem problem = wait.problem(target, true);
                EvaluationResult.Refused refused = new EvaluationResult.Refused(List.of(problem));
                refuse(target, TargetEvaluation.waiting(problem), null, refused, null);
            } else if (known != null) {
                targets.put(target.target(), Heads.held(known, memory.since(revision)));
            }
        }

        void remove(TargetName target, Moves moves) {
            TargetHead known = targets.get(target.target());
            if (known == null || known.bundleDigest() == null) {
                targets.remove(target.target());
                return;
            }
            TargetHead head = Heads.removed(known, BundleAssembly.movedTo(target, known, moves, Set.of()), revision);
            BundleHead last = head.bundle();
            String policyDigest = PolicyDigest.of(last.policy());
            Desired desired = new Desired(
                    true,
                    revision,
                    new Desired.Settings(last.cluster(), last.namespace(), last.policy(), policyDigest, Map.of())
                            .heldTo(limits()),
                    ObjectDigest.of(List.of("removed", last.cluster(), last.namespace(), policyDigest)),
                    List.of(),
                    List.of(),
                    new Desired.Notes(last.movedTo(), List.of(), List.of(), List.of(), head.overtaken())
                            .withAddedAt(head.lifetime().addedAt())
                            .withCounterparts(counterparts(head)));
            changes.add(new TargetChange.DesiredChanged(target, desired));
            targets.put(target.target(), head);
            memory.inputs().remove(target);
        }

        void finish(Consumer<ApplicationTransition> sink) {
            List<TenantLimits> limits = limits();
            String digest = limits.isEmpty() ? null : ObjectDigest.of(limits.toString());
            if (before != null && !Objects.equals(digest, before.limits())) {
                holdTo(limits);
            }
            ApplicationHead head =
                    new ApplicationHead(base, targets, describedIn.equals(base) ? null : describedIn, digest);
            if (!head.equals(before)) {
                sink.accept(new ApplicationTransition(name, head, changes));
            }
        }

        /** Of everybody who has a say. */
        private List<TenantLimits> limits() {
            return tenants.apply(new Folders(base, describedIn, former));
        }

        /** What keeps the record that it has, whatever the cause, is held to the limits of today as everything else. */
        private void holdTo(List<TenantLimits> limits) {
            Set<TargetName> written = changes.stream()
                    .filter(TargetChange.DesiredChanged.class::isInstance)
                    .map(TargetChange::target)
                    .collect(Collectors.toSet());
            new TreeMap<>(targets).forEach((target, head) -> {
                TargetName full = new TargetName(target, name);
                String identity = head.removed() ? null : head.desiredIdentity();
                if (identity != null && !written.contains(full)) {
                    changes.add(new TargetChange.LimitsChanged(full, new NewerLimits(identity, limits), revision));
                }
            });
        }
    }
}
