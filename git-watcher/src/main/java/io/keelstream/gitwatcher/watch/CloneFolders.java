package io.keelstream.gitwatcher.watch;

import io.keelstream.gitwatcher.git.RepositorySettings;
import io.keelstream.kubernetes.digest.ObjectDigest;
import java.nio.charset.StandardCharsets;

/** Names the folder of a clone: another URL or ref is another clone. Stateless. */
final class CloneFolders {

    private CloneFolders() {}

    static String name(RepositorySettings settings) {
        String identity = settings.url() + "\n" + settings.ref();
        String digest = ObjectDigest.sha256(identity.getBytes(StandardCharsets.UTF_8));
        return settings.name() + "-" + digest.substring("sha256:".length(), "sha256:".length() + 12);
    }
}
