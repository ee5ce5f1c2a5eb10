package io.keelstream.gitwatcher.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.gitwatcher.GitFixture;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.gitwatcher.source.Content;
import io.keelstream.gitwatcher.source.SourceAddress.GitBase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.TagBuilder;
import org.eclipse.jgit.transport.PacketLineOut;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitBasesTests {

    @TempDir
    Path folder;

    private PlainServer server;
    private GitFixture git;

    @BeforeEach
    void start() throws IOException {
        server = new PlainServer();
        git = new GitFixture(folder.resolve("other.git"));
        ServedGit.under(server, "/org/other", git.repository());
    }

    @AfterEach
    void stop() {
        git.close();
        server.close();
    }

    @Test
    void lightTagIsItsCommit() throws Exception {
        String commit = git.write("base/a.yaml", "one").commit("one").commit();
        tag("v1", ObjectId.fromString(commit));
        assertThat(origins().newest(base("v1"))).isEqualTo(commit);
    }

    @Test
    void annotatedTagIsTheCommitBehindIt() throws Exception {
        // Given
        String commit = git.write("base/a.yaml", "one").commit("one").commit();
        TagBuilder tag = new TagBuilder();
        tag.setTag("v1");
        tag.setTagger(new PersonIdent("Ada", "ada@example.com"));
        tag.setMessage("one");
        tag.setObjectId(ObjectId.fromString(commit), Constants.OBJ_COMMIT);
        try (ObjectInserter inserter = git.repository().newObjectInserter()) {
            ObjectId id = inserter.insert(tag);
            inserter.flush();
            tag("v1", id);
        }

        // Then
        assertThat(origins().newest(base("v1"))).isEqualTo(commit);
    }

    @Test
    void branchIsNoTag() {
        git.write("base/a.yaml", "one").commit("one");
        FetchException failure =
                catchThrowableOfType(FetchException.class, () -> origins().newest(base("main")));
        assertThat(failure.reason()).isEqualTo(Reason.SOURCE_NOT_FOUND);
        assertThat(failure).hasMessageContaining("has no tag 'main'; 'ref' must be a tag or a commit");
    }

    @Test
    void commitIsFetchedAloneAndKeptAcrossAStart() throws Exception {
        // Given
        String first = git.write("base/a.yaml", "one").commit("one").commit();
        git.write("base/a.yaml", "two").commit("two");

        // When
        String text = read(origins().fetch(base(first), first));
        server.asked.clear();
        String again = read(origins().fetch(base(first), first));

        // Then
        assertThat(text).isEqualTo("one");
        assertThat(again).isEqualTo("one");
        assertThat(server.asked).isEmpty();
        try (Stream<Path> kept = Files.list(folder.resolve("kept"))) {
            assertThat(kept).as("nothing is left but the commit").hasSize(1);
        }
    }

    @Test
    void commitOfBeforeIsFetchedThoughItsTagWasMoved() throws Exception {
        // Given
        String first = git.write("base/a.yaml", "one").commit("one").commit();
        tag(
                "v1",
                ObjectId.fromString(
                        git.write("base/a.yaml", "two").commit("two").commit()));

        // Then
        assertThat(read(origins().fetch(base("v1"), first))).isEqualTo("one");
    }

    @Test
    void commitThatTheHostDoesNotHaveIsNamed() {
        git.write("base/a.yaml", "one").commit("one");
        String absent = "1".repeat(40);
        FetchException failure =
                catchThrowableOfType(FetchException.class, () -> origins().fetch(base(absent), absent));
        assertThat(failure.reason()).isIn(Reason.SOURCE_NOT_FOUND, Reason.SOURCE_UNREACHABLE);
        assertThat(failure).hasMessageContaining("/org/other").hasMessageContaining(absent);
        assertThat(folder.resolve("kept")).isEmptyDirectory();
    }

    @Test
    void redirectToAHostThatIsNotListedIsRefused() throws Exception {
        try (PlainServer other = new PlainServer()) {
            server.redirects("/org/other/info/refs", other.url() + "/org/other/info/refs?service=git-upload-pack");
            FetchException failure =
                    catchThrowableOfType(FetchException.class, () -> origins().newest(base("v1")));
            assertThat(failure.reason()).isEqualTo(Reason.SOURCE_NOT_ALLOWED);
            assertThat(failure).hasMessageContaining(other.host());
            assertThat(other.asked).isEmpty();
        }
    }

    @Test
    void listOfTagsWithoutAnEndIsGivenUp() {
        // Given
        server.answers("/org/other/info/refs", exchange -> tags(exchange, false, () -> {}));

        // Then
        FetchException failure = catchThrowableOfType(
                FetchException.class, () -> origins(Duration.ofMinutes(10)).newest(base("v1")));
        assertThat(failure.reason()).isEqualTo(Reason.SOURCE_INVALID);
        assertThat(failure)
                .hasMessage("'" + server.host() + "' sends more than 16777216 bytes; copy what is needed into"
                        + " the repository");
    }

    @Test
    void listOfTagsThatUnpacksToMuchIsGivenUp() {
        server.answers("/org/other/info/refs", exchange -> tags(exchange, true, () -> {}));
        FetchException failure = catchThrowableOfType(
                FetchException.class, () -> origins(Duration.ofMinutes(10)).newest(base("v1")));
        assertThat(failure).hasMessageContaining("sends more than 16777216 bytes");
    }

    @Test
    void listOfTagsThatComesDropByDropIsGivenUp() {
        // Given
        server.answers("/org/other/info/refs", exchange -> tags(exchange, false, () -> Thread.sleep(20)));

        // When
        FetchException failure = catchThrowableOfType(
                FetchException.class, () -> origins(Duration.ofMillis(500)).newest(base("v1")));

        // Then
        assertThat(failure.reason()).isEqualTo(Reason.SOURCE_UNREACHABLE);
    }

    private interface Pause {
        void pause() throws InterruptedException;
    }

    /** Says tags until the other side hangs up. */
    private static void tags(HttpExchange exchange, boolean packed, Pause pause) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-git-upload-pack-advertisement");
        if (packed) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body =
                packed ? new GZIPOutputStream(exchange.getResponseBody()) : exchange.getResponseBody()) {
            PacketLineOut lines = new PacketLineOut(body);
            lines.writeString("# service=git-upload-pack\n");
            lines.end();
            lines.writeString("1".repeat(40) + " HEAD\0 \n");
            for (int tag = 0; tag < 10_000; tag++) {
                lines.writeString("1".repeat(40) + " refs/tags/" + "a".repeat(50_000) + tag + "\n");
                lines.flush();
                pause.pause();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Origins origins() {
        return origins(Duration.ofSeconds(20));
    }

    private Origins origins(Duration longest) {
        return new Origins(
                new SourceSettings(List.of(server.listed()), SourceSettings.CHECK, SourceSettings.CACHE_BYTES),
                folder.resolve("kept"),
                longest);
    }

    private GitBase base(String version) {
        return new GitBase("http", server.host(), "org/other", version);
    }

    private static String read(Content content) {
        Snapshot snapshot = ((Content.Files) content).snapshot();
        return new String(snapshot.read(snapshot.find("base/a.yaml")), StandardCharsets.UTF_8);
    }

    private void tag(String name, ObjectId id) throws IOException {
        RefUpdate update = git.repository().updateRef(Constants.R_TAGS + name);
        update.setNewObjectId(id);
        update.setForceUpdate(true);
        update.update();
    }
}
