package io.keelstream.gitwatcher.application;

import java.util.List;
import java.util.Map;

/**
 * An application as its file describes it.
 *
 * @param name unique in the installation
 * @param file the file that says so, from the repository's root
 * @param base the folder that holds it
 * @param labels labels, copied into deployment events
 * @param targets at least one, with different names
 */
public record Application(String name, String file, String base, Map<String, String> labels, List<Target> targets) {

    public Application {
        labels = Map.copyOf(labels);
        targets = List.copyOf(targets);
    }
}
