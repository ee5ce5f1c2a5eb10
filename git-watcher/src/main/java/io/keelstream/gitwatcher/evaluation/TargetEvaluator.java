package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.head.Head.SourceHead;
import io.keelstream.contracts.head.Head.TargetHead;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.application.Application;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.bundle.Bundle;
import io.keelstream.gitwatcher.bundle.BundleBuilder;
import io.keelstream.gitwatcher.encrypted.EncryptedFiles;
import io.keelstream.gitwatcher.encrypted.EncryptedValues;
import io.keelstream.gitwatcher.evaluation.EvaluationListener.Part;
import io.keelstream.gitwatcher.evaluation.Provenance.Answer;
import io.keelstream.gitwatcher.evaluation.SourceChoice.Chosen;
import io.keelstream.gitwatcher.evaluation.TargetEvaluation.EvaluationResult;
import io.keelstream.gitwatcher.render.InputKey;
import io.keelstream.gitwatcher.render.LinkProblem;
import io.keelstream.gitwatcher.render.RenderRequest;
import io.keelstream.gitwatcher.render.RenderResult;
import io.keelstream.gitwatcher.render.Renderer;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.MalformedEntryException;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.gitwatcher.snapshot.UnreadableSnapshotException;
import io.keelstream.gitwatcher.source.Content;
import io.keelstream.gitwatcher.source.Wanted;
import io.keelstream.gitwatcher.tenant.Tenancy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Evaluates one target of one commit: its inputs first, its files only when those changed. Thread-safe. */
final class TargetEvaluator {

    private final EvaluationSettings settings;
    private final ReentrantLock outOfMemory = new ReentrantLock();

    TargetEvaluator(EvaluationSettings settings) {
        this.settings = settings;
    }

    /** One that is not rendered, whatever it reads; where that cannot be said, it reads nothing but its folder. */
    TargetEvaluation unrendered(
            Snapshot snapshot, Application application, Target target, String key, EvaluationResult refused) {
        RenderRequest request = request(snapshot, application, target);
        List<Entry> inputs;
        try {
            inputs = settings.renderers().choose(request).inputs(request);
        } catch (UnreadableSnapshotException e) {
            throw e;
        } catch (RuntimeException | Error _) {
            inputs = List.of();
        }
        TargetName name = new TargetName(target.name(), application.name());
        return new TargetEvaluation(name, application, target, key, inputs, UsedSources.NONE, refused);
    }

    /**
     * Evaluates a target.
     *
     * @param owned its application, and who answers for it
     * @param head what is remembered of it; null for a new one
     * @param choice which contents of charts and bases from elsewhere count
     * @param listener is notified of the rendering
     * @throws UnreadableSnapshotException when the repository is damaged: the target is not affected by that
     */
    TargetEvaluation evaluate(
            Snapshot snapshot,
            Owned owned,
            Target target,
            @Nullable TargetHead head,
            SourceChoice choice,
            EvaluationListener listener)
            throws InterruptedException {
        Application application = owned.application();
        TargetName name = new TargetName(target.name(), application.name());
        RenderRequest request = request(snapshot, application, target);
        try {
            return evaluate(name, owned, request, head, choice, listener);
        } catch (OutOfMemoryError e) {
            return alone(name, owned, request, head, choice, listener);
        } catch (UnreadableSnapshotException e) {
            throw e;
        } catch (MalformedEntryException e) {
            try (Part part = listener.rendering(name)) {
                List<Problem> problems = List.of(LinkProblem.malformed(e.path()));
                part.refused(problems);
                return unread(name, application, request, new EvaluationResult.Refused(problems));
            }
        } catch (RuntimeException | Error e) {
            try (Part part = listener.rendering(name)) {
                return unread(name, application, request, failed(part, request, e));
            }
        }
    }

    private RenderRequest request(Snapshot snapshot, Application application, Target target) {
        return new RenderRequest(
                snapshot,
                application.name(),
                application.base(),
                target,
                settings.clusters().statedOf(target.cluster()));
    }

    /**
     * Again, after it ran out of memory, which may be the fault of another target that was rendered meanwhile: one target at a
     * time. That one is at fault if it fails again.
     */
    private TargetEvaluation alone(
            TargetName name,
            Owned owned,
            RenderRequest request,
            @Nullable TargetHead head,
            SourceChoice choice,
            EvaluationListener listener)
            throws InterruptedException {
        outOfMemory.lockInterruptibly();
        try {
            return evaluate(name, owned, request, head, choice, listener);
        } catch (OutOfMemoryError e) {
            try (Part part = listener.rendering(name)) {
                part.unexpected(e);
                EvaluationResult result = new EvaluationResult.Refused(List.of(Reason.RENDERER_LIMIT.problem(
                        "rendering needs more memory than git-watcher has. Split the target, or give git-watcher more",
                        Paths.named(request.target().path()))));
                return unread(name, owned.application(), request, result);
            }
        } finally {
            outOfMemory.unlock();
        }
    }

