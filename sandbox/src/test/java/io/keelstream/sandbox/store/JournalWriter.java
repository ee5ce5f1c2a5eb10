package io.keelstream.sandbox.store;

import static io.keelstream.sandbox.store.Objects.key;
import static io.keelstream.sandbox.store.Objects.tree;

import java.nio.file.Path;

/** Writes without end, and says what the store has acknowledged: to be killed. */
public final class JournalWriter {

    private JournalWriter() {}

    /**
     * Writes objects {@code 0} to {@code 9} again and again.
     *
     * @param arguments the state file, and the size of each object in characters
     */
    public static void main(String[] arguments) throws Exception {
        String padding = "x".repeat(Integer.parseInt(arguments[1]));
        try (ObjectStore store = new ObjectStore(Path.of(arguments[0]))) {
            for (int number = 0; ; number++) {
                ObjectKey key = key("a", Integer.toString(number % 10));
                StoredObject written = store.put(key, store.get(key), tree(key.name(), "x", number + padding));
                System.out.println(key.name() + " " + written.revision());
            }
        }
    }
}
