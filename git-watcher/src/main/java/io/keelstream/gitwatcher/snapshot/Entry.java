package io.keelstream.gitwatcher.snapshot;

/**
 * One name in a commit's tree.
 *
 * @param path path from the repository's root with {@code /} between names; empty for the root
 * @param kind what it is
 * @param id content id: equal ids, equal content
 */
public record Entry(String path, Kind kind, String id) {

    /** How many folders may be inside one another. Whatever walks a commit goes no deeper, and so never runs out of stack. */
    public static final int DEEPEST = 64;

    /** What an entry is. Only files and folders are ever read. */
    public enum Kind {
        FILE,
        FOLDER,
        LINK,
        SUBMODULE,

        /** A folder inside {@link #DEEPEST} others; what it holds is not read. */
        DEEP_FOLDER,

        /** A file or a link of a folder whose files are not fetched. */
        UNFETCHED,

        /** A name that Git does not write, because it would lead elsewhere as a part of a path, or one of two of the same name. */
        UNSAFE
    }

    /** A folder at a path; one that is read, unless it is too deep. */
    public static Kind folderAt(String path) {
        return path.chars().filter(c -> c == '/').count() < DEEPEST ? Kind.FOLDER : Kind.DEEP_FOLDER;
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