    private TargetEvaluation evaluate(
            TargetName name,
            Owned owned,
            RenderRequest written,
            @Nullable TargetHead head,
            SourceChoice choice,
            EvaluationListener listener)
            throws InterruptedException {
        Application application = owned.application();
        Target target = written.target();
        boolean known = settings.clusters().has(target.cluster());
        Renderer renderer = settings.renderers().choose(written);
        boolean asks = known && renderer.asksCluster(written);
        RenderRequest request = asks ? written.on(settings.clusters().of(target.cluster())) : written;
        Drafted drafted = new Drafted(
                name,
                application,
                target,
                renderer.inputs(request),
                known ? renderer.sources(request) : List.of(),
                asks ? Set.of(UsedSources.ofCluster(target.cluster())) : Set.of());
        Optional<Problem> foreign = drafted.wanted().stream()
                .flatMap(each -> owned.tenancy().objection(each).stream())
                .findFirst();
        if (foreign.isPresent()) {
            EvaluationResult refused = new EvaluationResult.Refused(List.of(foreign.get()));
            return drafted.with(
                    TargetEvaluation.breaking(
                            Tenancy.key(foreign.get()), request.snapshot().find(target.path())),
                    List.of(),
                    refused);
        }
        List<SourceHead> heads;
        switch (choice.digests(drafted.wanted(), head)) {
            case Chosen.Known<List<SourceHead>>(List<SourceHead> chosen) -> heads = chosen;
            case Chosen.Pending<List<SourceHead>> _ -> {
                return drafted.waiting();
            }
            case Chosen.Failed<List<SourceHead>>(List<Problem> problems) -> {
                return drafted.missing(problems, listener);
            }
        }
        String version = !known
                ? "unknown cluster"
                : renderer.version()
                        + settings.secretsVersion()
                        + LargeFiles.version(choice)
                        + owned.tenancy().version();
        String key = InputKey.of(request, version, drafted.inputs(), drafted.digests(heads));
        if (head != null
                && (!head.removed() || head.rejected())
                && head.inputKey().equals(key)) {
            return drafted.with(key, heads, new EvaluationResult.Unchanged());
        }
        List<String> signers;
        switch (owned.signed(request, settings.renderers())) {
            case Answer.Signed(List<String> by) -> signers = by;
            case Answer.Objection(Problem problem) -> {
                EvaluationResult refused = new EvaluationResult.Refused(List.of(problem));
                return drafted.with(Owned.key(key, problem), heads, refused);
            }
        }
        return switch (choice.contents(drafted.wanted(), heads)) {
            case Chosen.Pending<Map<String, Content>> _ -> drafted.waiting();
            case Chosen.Failed<Map<String, Content>>(List<Problem> problems) -> drafted.missing(problems, listener);
            case Chosen.Known<Map<String, Content>>(Map<String, Content> contents) -> {
                LargeFiles files = new LargeFiles(request.snapshot(), choice);
                try (Part part = listener.rendering(name)) {
                    EvaluationResult result = known
                            ? signed(render(renderer, request.in(files).with(contents), owned.tenancy(), part), signers)
                            : unknownCluster(application, target);
                    Drafted read = drafted.reading(files.keys());
                    yield settled(read, files, read.with(key, heads, result), part);
                }
            }
        };
    }

    /** The evaluation as it is, unless the render lacked a file of Git LFS or a submodule. */
    private static TargetEvaluation settled(Drafted drafted, LargeFiles files, TargetEvaluation evaluation, Part part) {
        return switch (files.contents()) {
            case Chosen.Pending<Map<String, Content>> _ -> drafted.waiting();
            case Chosen.Failed<Map<String, Content>>(List<Problem> problems) -> drafted.missing(problems, part);
            case Chosen.Known<Map<String, Content>> _ -> {
                if (!(evaluation.result() instanceof EvaluationResult.Refused refused)) {
                    yield evaluation;
                }
                if (refused.problems().stream().anyMatch(files.absent()::containsValue)) {
                    yield drafted.missing(refused.problems(), part);
                }
                part.refused(refused.problems());
                yield evaluation;
            }
        };
    }

