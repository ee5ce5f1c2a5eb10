package io.keelstream.gitwatcher.offline;

import io.keelstream.contracts.head.Head.ApplicationHead;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.application.Application;
import io.keelstream.gitwatcher.application.ApplicationReader;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.bundle.Bundle;
import io.keelstream.gitwatcher.bundle.BundleBuilder;
import io.keelstream.gitwatcher.bundle.SealedSecrets;
import io.keelstream.gitwatcher.bundle.SecretRule;
import io.keelstream.gitwatcher.discovery.Catalog;
import io.keelstream.gitwatcher.discovery.CatalogBuilder;
import io.keelstream.gitwatcher.discovery.Discovered;
import io.keelstream.gitwatcher.encrypted.EncryptedFiles;
import io.keelstream.gitwatcher.encrypted.EncryptedValues;
import io.keelstream.gitwatcher.evaluation.RefClaims;
import io.keelstream.gitwatcher.offline.OfflineReport.OfflineTarget;
import io.keelstream.gitwatcher.render.ClusterFacts;
import io.keelstream.gitwatcher.render.RenderRequest;
import io.keelstream.gitwatcher.render.RenderResult;
import io.keelstream.gitwatcher.render.Renderers;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Renders and checks the applications of a folder as the service would, except plain Secrets, which are kept as they are.
 * When the folder is in a working tree of Git, files beside it can be referenced as in the repository. Thread-safe.
 */
public final class OfflineApplications {

    private final Renderers renderers;
    private final ClusterFacts cluster;

    /** Uses these renderers; see {@link io.keelstream.gitwatcher.child.RendererPrograms}. */
    public OfflineApplications(Renderers renderers) {
        this(renderers, ClusterFacts.UNSTATED);
    }

    /** The same, with what charts see of every cluster. */
    public OfflineApplications(Renderers renderers, ClusterFacts cluster) {
        this.renderers = renderers;
        this.cluster = cluster;
    }

    /**
     * Evaluates every application at or below a folder.
     *
     * @param folder the folder
     * @param target the only target to evaluate, by its own name; empty for all
     */
    public OfflineReport look(Path folder, String target) throws InterruptedException {
        Path absolute = folder.toAbsolutePath().normalize();
        Path root = workTree(absolute);
        if (!Files.isDirectory(absolute)) {
            return nothing(Reason.PATH_NOT_FOUND.problem(folder + " is not a folder", folder.toString()));
        }
        Snapshot snapshot = new FolderSnapshot(root);
        String inside = root.relativize(absolute).toString().replace('\\', '/');
        Discovered discovered = Discovered.in(snapshot, inside);
        Map<String, ApplicationHead> none = Map.of();
        Catalog catalog = CatalogBuilder.build(snapshot, discovered, new RefClaims(none, name -> "", false));
        if (discovered.files().isEmpty()) {
            return nothing(Reason.PATH_NOT_FOUND.problem(
                    "there is no " + ApplicationReader.FILE_NAME + " at or below " + folder, folder.toString()));
        }
        return report(snapshot, catalog, target);
    }

    private OfflineReport report(Snapshot snapshot, Catalog catalog, String only) throws InterruptedException {
        List<Problem> problems = new ArrayList<>();
        catalog.anonymous().forEach(file -> problems.addAll(file.problems()));
        catalog.unusable().values().forEach(file -> problems.addAll(file.problems()));
        catalog.rejectedClaims().forEach(claim -> problems.add(claim.problem()));
        problems.addAll(new LinkedHashSet<>(catalog.dependencies().values()));
        List<OfflineTarget> targets = new ArrayList<>();
        for (Application application : catalog.applications().values()) {
            for (Target target : application.targets()) {
                if (only.isEmpty() || only.equals(target.name())) {
                    targets.add(target(snapshot, application, target));
                }
            }
        }
        if (targets.isEmpty() && problems.isEmpty()) {
            problems.add(Reason.PATH_NOT_FOUND.problem("no application has a target '" + only + "'", null));
        }
        return new OfflineReport(targets, problems);
    }

    private OfflineTarget target(Snapshot snapshot, Application application, Target target)
            throws InterruptedException {
        TargetName name = new TargetName(target.name(), application.name());
        EncryptedFiles files = new EncryptedFiles(snapshot);
        RenderRequest request = new RenderRequest(files, application.name(), application.base(), target, cluster);
        return switch (renderers.choose(request).render(request)) {
            case RenderResult.Refused(List<Problem> problems) ->
                new OfflineTarget(name, target.namespace(), target.policy(), "", List.of(), problems, List.of());
            case RenderResult.Rendered rendered ->
                switch (BundleBuilder.build(
                        target, rendered, new SecretRule.Keep(), new SealedSecrets(), EncryptedValues.of(files))) {
                    case Bundle.Faulty(List<Problem> problems) ->
                        new OfflineTarget(
                                name,
                                target.namespace(),
                                target.policy(),
                                rendered.renderer(),
                                List.of(),
                                problems,
                                List.of());
                    case Bundle.Complete complete ->
                        new OfflineTarget(
                                name,
                                target.namespace(),
                                target.policy(),
                                rendered.renderer(),
                                complete.objects().stream()
                                        .map(Bundle.Item::body)
                                        .toList(),
                                List.of(),
                                complete.warnings());
                };
        };
    }

    private static OfflineReport nothing(Problem problem) {
        return new OfflineReport(List.of(), List.of(problem));
    }

    /** The nearest folder upwards that holds {@code .git}; the folder itself where there is none. */
    private static Path workTree(Path folder) {
        for (Path each = folder; each != null; each = each.getParent()) {
            if (Files.exists(each.resolve(".git"))) {
                return each;
            }
        }
        return folder;
    }
}
