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
import io.keelstream.gitwatcher.discovery.Claims;
import io.keelstream.gitwatcher.discovery.Discovered;
import io.keelstream.gitwatcher.encrypted.EncryptedFiles;
import io.keelstream.gitwatcher.encrypted.EncryptedValues;
import io.keelstream.gitwatcher.evaluation.RefClaims;
import io.keelstream.gitwatcher.evaluation.TenantClaims;
import io.keelstream.gitwatcher.offline.OfflineReport.OfflineTarget;
import io.keelstream.gitwatcher.render.ClusterFacts;
import io.keelstream.gitwatcher.render.RenderRequest;
import io.keelstream.gitwatcher.render.RenderResult;
import io.keelstream.gitwatcher.render.Renderer;
import io.keelstream.gitwatcher.render.Renderers;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.gitwatcher.tenant.Tenancy;
import io.keelstream.gitwatcher.tenant.Tenants;
import io.keelstream.gitwatcher.tenant.Tenants.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Renders and checks the applications of a folder as the service would, except plain Secrets, which are kept as they are. Held to the
 * limits of tenants where these are known.
 * When the folder is in a working tree of Git, files beside it can be referenced as in the repository. Thread-safe.
 */
public final class OfflineApplications {

    private final Renderers renderers;
    private final ClusterFacts cluster;
    private final Function<Folders, Tenancy> tenancy;

    /** Uses these renderers; see {@link io.keelstream.gitwatcher.child.RendererPrograms}. */
    public OfflineApplications(Renderers renderers) {
        this(renderers, ClusterFacts.UNSTATED);
    }

    /** The same, with what charts see of every cluster. */
    public OfflineApplications(Renderers renderers, ClusterFacts cluster) {
        this(renderers, cluster, folders -> Tenants.NONE.of("", folders));
    }

    /** The same, held to the limits of the tenants that have a say in what is in some folders of the working tree. */
    public OfflineApplications(Renderers renderers, ClusterFacts cluster, Function<Folders, Tenancy> tenancy) {
        this.renderers = renderers;
        this.cluster = cluster;
        this.tenancy = tenancy;
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
        Claims claims = new TenantClaims(new RefClaims(none, name -> "", false), tenancy);
        Catalog catalog = CatalogBuilder.build(snapshot, discovered, claims);
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
        Renderer renderer = renderers.choose(request);
        Tenancy tenants = tenancy.apply(new Folders(application.base(), Paths.parent(application.file())));
        Optional<Problem> foreign = tenants.objection(application, target)
                .or(() -> renderer.sources(request).stream()
                        .flatMap(each -> tenants.objection(each).stream())
                        .findFirst());
        if (foreign.isPresent()) {
            return refused(name, target, "", List.of(foreign.get()));
        }
        return switch (renderer.render(request)) {
            case RenderResult.Refused(List<Problem> problems) -> refused(name, target, "", problems);
            case RenderResult.Rendered rendered ->
                switch (BundleBuilder.build(
                        target,
                        rendered,
                        new SecretRule.Keep(),
                        new SealedSecrets(),
                        EncryptedValues.of(files),
                        tenants.limits())) {
                    case Bundle.Faulty(List<Problem> problems) -> refused(name, target, rendered.renderer(), problems);
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

    private static OfflineTarget refused(TargetName name, Target target, String renderer, List<Problem> problems) {
        return new OfflineTarget(name, target.namespace(), target.policy(), renderer, List.of(), problems, List.of());
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
