package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.application.Application;
import io.keelstream.gitwatcher.bundle.Bundle;
import io.keelstream.gitwatcher.evaluation.TargetEvaluation.EvaluationResult;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The results of one commit until they are written, so that hand-overs between targets are seen. Their bundles are all in
 * memory; where they are too much, the application with the most is refused as a whole and its bundles are dropped, until
 * the rest fits: one folder that is the source of hundreds of targets stops its application alone. Thread-safe.
 */
final class HeldBundles {

    /** About what a value with its name takes in memory; bytes. */
    private static final long VALUE = 150;

    private final long most;
    private final Map<TargetName, TargetEvaluation> results = new HashMap<>();
    private final Map<String, Long> sizes = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private long held;

    /** @param most bytes of memory, as far as that can be estimated */
    HeldBundles(long most) {
        this.most = most;
    }

    /** Adds a result; it may be refused, as others of its application may. */
    synchronized void add(TargetEvaluation evaluation) {
        String application = evaluation.name().application();
        if (refused.contains(application)) {
            results.put(evaluation.name(), refused(evaluation));
            return;
        }
        results.put(evaluation.name(), evaluation);
        if (evaluation.result() instanceof EvaluationResult.Accepted accepted) {
            long size = size(accepted.bundle());
            held += size;
            sizes.merge(application, size, Long::sum);
            while (held > most && !sizes.isEmpty()) {
                refuse(largest());
            }
        }
    }

    /** Whether nothing of an application needs to be rendered, because it is refused in any case. */
    synchronized boolean refuses(Application application) {
        return refused.contains(application.name());
    }

    /** The result of a target. */
    synchronized @Nullable TargetEvaluation get(TargetName name) {
        return results.get(name);
    }

    /** Drops the results of an application that are written. */
    synchronized void release(Application application) {
        application.targets().forEach(each -> results.remove(new TargetName(each.name(), application.name())));
        Long size = sizes.remove(application.name());
        held -= size == null ? 0 : size;
    }

    /** The result of a target that is not rendered any more. */
    static EvaluationResult.Refused refusal(Application application) {
        return new EvaluationResult.Refused(List.of(problem(application)));
    }

    private String largest() {
        return sizes.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
    }

    private void refuse(String application) {
        refused.add(application);
        Long size = sizes.remove(application);
        held -= size == null ? 0 : size;
        results.replaceAll((name, each) -> name.application().equals(application) ? refused(each) : each);
    }

    /** Its key is none: another commit, or a process with more memory, may accept the same inputs. */
    private static TargetEvaluation refused(TargetEvaluation evaluation) {
        return evaluation.result() instanceof EvaluationResult.Accepted
                ? new TargetEvaluation(
                        evaluation.name(),
                        evaluation.application(),
                        evaluation.target(),
                        TargetEvaluation.NO_KEY,
                        evaluation.inputs(),
                        refusal(evaluation.application()))
                : evaluation;
    }

    private static Problem problem(Application application) {
        return Reason.BUNDLE_TOO_LARGE.problem(
                "the targets of '" + application.name() + "' that one commit changes take more memory together than"
                        + " git-watcher has for them. Split the application, or give git-watcher more memory",
                application.file());
    }

    private static long size(Bundle.Complete bundle) {
        long size = 0;
        for (Bundle.Item item : bundle.objects()) {
            size += size(item.body().tree());
        }
        return size;
    }

    private static long size(@Nullable Object tree) {
        long size = VALUE;
        switch (tree) {
            case Map<?, ?> map -> {
                for (Map.Entry<?, ?> each : map.entrySet()) {
                    size += ((String) each.getKey()).length() + size(each.getValue());
                }
            }
            case List<?> list -> {
                for (Object each : list) {
                    size += size(each);
                }
            }
            case String text -> size += text.length();
            case null, default -> {}
        }
        return size;
    }
}
