package io.keelstream.gitwatcher.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.gitwatcher.GitFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.TagBuilder;
import org.eclipse.jgit.transport.Daemon;
import org.eclipse.jgit.transport.resolver.FileResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commits, tags and ranges of tags as refs, of a folder and over the network. */
class WantedRefTests {

    @TempDir
    Path folder;

    private GitFixture infra;
    private Daemon daemon;

    @BeforeEach
    void serve() throws Exception {
        infra = new GitFixture(folder.resolve("infra.git"));
        // what hosts such as GitHub allow
        infra.repository().getConfig().setBoolean("uploadpack", null, "allowReachableSHA1InWant", true);
        infra.repository().getConfig().save();
        daemon = new Daemon(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        daemon.setRepositoryResolver(new FileResolver<>(folder.toFile(), true));
        daemon.start();
    }

    @AfterEach
    void stop() {
        daemon.stop();
        infra.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void greatestTagOfARangeIsFollowed(boolean local) throws Exception {
        commit("1", "v1.2.0", false);
        commit("2", "v1.10.0", true);
        commit("3", "v2.0.0", false);
        try (RepositoryClone clone = clone(local, "semver:>=1.2 <2")) {
            assertThat(read(clone)).isEqualTo("2");
            commit("4", "v1.11.0", true);
            assertThat(read(clone)).isEqualTo("4");
            commit("5", "v1.12.0-rc.1", false);
            assertThat(read(clone)).isEqualTo("4");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void annotatedTagIsItsCommit(boolean local) throws Exception {
        commit("1", "v1.0.0", true);
        commit("2", "v2.0.0", false);
        try (RepositoryClone clone = clone(local, "refs/tags/v1.0.0")) {
            assertThat(read(clone)).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void commitStaysWhereItIs(boolean local) throws Exception {
        ObjectId first = commit("1", "a", false);
        commit("2", "b", false);
        try (RepositoryClone clone = clone(local, first.name())) {
            assertThat(read(clone)).isEqualTo("1");
            commit("3", "c", false);
            assertThat(read(clone)).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rangeWithoutATagIsNamed(boolean local) throws Exception {
        commit("1", "v1.0.0", false);
        try (RepositoryClone clone = clone(local, "semver:^3")) {
            assertThat(clone.look()).isInstanceOfSatisfying(Look.Failed.class, failed -> {
                assertThat(Reason.REF_NOT_FOUND.is(failed.problem())).isTrue();
                assertThat(failed.problem().message()).contains("has no tag in the range semver:^3");
            });
        }
    }

    private RepositoryClone clone(boolean local, String ref) throws IOException {
        String remote = "git://127.0.0.1:" + daemon.getAddress().getPort() + "/infra.git";
        return RepositoryClone.open(
                new RepositorySettings(
                        "infra",
                        local ? infra.folder().toString() : remote,
                        ref,
                        "",
                        Duration.ofSeconds(30),
                        new GitCredentials.None()),
                folder.resolve("clone"));
    }

    private static String read(RepositoryClone clone) {
        return ServedRepository.read(ServedRepository.fetch(clone), "a.yaml");
    }

    private ObjectId commit(String content, String tag, boolean annotated) throws IOException {
        infra.write("a.yaml", content.getBytes(StandardCharsets.UTF_8)).commit(content);
        ObjectId commit = infra.repository().resolve("refs/heads/main");
        RefUpdate update = infra.repository().updateRef(Constants.R_TAGS + tag);
        update.setNewObjectId(annotated ? annotated(commit, tag) : commit);
        update.update();
        return commit;
    }

    private ObjectId annotated(ObjectId commit, String tag) throws IOException {
        try (ObjectInserter inserter = infra.repository().newObjectInserter()) {
            TagBuilder builder = new TagBuilder();
            builder.setTag(tag);
            builder.setMessage(tag);
            builder.setTagger(new PersonIdent("Ada", "ada@example.com"));
            builder.setObjectId(commit, Constants.OBJ_COMMIT);
            ObjectId id = inserter.insert(builder);
            inserter.flush();
            return id;
        }
    }
}
