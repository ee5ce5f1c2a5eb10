package io.keelstream.e2e.hostile;

import io.keelstream.e2e.system.Manifests;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files of the application {@code hostile}; those of a good one until others are put in their place. */
final class Files {

    private final SortedMap<String, byte[]> all = new TreeMap<>();

    private Files() {}

    /** An application with one ConfigMap. */
    static Files good() {
        return new Files()
                .with("keelstream.yaml", Manifests.application("hostile"))
                .with("a.yaml", Manifests.configMap("a", "good"));
    }

    /** The same with a Secret whose value nobody may read. */
    static Files withSecret(Random random) {
        return good().with("secret.yaml", secret(random));
    }

    /** A Secret as a document. */
    static String secret(Random random) {
        return "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n  password: \"" + hush(random) + "\"\n";
    }

    /** A value that nobody may read. */
    static String hush(Random random) {
        return HostileInput.HUSH + Long.toHexString(random.nextLong());
    }

    Files with(String path, String content) {
        return with(path, content.getBytes(StandardCharsets.UTF_8));
    }

    Files with(String path, byte[] content) {
        all.put(path, content);
        return this;
    }

    Files without(String path) {
        all.remove(path);
        return this;
    }

    SortedMap<String, byte[]> all() {
        return all;
    }
}
