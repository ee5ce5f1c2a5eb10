package io.keelstream.gitwatcher.wiring;

import io.keelstream.gitwatcher.git.SignatureSettings;
import io.keelstream.gitwatcher.git.SignatureSettings.Merges;
import io.keelstream.gitwatcher.git.SignatureSettings.PathKeys;
import io.keelstream.gitwatcher.signature.Signatures;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.wiring.GitWatcherProperties.SignedPath;
import io.keelstream.gitwatcher.wiring.GitWatcherProperties.Verify;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks who must sign the commits of a repository. Used once.
 *
 * @param property where it is written
 * @param mistakes gets one line per mistake
 */
record VerifyReader(String property, List<String> mistakes) {

    SignatureSettings read(Verify written) {
        boolean everywhere = written.signatures().equals("required");
        if (!everywhere && !written.signatures().equals("paths")) {
            mistake(".signatures", written.signatures(), "required, paths");
        }
        Path keys = everywhere || written.keys() != null ? keys(".keys", written.keys()) : null;
        if (!everywhere && written.keys() != null) {
            mistakes.add(property + ".keys: has no effect with signatures: paths; allowed: signatures: required");
        }
        if (!everywhere && written.paths().isEmpty()) {
            mistakes.add(property + ".paths: is empty; allowed: at least one folder with keys");
        }
        return new SignatureSettings(everywhere ? keys : null, paths(written.paths()), merges(written.merges()));
    }

    private Merges merges(String written) {
        return switch (written) {
            case "first-parent" -> Merges.FIRST_PARENT;
            case "all-parents" -> Merges.ALL_PARENTS;
            default -> {
                mistake(".merges", written, "first-parent, all-parents");
                yield Merges.FIRST_PARENT;
            }
        };
    }

    private List<PathKeys> paths(List<SignedPath> written) {
        List<PathKeys> paths = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            String at = ".paths[" + i + "]";
            String folder = written.get(i).path();
            String path = folder == null ? null : Paths.resolve("", folder);
            Path keys = keys(at + ".keys", written.get(i).keys());
            if (path == null) {
                mistake(at + ".path", folder, "a folder inside the repository");
            } else if (keys != null) {
                paths.add(new PathKeys(path, keys));
            }
        }
        return paths;
    }

    private @Nullable Path keys(String at, @Nullable String written) {
        if (written == null || written.isBlank()) {
            mistake(at, written, "a folder of public keys");
            return null;
        }
        Path folder = Path.of(written);
        Signatures.mistakes(folder).forEach(mistake -> mistakes.add(property + at + ": " + mistake));
        return folder;
    }

    private void mistake(String at, @Nullable String value, String allowed) {
        mistakes.add(property + at + ": is '" + (value == null ? "" : value) + "'; allowed: " + allowed);
    }
}
