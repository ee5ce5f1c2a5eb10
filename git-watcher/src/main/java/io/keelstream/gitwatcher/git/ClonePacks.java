package io.keelstream.gitwatcher.git;

import java.io.IOException;
import java.text.ParseException;
import java.util.concurrent.ExecutionException;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.GC;

/** Every fetch leaves a pack, and every lookup searches every pack: after some dozens they are packed into one. Stateless. */
final class ClonePacks {

    private static final int MANY = 50;

    private ClonePacks() {}

    /** Keeps JGit from packing by itself after a fetch, in a thread of its own that would interfere. */
    static void only(FileRepository repository) {
        repository.getConfig().setInt("gc", null, "auto", 0);
        repository.getConfig().setInt("gc", null, "autoPackLimit", 0);
    }

    static void packWhenMany(FileRepository repository) throws IOException {
        if (repository.getObjectDatabase().getPacks().size() < MANY) {
            return;
        }
        try {
            new GC(repository).gc().get();
        } catch (ParseException | ExecutionException | GitAPIException e) {
            throw new IOException("the clone cannot be packed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
