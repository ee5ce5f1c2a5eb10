package io.keelstream.cli.render;

import io.keelstream.cli.configuration.TenantsFile;
import io.keelstream.gitwatcher.offline.OfflineApplications;
import io.keelstream.gitwatcher.offline.OfflineReport;
import io.keelstream.gitwatcher.render.ClusterFacts;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command asks for that looks at a folder without a cluster. */
final class FolderOptions {

    @Parameters(paramLabel = "DIR", description = "A folder with a keelstream.yaml in it or below it.")
    private Path folder = Path.of(".");

    @Option(
            names = "--kube-version",
            paramLabel = "VERSION",
            description = "The version of Kubernetes that charts see, e.g. 1.36.0 (default: helm's own).")
    private String kubeVersion = "";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The installation: the programs of its keelstream.renderers render (default: kustomize and helm along"
                            + " PATH), its keelstream.tenants limit what the folder may deploy (default: nobody does), and"
                            + " validate asks its keelstream.policies (default: the built-in rules, which warn).")
    private @Nullable Path config;

    @Option(
            names = "--repository",
            paramLabel = "NAME",
            description = "The repository of --config of which the folder is a working copy (default: the only one).")
    private @Nullable String repository;

    /** @param target the only target to look at; null for all */
    OfflineReport look(@Nullable String target) throws InterruptedException {
        var cluster = new ClusterFacts(kubeVersion, List.of());
        return new OfflineApplications(RenderersFile.find(config), cluster, TenantsFile.of(config, repository))
                .look(folder, target == null ? "" : target);
    }

    /** The installation's file; null where none is given. */
    @Nullable
    Path config() {
        return config;
    }
}
