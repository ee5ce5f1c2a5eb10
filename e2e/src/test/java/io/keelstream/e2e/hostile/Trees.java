package io.keelstream.e2e.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

/** Writes trees of Git as bytes, so that nothing checks what stands in them. */
final class Trees {

    private final ObjectInserter inserter;

    /** One line of a tree. */
    record Line(String mode, String name, ObjectId id) {}

    Trees(ObjectInserter inserter) {
        this.inserter = inserter;
    }

    /** A folder with these files; a {@code /} in a path is one of a folder. */
    ObjectId folder(SortedMap<String, byte[]> files) throws IOException {
        SortedMap<String, byte[]> here = new TreeMap<>();
        SortedMap<String, SortedMap<String, byte[]>> below = new TreeMap<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            int slash = file.getKey().indexOf('/');
            if (slash < 0) {
                here.put(file.getKey(), file.getValue());
            } else {
                below.computeIfAbsent(file.getKey().substring(0, slash), _ -> new TreeMap<>())
                        .put(file.getKey().substring(slash + 1), file.getValue());
            }
        }
        // Git sorts a folder as if its name ended with a slash.
        SortedMap<String, Line> lines = new TreeMap<>();
        for (Map.Entry<String, byte[]> file : here.entrySet()) {
            lines.put(file.getKey(), new Line("100644", file.getKey(), blob(file.getValue())));
        }
        for (Map.Entry<String, SortedMap<String, byte[]>> folder : below.entrySet()) {
            lines.put(folder.getKey() + "/", new Line("40000", folder.getKey(), folder(folder.getValue())));
        }
        return tree(lines.values().toArray(Line[]::new));
    }

    /** A tree of these lines in this order. */
    ObjectId tree(Line... lines) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Line line : lines) {
            bytes.writeBytes((line.mode() + " " + line.name()).getBytes(StandardCharsets.UTF_8));
            bytes.write(0);
            byte[] id = new byte[Constants.OBJECT_ID_LENGTH];
            line.id().copyRawTo(id, 0);
            bytes.writeBytes(id);
        }
        return inserter.insert(Constants.OBJ_TREE, bytes.toByteArray());
    }

    /** Folders of this name in one another, the files in the innermost. */
    ObjectId nested(int depth, String name, SortedMap<String, byte[]> files) throws IOException {
        ObjectId tree = folder(files);
        for (int i = 0; i < depth; i++) {
            tree = tree(new Line("40000", name, tree));
        }
        return tree;
    }

    ObjectId blob(byte[] content) throws IOException {
        return inserter.insert(Constants.OBJ_BLOB, content);
    }

    /** The mode of a link, as its octal digits. */
    static String link() {
        return Integer.toOctalString(FileMode.SYMLINK.getBits());
    }
}
