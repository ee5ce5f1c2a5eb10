package io.keelstream.e2e.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.transport.RefSpec;

/** A bare repository and a working copy that pushes to it. Used by one thread. */
public final class InfraRepository implements AutoCloseable {

    private final Path bare;
    private final Git work;

    private InfraRepository(Path bare, Git work) {
        this.bare = bare;
        this.work = work;
    }

    /** An empty repository below the folder. */
    public static InfraRepository create(Path folder) throws GitAPIException {
        Path bare = folder.resolve("infra.git");
        Git.init()
                .setBare(true)
                .setInitialBranch("main")
                .setDirectory(bare.toFile())
                .call()
                .close();
        Git work = Git.init()
                .setInitialBranch("main")
                .setDirectory(folder.resolve("work").toFile())
                .call();
        return new InfraRepository(bare, work);
    }

    /** Its bare folder. */
    public Path bare() {
        return bare;
    }

    /** Its URL for Keelstream. */
    public String url() {
        return bare.toString();
    }

    /** Writes a file of the working copy. */
    public InfraRepository write(String path, String content) throws IOException {
        Path file = folder().resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return this;
    }

    /** Makes a link in the working copy. */
    public InfraRepository link(String path, String to) throws IOException {
        Path file = folder().resolve(path);
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file, Path.of(to));
        return this;
    }

    /** Removes a file or folder of the working copy. */
    public InfraRepository remove(String path) throws IOException {
        try (Stream<Path> walk = Files.walk(folder().resolve(path))) {
            List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.delete(each);
            }
        }
        return this;
    }

    /** Commits everything and pushes it; the commit's id. */
    public String push(String message) throws GitAPIException {
        String commit = commit(message);
        publish();
        return commit;
    }

    /** Commits everything and pushes it to another branch, in place of what that has; the commit's id. */
    public String pushTo(String branch, String message) throws GitAPIException {
        String commit = commit(message);
        work.push()
                .setRemote(url())
                .setRefSpecs(new RefSpec("+refs/heads/main:refs/heads/" + branch))
                .call();
        return commit;
    }

    /** Commits everything and pushes it in place of the last commit, which is gone from the branch then. */
    public String forcePush(String message) throws GitAPIException {
        String commit = commit(message, true);
        publish();
        return commit;
    }

    /** Commits everything; the commit's id. */
    public String commit(String message) throws GitAPIException {
        return commit(message, false);
    }

    private String commit(String message, boolean inPlace) throws GitAPIException {
        work.add().addFilepattern(".").call();
        work.add().addFilepattern(".").setUpdate(true).call();
        return work.commit()
                .setSign(false)
                .setAmend(inPlace)
                .setAuthor("Tester", "tester@example.com")
                .setCommitter("Tester", "tester@example.com")
                .setMessage(message)
                .call()
                .name();
    }

    /** Pushes what is committed. */
    public void publish() throws GitAPIException {
        work.push()
                .setRemote(url())
                .setRefSpecs(new RefSpec("+refs/heads/main:refs/heads/main"))
                .call();
    }

    /** Deletes the branch; the next push brings it back. */
    public void deleteBranch() throws GitAPIException {
        work.push()
                .setRemote(url())
                .setRefSpecs(new RefSpec(":refs/heads/main"))
                .call();
    }

    /** Deletes a branch of the bare repository; the working copy keeps it. */
    public void deleteBranch(String name) throws GitAPIException {
        work.push()
                .setRemote(url())
                .setRefSpecs(new RefSpec(":refs/heads/" + name))
                .call();
    }

    @Override
    public void close() {
        work.close();
    }

    private Path folder() {
        return work.getRepository().getWorkTree().toPath();
    }
}