    /**
     * What is known of an evaluation before its result.
     *
     * @param others the keys of what else is read that is not in the repository: files in Git LFS, and what the cluster serves
     */
    private record Drafted(
            TargetName name,
            Application application,
            Target target,
            List<Entry> inputs,
            List<Wanted> wanted,
            Set<String> others) {

        Drafted reading(Set<String> files) {
            Set<String> all = new HashSet<>(others);
            all.addAll(files);
            return new Drafted(name, application, target, inputs, wanted, all);
        }

        TargetEvaluation with(String key, List<SourceHead> heads, EvaluationResult result) {
            return new TargetEvaluation(name, application, target, key, inputs, used(heads), result);
        }

        TargetEvaluation waiting() {
            return with(TargetEvaluation.NO_KEY, List.of(), new EvaluationResult.Waiting());
        }

        /** Something from elsewhere is not to be had. */
        TargetEvaluation missing(List<Problem> problems, EvaluationListener listener) {
            try (Part part = listener.rendering(name)) {
                return missing(problems, part);
            }
        }

        TargetEvaluation missing(List<Problem> problems, Part part) {
            part.refused(problems);
            return with(TargetEvaluation.lackingSource(problems), List.of(), new EvaluationResult.Refused(problems));
        }

        Map<String, String> digests(List<SourceHead> heads) {
            Map<String, String> digests = new HashMap<>();
            for (int i = 0; i < wanted.size(); i++) {
                digests.put(wanted.get(i).address().key(), heads.get(i).digest());
            }
            return digests;
        }

        private UsedSources used(List<SourceHead> heads) {
            Set<String> keys = wanted.stream().map(each -> each.address().key()).collect(Collectors.toSet());
            keys.addAll(others);
            return new UsedSources(keys, heads);
        }
    }

    /** The inputs are not known: it is tried again with the next commit that changes its folder, and by a new process. */
    private static TargetEvaluation unread(
            TargetName name, Application application, RenderRequest request, EvaluationResult result) {
        Target target = request.target();
        return new TargetEvaluation(
                name,
                application,
                target,
                TargetEvaluation.breaking("unread", folder(request)),
                List.of(),
                UsedSources.NONE,
                result);
    }

    private static @Nullable Entry folder(RenderRequest request) {
        try {
            return request.snapshot().find(request.target().path());
        } catch (MalformedEntryException _) {
            return null;
        }
    }

    private EvaluationResult unknownCluster(Application application, Target target) {
        return new EvaluationResult.Refused(List.of(Reason.UNKNOWN_CLUSTER.problem(
                "unknown cluster '" + target.cluster() + "'; known: "
                        + String.join(", ", settings.clusters().stated().keySet()),
                application.file())));
    }

    private EvaluationResult render(Renderer renderer, RenderRequest request, Tenancy tenancy, Part part)
            throws InterruptedException {
        long start = System.nanoTime();
        try {
            EncryptedFiles files = new EncryptedFiles(request.snapshot());
            return switch (renderer.render(request.in(files))) {
                case RenderResult.Refused refused -> new EvaluationResult.Refused(refused.problems());
                case RenderResult.Rendered rendered ->
                    bundled(
                            BundleBuilder.build(
                                    request.target(),
                                    rendered,
                                    settings.secrets(),
                                    settings.sealed(),
                                    EncryptedValues.of(files),
                                    tenancy.limits()),
                            rendered,
                            start);
            };
        } catch (UnreadableSnapshotException | MalformedEntryException | OutOfMemoryError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            return failed(part, request, e);
        }
    }

    private static EvaluationResult signed(EvaluationResult result, List<String> signers) {
        return result instanceof EvaluationResult.Accepted accepted ? accepted.by(signers) : result;
    }

    private static EvaluationResult bundled(Bundle bundle, RenderResult.Rendered rendered, long start) {
        return switch (bundle) {
            case Bundle.Faulty faulty -> new EvaluationResult.Refused(faulty.problems());
            case Bundle.Complete complete ->
                new EvaluationResult.Accepted(
                        complete, rendered.renderer(), (System.nanoTime() - start) / 1_000_000, List.of());
        };
    }

    private static EvaluationResult failed(Part part, RenderRequest request, Throwable failure) {
        part.unexpected(failure);
        return new EvaluationResult.Refused(List.of(Reason.INTERNAL.problem(
                "rendering failed with an unexpected " + failure.getClass().getSimpleName()
                        + "; see the log of git-watcher",
                request.target().path())));
    }
}
