package io.keelstream.cli.adopt.source;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlDocument;
import io.keelstream.kubernetes.yaml.YamlReader;
import io.keelstream.kubernetes.yaml.YamlResult;
import java.util.List;
import java.util.Optional;

/** Objects that name a namespace, which a tool that overrides it puts elsewhere. Stateless. */
public final class OtherNamespaces {

    private OtherNamespaces() {}

    /** The first file below a folder, or the kustomization of the folder, that names another namespace than this one. */
    public static Optional<String> in(Sources sources, String folder, String namespace) {
        boolean built = sources.sameTree() && sources.tree().isKustomization(folder);
        String given = built ? sources.kustomizations().namespace(folder) : "";
        if (!given.isEmpty()) {
            return given.equals(namespace) ? Optional.empty() : Optional.of("the kustomization");
        }
        Iterable<String> files = built
                ? sources.kustomizations().reach(folder).files()
                : sources.tree().below(folder);
        for (String file : files) {
            if (DeployedFolder.isManifest(file)
                    && !sources.objects().alone().contains(file)
                    && names(sources.tree().read(file), namespace)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private static boolean names(byte[] content, String namespace) {
        return content.length <= SourceTree.MOST_BYTES
                && new YamlReader().documents(content)
                        instanceof YamlResult.Read<YamlDocument>(List<YamlDocument> documents)
                && documents.stream()
                        .map(each -> new Manifest(Manifest.map(each.value())).namespace())
                        .anyMatch(each -> !each.isEmpty() && !each.equals(namespace));
    }
}
