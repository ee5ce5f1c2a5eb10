package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.head.Head.ApplicationHead;
import io.keelstream.contracts.head.Head.TargetHead;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.application.Application;
import io.keelstream.gitwatcher.application.RendererChoice;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.discovery.Catalog;
import io.keelstream.gitwatcher.evaluation.ApplicationTenants.Domain;
import io.keelstream.gitwatcher.evaluation.Unknowns.Unknown;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of a commit is not known, so that objects which leave a target of the same cluster and tenant may have moved there: targets that are
 * rejected, and {@linkplain UnusableFile files} that describe none that can be used. One whose files {@linkplain RejectedFiles became} what
 * they are since Git had the object in the target that loses it, and may {@linkplain WrittenNames describe} it, holds it until it is accepted
 * or gone. One whose files are older holds nothing: else a target that stays broken would keep every other one from pruning. One that lacks
 * something from elsewhere always holds: what it reads changes without a commit. Used for one commit, by one thread.
 */
final class UndecidedMoves implements UnfinishedMoves.Undecided {

    /** After every commit. */
    private static final long NEVER_KNOWN = Long.MAX_VALUE;

    private final Map<String, ApplicationHead> heads;
    private final WrittenNames written;
    private final Map<Domain, Unknowns> targets = new HashMap<>();

    /** Of files nobody knows the cluster: by tenant. */
    private final Map<String, Unknowns> files = new HashMap<>();

    private final long since;

    private UndecidedMoves(Map<String, ApplicationHead> heads, WrittenNames written, long since) {
        this.heads = heads;
        this.written = written;
        this.since = since;
    }

    /**
     * Those of a commit.
     *
     * @param evaluations the results of the commit, which count more than the records
     * @param rejected the files of those among them that are rejected
     * @param unusable the files of applications that cannot be used
     * @param since number of the first commit that may have let go of what the targets have that kept nothing before
     */
    static UndecidedMoves of(
            ApplicationTenants tenants,
            Collection<TargetEvaluation> evaluations,
            RejectedFiles rejected,
            List<UnusableFile> unusable,
            WrittenNames written,
            long since) {
        UndecidedMoves undecided = new UndecidedMoves(tenants.heads(), written, since);
        Map<TargetName, TargetEvaluation> evaluated =
                evaluations.stream().collect(Collectors.toMap(TargetEvaluation::name, Function.identity()));
        Catalog catalog = tenants.catalog();
        for (Application application : catalog.applications().values()) {
            for (Target target : application.targets()) {
                TargetName name = new TargetName(target.name(), application.name());
                Unknown unknown = unknown(
                        name,
                        evaluated.get(name),
                        head(tenants.heads(), name),
                        rejected,
                        isMade(target) ? null : target.path());
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
        for (UnusableFile file : unusable) {
            undecided
                    .files
                    .computeIfAbsent(tenants.owner().apply(file.folder()), _ -> new Unknowns(undecided.written))
                    .add(new Unknown(
                            file.path().replaceAll("\\s", "_"),
                            file.application(),
                            file.files().since(),
                            file.folder()));
        }
        return undecided;
    }

    private static @Nullable Unknown unknown(
            TargetName name,
            @Nullable TargetEvaluation evaluation,
            @Nullable TargetHead head,
            RejectedFiles rejected,
            @Nullable String folder) {
        if (evaluation != null && evaluation.isRejected(head)) {
            return evaluation.lacksSource()
                    ? new Unknown(name.toString(), null, NEVER_KNOWN, null)
                    : new Unknown(
                            name.toString(), null, rejected.of(evaluation, head).since(), folder);
        }
        if (head == null || !head.rejected() || evaluation != null) {
            return null;
        }
        return TargetEvaluation.isLackingSource(head.inputKey())
                ? new Unknown(name.toString(), null, NEVER_KNOWN, null)
                : new Unknown(name.toString(), null, RejectedFiles.since(head), folder);
    }

    /** Whether a chart or a program makes the names of its objects, whatever its files are called. */
    private static boolean isMade(Target target) {
        return target.chart() != null
                || !(target.renderer() == RendererChoice.BuiltIn.AUTO
                        || target.renderer() == RendererChoice.BuiltIn.YAML);
    }

    @Override
    public @Nullable String holding(TargetName loser, UnfinishedMoves.Place place) {
        Domain domain = place.domain();
        long kept = Heads.since(head(heads, loser), since);
        return Stream.of(targets.get(domain), files.get(domain.tenant()))
                .filter(Objects::nonNull)
                .flatMap(each -> each.describing(place.reference(), kept))
                .filter(each -> !each.isOf(loser))
                .map(Unknown::name)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** What is recorded of a target. */
    static @Nullable TargetHead head(Map<String, ApplicationHead> heads, TargetName name) {
        ApplicationHead application = heads.get(name.application());
        return application == null ? null : application.targets().get(name.target());
    }
}
