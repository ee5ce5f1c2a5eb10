package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.application.Application;
import io.keelstream.gitwatcher.evaluation.TargetEvaluation.EvaluationResult;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The results of one commit until they are written, so that hand-overs between targets are seen. Their bundles are all in
 * memory, and what is written will be in that of the services that hold it. Where one of both is too much, the application
 * with the most is refused as a whole and its bundles are dropped, until the rest fits: one folder that is the source of
 * hundreds of targets stops its application alone. An application that takes no more than before is not refused for what the
 * ref takes. Thread-safe.
 */
final class HeldBundles {

    /**
     * What may be held; bytes, as {@link BundleMemory} counts them.
     *
     * @param commit by the results of one commit
     * @param ref by all bundles of the ref, once the commit is written
     */
    record Most(long commit, long ref) {}

    private static final String COMMIT = "the targets of '%s' that one commit changes take more memory together than"
            + " git-watcher has for them. Split the application, or give git-watcher more memory";

    private static final String REF =
            "with what this commit adds to '%s' the bundles of the ref take more memory together than"
                    + " the services have for them. Make them smaller, or give the services more memory";

    private final Most most;
    private final Map<TargetName, TargetEvaluation> results = new HashMap<>();

    /** What the last good bundles of the targets take that this commit looks at. */
    private final Map<TargetName, Long> before = new HashMap<>();

    /** Those with accepted results that are neither written nor refused. */
    private final Map<String, Share> shares = new HashMap<>();

    private final Map<String, String> refused = new HashMap<>();
    private long commit;
    private long ref;

    /**
     * @param most the limits
     * @param ref what the bundles of the ref take of which the commit keeps the target
     */
    HeldBundles(Most most, long ref) {
        this.most = most;
        this.ref = ref;
    }

    /** Says what the last good bundle of a target takes, for each before the first result is added. */
    synchronized void expect(TargetName name, long memory) {
        before.put(name, memory);
        ref -= memory;
    }

    /** Adds a result; it may be refused, as others of its application may. */
    synchronized void add(TargetEvaluation evaluation) {
        String application = evaluation.name().application();
        long last = before.getOrDefault(evaluation.name(), 0L);
        if (refused.containsKey(application)) {
            results.put(evaluation.name(), refused(evaluation));
            ref += last;
            return;
        }
        results.put(evaluation.name(), evaluation);
        if (evaluation.result() instanceof EvaluationResult.Accepted accepted) {
            long size = BundleMemory.of(accepted.bundle());
            shares.merge(application, new Share(size, last), Share::plus);
            commit += size;
            ref += size;
        } else {
            ref += last;
        }
        while (commit > most.commit()) {
            refuse(largest(Share::now).orElseThrow(), COMMIT);
        }
        Optional<String> grown = largest(Share::growth);
        while (ref > most.ref() && grown.isPresent()) {
            refuse(grown.get(), REF);
            grown = largest(Share::growth);
        }
    }

    /** Why nothing of an application needs to be rendered: it is refused in any case. Empty while it is not. */
    synchronized Optional<EvaluationResult> refusal(Application application) {
        return Optional.ofNullable(refused.get(application.name())).map(why -> refusal(application, why));
    }

    /** The result of a target. */
    synchronized @Nullable TargetEvaluation get(TargetName name) {
        return results.get(name);
    }

    /** Drops the results of an application that are written. */
    synchronized void release(Application application) {
        application.targets().forEach(each -> results.remove(new TargetName(each.name(), application.name())));
        Share share = shares.remove(application.name());
        commit -= share == null ? 0 : share.now();
    }

    /** What the bundles of the ref take, once the results are written. */
    synchronized long ref() {
        return ref;
    }

    /** The application with the most of something; empty where none has any. */
    private Optional<String> largest(ToLongFunction<Share> size) {
        return shares.entrySet().stream()
                .filter(each -> size.applyAsLong(each.getValue()) > 0)
                .max(Comparator.<Map.Entry<String, Share>>comparingLong(each -> size.applyAsLong(each.getValue()))
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey);
    }

    private void refuse(String application, String why) {
        refused.put(application, why);
        Share share = Objects.requireNonNull(shares.remove(application));
        commit -= share.now();
        ref -= share.growth();
        results.replaceAll((name, each) -> name.application().equals(application) ? refused(each) : each);
    }

    /** Its key is no other's: another commit, or a process with more memory, may accept the same inputs. */
    private TargetEvaluation refused(TargetEvaluation evaluation) {
        Application application = evaluation.application();
        return evaluation.result() instanceof EvaluationResult.Accepted
                ? evaluation.refused(refusal(application, refused.getOrDefault(application.name(), COMMIT)))
                : evaluation;
    }

    private static EvaluationResult refusal(Application application, String why) {
        return new EvaluationResult.Refused(
                List.of(Reason.BUNDLE_TOO_LARGE.problem(why.formatted(application.name()), application.file())));
    }

    /**
     * What the accepted results of an application take.
     *
     * @param now bytes
     * @param before what the last good bundles of the same targets take
     */
    private record Share(long now, long before) {

        Share plus(Share other) {
            return new Share(now + other.now, before + other.before);
        }

        long growth() {
            return now - before;
        }
    }
}
