package io.keelstream.gitwatcher.snapshot;

/**
 * One name in a commit's tree.
 *
 * @param path path from the repository's root with {@code /} between names; empty for the root
 * @param kind what it is
 * @param id content id: equal ids, equal content
 */
public record Entry(String path, Kind kind, String id) {

    /** What an entry is. Only files and folders are ever read. */
    public enum Kind {
        FILE,
        FOLDER,
        LINK,
        SUBMODULE
    }

    /** The last part of the path. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    public boolean isFolder() {
        return kind == Kind.FOLDER;
    }

    public boolean isFile() {
        return kind == Kind.FILE;
    }
}
