package io.keelstream.gitwatcher.wiring;

import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.wiring.GitWatcherProperties.Repository;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks which folders of a repository are fetched. Used once.
 *
 * @param property where they are written
 * @param mistakes gets one line per mistake
 */
record FoldersReader(String property, List<String> mistakes) {

    List<String> read(Repository written) {
        if (written.folders().isEmpty()) {
            return List.of();
        }
        String url = written.url() == null ? "" : written.url();
        boolean remote = url.contains("://") || url.contains("@");
        if (!remote || url.startsWith("file:")) {
            mistakes.add(property + ": has no effect for a repository on this machine; allowed: with one on a server");
        }
        if (written.verify() != null) {
            mistakes.add(
                    property + ": is given with verify, which needs the files of earlier commits too; allowed: one of"
                            + " both");
        }
        List<String> folders = new ArrayList<>();
        for (String each : written.folders()) {
            String folder = Paths.resolve("", each);
            if (folder == null || folder.isEmpty()) {
                mistakes.add(property + ": is '" + each + "'; allowed: folders inside the repository");
            } else {
                folders.add(folder);
            }
        }
        return folders;
    }
}
