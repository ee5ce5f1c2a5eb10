package io.keelstream.gitwatcher.submodule;

import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;

/**
 * What {@code .gitmodules} says: where the commits are that a repository names in the place of folders. What it says beside addresses is
 * for clones with files, and not read. Stateless.
 */
public final class Modules {

    /** The name of the file, in the root folder. */
    public static final String FILE = ".gitmodules";

    private static final String SECTION = "submodule";

    /** Bytes. */
    private static final long LARGEST = 256 << 10;

    private Modules() {}

    /** The addresses of the commit's submodules as they are written, by their paths. */
    static SortedMap<String, String> of(Snapshot files) {
        Entry file = files.find(FILE);
        if (file == null || !file.isFile() || files.size(file) > LARGEST) {
            return new TreeMap<>();
        }
        SortedMap<String, String> addresses = in(new String(files.read(file), StandardCharsets.UTF_8));
        addresses.keySet().removeIf(path -> !Mounts.isSubmodule(files.find(path), path));
        return addresses;
    }

    /** The addresses that the file's text has, by paths; empty where it says nothing, or nothing that Git would understand. */
    public static SortedMap<String, String> in(String text) {
        SortedMap<String, String> addresses = new TreeMap<>();
        Config config = new Config();
        try {
            config.fromText(text);
        } catch (ConfigInvalidException e) {
            return addresses;
        }
        for (String name : config.getSubsections(SECTION)) {
            String path = config.getString(SECTION, name, "path");
            String url = config.getString(SECTION, name, "url");
            if (path != null && url != null) {
                addresses.put(path, url);
            }
        }
        return addresses;
    }
}
