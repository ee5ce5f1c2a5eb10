package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.head.Head.ApplicationHead;
import io.keelstream.contracts.head.Head.TargetHead;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.application.Application;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.discovery.Catalog;
import io.keelstream.gitwatcher.evaluation.ApplicationTenants.Domain;
import io.keelstream.gitwatcher.evaluation.TargetEvaluation.EvaluationResult;
import io.keelstream.gitwatcher.evaluation.Unknowns.Unknown;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of a commit is not known, so that objects which leave a target of the same cluster and tenant may have moved there: targets that are
 * rejected, and {@linkplain UnusableFile files} that describe none that can be used. One that is rejected <em>with</em> the commit that lets
 * go of an object, and whose files may {@linkplain WrittenNames describe} it, holds it, and goes on to until it is accepted or gone, which
 * the record of who waits says; a target that is itself rejected may have let go of all it has. One that was rejected before, and whose files
 * the commit does not change, holds nothing: else a target that stays broken would keep every other one from pruning. One that lacks
 * something from elsewhere always holds: what it reads changes without a commit. Follows from the commit and the records alone, so that a new
 * process decides the same. Pure.
 */
final class UndecidedMoves implements UnfinishedMoves.Undecided {

    private final Map<String, ApplicationHead> heads;
    private final WrittenNames written;
    private final Map<Domain, Unknowns> targets = new HashMap<>();

    /** Of files nobody knows the cluster: by tenant. */
    private final Map<String, Unknowns> files = new HashMap<>();

    private UndecidedMoves(Map<String, ApplicationHead> heads, WrittenNames written) {
        this.heads = heads;
        this.written = written;
    }

    /**
     * Those of a commit.
     *
     * @param evaluations the results of the commit, which count more than the records
     * @param unchanged those evaluated of which the commit changes no file, so that nothing moves there
     * @param files those of the commit that cannot be used
     * @param recorded the keys of those of the commit before
     */
    static UndecidedMoves of(
            ApplicationTenants tenants,
            Collection<TargetEvaluation> evaluations,
            Set<TargetName> unchanged,
            Snapshot snapshot,
            List<UnusableFile> files,
            Collection<String> recorded) {
        UndecidedMoves undecided = new UndecidedMoves(tenants.heads(), new WrittenNames(snapshot));
        Map<TargetName, TargetEvaluation> evaluated =
                evaluations.stream().collect(Collectors.toMap(TargetEvaluation::name, Function.identity()));
        Catalog catalog = tenants.catalog();
        for (Application application : catalog.applications().values()) {
            for (Target target : application.targets()) {
                TargetName name = new TargetName(target.name(), application.name());
                Unknown unknown = unknown(
                        name,
                        evaluated.get(name),
                        unchanged.contains(name),
                        head(tenants.heads(), name),
                        application.base());
                if (unknown != null) {
                    undecided
                            .targets
                            .computeIfAbsent(
                                    new Domain(target.cluster(), tenants.after(application.name())),
                                    _ -> new Unknowns(undecided.written))
                            .add(unknown);
                }
            }
        }
        Set<String> known = Set.copyOf(recorded);
        for (UnusableFile file : files) {
            undecided
                    .files
                    .computeIfAbsent(tenants.owner().apply(file.folder()), _ -> new Unknowns(undecided.written))
                    .add(new Unknown(
                            file.path().replaceAll("\\s", "_"),
                            file.application(),
                            !known.contains(file.key()),
                            file.folder()));
        }
        return undecided;
    }

    private static @Nullable Unknown unknown(
            TargetName name,
            @Nullable TargetEvaluation evaluation,
            boolean unchanged,
            @Nullable TargetHead head,
            String folder) {
        if (evaluation != null && evaluation.result() instanceof EvaluationResult.Refused) {
            return evaluation.lacksSource()
                    ? new Unknown(name.toString(), null, true, null)
                    : new Unknown(name.toString(), null, !unchanged && !evaluation.isRecordedIn(head), folder);
        }
        return head != null
                        && head.rejected()
                        && (evaluation == null || evaluation.result() instanceof EvaluationResult.Unchanged)
                ? new Unknown(name.toString(), null, TargetEvaluation.isLackingSource(head.inputKey()), null)
                : null;
    }

    @Override
    public List<String> holding(TargetName loser, UnfinishedMoves.Place place, int most) {
        Domain domain = place.domain();
        TargetHead head = head(heads, loser);
        List<String> waited = head == null ? List.of() : head.ending().waited();
        return Stream.of(targets.get(domain), files.get(domain.tenant()))
                .filter(Objects::nonNull)
                .flatMap(each -> Stream.concat(each.describing(place.reference()), each.named(waited)))
                .filter(each -> !each.describes(loser))
                .map(Unknown::name)
                .distinct()
                .limit(most)
                .toList();
    }

    /** What is recorded of a target. */
    static @Nullable TargetHead head(Map<String, ApplicationHead> heads, TargetName name) {
        ApplicationHead application = heads.get(name.application());
        return application == null ? null : application.targets().get(name.target());
    }
}
