package io.keelstream.gitwatcher.git;

import static io.keelstream.gitwatcher.git.ServedRepository.fetch;
import static io.keelstream.gitwatcher.git.ServedRepository.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Revision;
import io.keelstream.gitwatcher.GitFixture;
import io.keelstream.gitwatcher.snapshot.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.RefUpdate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Histories that Git reads and {@code git fsck} complains of. */
class MalformedHistoryTests {

    private static final String GOOD = "committer Someone <someone@example.com> 1700000000 +0000";
    private static final List<String> HEADERS = List.of(
            GOOD,
            "author Broken<x <..>>\n" + GOOD,
            "author A <a@example.com\n" + GOOD,
            "author A a@example.com> 1 +0000\n" + GOOD,
            "author \n" + GOOD,
            "author A <a@example.com> 99999999999999999999 +0000\n" + GOOD,
            "author A <a@example.com> 1700000000 +999999\n" + GOOD,
            "author A <a@example.com> 1700000000 +0000",
            "author A <a@example.com> 1700000000 +0000\nauthor B <b@example.com> 1 +0000\n" + GOOD,
            "author A <a@example.com> 1700000000 +0000\n" + GOOD + "\nencoding no-such-encoding");

    @TempDir
    Path folder;

    private GitFixture infra;
    private ServedRepository served;

    @BeforeEach
    void serve() throws Exception {
        served = new ServedRepository(folder);
        infra = served.infra();
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyCommitThatGitReadsIsRead(boolean local) throws Exception {
        infra.write("a.yaml", "0").commit("Good");
        try (RepositoryClone clone = served.clone(local, "clone")) {
            fetch(clone);
            for (String headers : HEADERS) {
                // When
                ObjectId commit = commit(infra.snapshot().root().id(), headers);

                // Then
                Revision revision = fetch(clone).revision();
                assertThat(revision.commit()).as(headers).isEqualTo(commit.name());
                assertThat(revision.author()).as(headers).isNotBlank();
                assertThat(revision.message()).isEqualTo("Odd commit");
                assertThat(revision.committedAt()).isAfterOrEqualTo(Instant.EPOCH);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void freshCloneReadsAHistoryWithSuchCommits(boolean local) throws Exception {
        infra.write("a.yaml", "0").commit("Good");
        for (String headers : HEADERS) {
            commit(infra.snapshot().root().id(), headers);
        }
        Revision good = infra.write("a.yaml", "1").commit("Good again");

        try (RepositoryClone clone = served.clone(local, "fresh")) {
            Fetched.Commit fetched = fetch(clone);
            assertThat(fetched.revision().commit()).isEqualTo(good.commit());
            assertThat(read(fetched, "a.yaml")).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void treesWithStrangeModesAndOrderAreRead(boolean local) throws Exception {
        infra.write("a.yaml", "0").commit("Good");
        String blob = infra.snapshot().find("a.yaml").id();
        try (RepositoryClone clone = served.clone(local, "clone")) {
            fetch(clone);
            commit(tree(blob, "0100644 z.yaml", "100664 b.yaml", "100755 a.yaml"), GOOD);

            assertThat(read(fetch(clone), "z.yaml")).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".git", ".GIT", "git~1", "..", ".", "a/b", "same"})
    void dangerousNameIsUnsafeAndTheRestOfItsFolderIsRead(String name) throws Exception {
        infra.write("a.yaml", "0").commit("Good");
        String blob = infra.snapshot().find("a.yaml").id();
        try (RepositoryClone clone = served.clone(true, "clone")) {
            fetch(clone);
            String inner = tree(blob, "100644 a.yaml", "100644 same", "100644 " + name);
            commit(tree(inner, "40000 apps"), GOOD);

            // When
            Fetched.Commit dangerous = fetch(clone);

            // Then
            assertThat(read(dangerous, "apps/a.yaml")).isEqualTo("0");
            Entry apps = Objects.requireNonNull(dangerous.snapshot().find("apps"));
            assertThat(dangerous.snapshot().list(apps))
                    .filteredOn(each -> each.name().equals(name.substring(name.indexOf('/') + 1)))
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(each.kind()).isEqualTo(Entry.Kind.UNSAFE));
            commit(tree(tree(blob, "100644 a.yaml", "100644 same"), "40000 apps"), GOOD);
            assertThat(read(fetch(clone), "apps/same")).isEqualTo("0");
        }
    }

    @Test
    void commitWithoutItsTreeIsAProblemOfThatCommitAlone() throws Exception {
        infra.write("a.yaml", "0").commit("Good");
        try (RepositoryClone clone = served.clone(true, "clone")) {
            fetch(clone);
            commit("1234567890123456789012345678901234567890", GOOD);

            assertThat(clone.fetch((Look.At) clone.look())).isInstanceOf(Fetched.Failed.class);

            infra.write("a.yaml", "1").commit("refs/heads/main", "Rewritten", true);
            assertThat(read(fetch(clone), "a.yaml")).isEqualTo("1");
        }
    }

    @Test
    void localCloneWithACutOffHistoryIsReadAndFollowed() throws Exception {
        infra.write("a.yaml", "0").commit("Cut off");
        infra.write("a.yaml", "1").commit("First that is there");
        ObjectId first = infra.repository().resolve("refs/heads/main");
        Files.writeString(infra.folder().resolve("shallow"), first.name() + "\n");

        try (RepositoryClone clone = served.clone(true, "clone")) {
            assertThat(read(fetch(clone), "a.yaml")).isEqualTo("1");
            infra.write("a.yaml", "2").commit("Next");
            Fetched.Commit next = fetch(clone);
            assertThat(read(next, "a.yaml")).isEqualTo("2");
            assertThat(next.rewritten()).isFalse();
        }
    }

    private ObjectId commit(String tree, String headers) throws IOException {
        ObjectId parent = infra.repository().resolve("refs/heads/main");
        String text = "tree " + tree + "\nparent " + parent.name() + "\n" + headers + "\n\nOdd commit\n";
        ObjectId commit = insert(Constants.OBJ_COMMIT, text.getBytes(StandardCharsets.UTF_8));
        RefUpdate update = infra.repository().updateRef("refs/heads/main");
        update.setNewObjectId(commit);
        update.setForceUpdate(true);
        update.update();
        return commit;
    }

    private String tree(String id, String... entries) throws IOException {
        ByteArrayOutputStream tree = new ByteArrayOutputStream();
        for (String entry : entries) {
            tree.writeBytes(entry.getBytes(StandardCharsets.UTF_8));
            tree.write(0);
            byte[] raw = new byte[Constants.OBJECT_ID_LENGTH];
            ObjectId.fromString(id).copyRawTo(raw, 0);
            tree.writeBytes(raw);
        }
        return insert(Constants.OBJ_TREE, tree.toByteArray()).name();
    }

    private ObjectId insert(int type, byte[] content) throws IOException {
        try (ObjectInserter inserter = infra.repository().newObjectInserter()) {
            ObjectId id = inserter.insert(type, content);
            inserter.flush();
            return id;
        }
    }
}
