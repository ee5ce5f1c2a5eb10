package io.keelstream.cli.render;

import io.keelstream.gitwatcher.offline.OfflineReport;
import java.nio.file.Path;
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
                            + " PATH), and validate asks its keelstream.policies (default: the built-in rules, which warn).")
    private @Nullable Path config;

    /** @param target the only target to look at; null for all */
    OfflineReport look(@Nullable String target) throws InterruptedException {
        return Offline.look(RenderersFile.find(config), folder, target, kubeVersion);
    }

    /** The installation's file; null where none is given. */
    @Nullable
    Path config() {
        return config;
    }
}
