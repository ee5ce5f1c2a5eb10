package io.keelstream.cli.health;

import io.keelstream.cli.CommandFailure;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.LocatedManifest;
import io.keelstream.kubernetes.yaml.YamlLimits;
import io.keelstream.kubernetes.yaml.YamlReader;
import io.keelstream.kubernetes.yaml.YamlResult;
import java.util.List;

/** Reads the objects of a file; ends the command with the places of the errors. */
final class ObjectFile {

    /** Live objects in one file may be larger than a file of a repository. */
    private static final int LARGEST = 64 << 20;

    private ObjectFile() {}

    static List<Manifest> read(String name, byte[] content) {
        var reader = new YamlReader(YamlLimits.DEFAULT.withBytes(LARGEST));
        return switch (reader.manifests(content)) {
            case YamlResult.Read<LocatedManifest>(List<LocatedManifest> items) ->
                items.stream().map(LocatedManifest::manifest).toList();
            case YamlResult.Malformed<LocatedManifest> malformed ->
                throw CommandFailure.wrongUse(
                        name + ":" + malformed.line() + ":" + malformed.column() + ": " + malformed.message());
        };
    }
}
