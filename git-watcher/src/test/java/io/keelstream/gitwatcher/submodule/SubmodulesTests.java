package io.keelstream.gitwatcher.submodule;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.GitFixture;
import io.keelstream.gitwatcher.git.CommitSnapshot;
import io.keelstream.gitwatcher.snapshot.Difference;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commits with the files of their submodules: which are fetched from where, and what is seen of them. */
class SubmodulesTests {

    private static final String URL = "https://git.example.com/org/infra.git";
    private static final String BASES = "https://git.example.com/org/bases.git";

    @TempDir
    Path folder;

    private GitFixture git;
    private GitFixture bases;
    private final Commits commits = new Commits();
    private final Submodules submodules = new Submodules(URL, commits, Duration.ofMillis(50));

    @BeforeEach
    void open() {
        git = new GitFixture(folder.resolve("infra.git"));
        bases = new GitFixture(folder.resolve("bases.git"));
    }

    @AfterEach
    void close() {
        git.close();
        bases.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {BASES, "../bases.git", "./../bases.git", "../../org/bases.git"})
    void filesOfASubmoduleAreInItsPlace(String url) throws Exception {
        // Given
        module("vendor/bases", url, base("deep/a.yaml", "one"));
        git.write("vendor/own.yaml", "own");

        // When
        Snapshot files = mounted();

        // Then
        assertThat(text(files, "vendor/bases/deep/a.yaml")).isEqualTo("one");
        assertThat(text(files, "vendor/own.yaml")).isEqualTo("own");
        assertThat(files.find("vendor/bases")).extracting(Entry::kind).isEqualTo(Entry.Kind.FOLDER);
        assertThat(names(files, "vendor")).containsExactly("vendor/bases", "vendor/own.yaml");
        assertThat(names(files, "vendor/bases/deep")).containsExactly("vendor/bases/deep/a.yaml");
        assertThat(files.find("vendor/bases/deep/absent")).isNull();
        assertThat(files.isMounted(files.find("vendor/bases/deep/a.yaml"))).isTrue();
        assertThat(files.isMounted(files.find("vendor/own.yaml"))).isFalse();
        assertThat(files.absent()).isEmpty();
    }

    @Test
    void submodulesOfSubmodulesAreFetchedFromWhereThoseSay() throws Exception {
        try (GitFixture inner = new GitFixture(folder.resolve("inner.git"))) {
            // Given
            String commit = inner.write("b.yaml", "inner").commit("inner").commit();
            commits.has("https://git.example.com/org/inner.git", commit, inner.snapshot());
            bases.write(".gitmodules", modules("in", "../inner.git")).submodule("in", commit);
            module("vendor/bases", BASES, base("a.yaml", "one"));

            // Then
            assertThat(text(mounted(), "vendor/bases/in/b.yaml")).isEqualTo("inner");
        }
    }

    @Test
    void whatASubmodulesSubmoduleLacksIsNamedAtItsPlace() throws Exception {
        bases.write(".gitmodules", modules("in", "../inner.git")).submodule("in", "1".repeat(40));
        module("vendor/bases", BASES, base("a.yaml", "one"));
        Snapshot files = mounted();
        assertThat(text(files, "vendor/bases/a.yaml")).isEqualTo("one");
        assertThat(files.absent()).containsOnlyKeys("vendor/bases/in");
        assertThat(files.find("vendor/bases/in/b.yaml"))
                .isEqualTo(new Entry("vendor/bases/in", Entry.Kind.SUBMODULE, "1".repeat(40)));
    }

    @Test
    void submoduleWithinItselfEnds() throws Exception {
        // Given: nobody can write a commit that names itself, so the host lies
        String commit = "1".repeat(40);
        bases.write(".gitmodules", modules("in", "../bases.git")).submodule("in", commit);
        commits.has(BASES, commit, bases.snapshot());
        module("vendor", BASES, commit);

        // When
        Snapshot files = mounted();

        // Then
        assertThat(files.absent().values())
                .singleElement()
                .satisfies(problem -> assertThat(problem.where()).isEqualTo("vendor/in/in/in/in/in"))
                .satisfies(problem ->
                        assertThat(Reason.BUNDLE_TOO_LARGE.is(problem)).isTrue());
    }

    @ParameterizedTest
    @CsvSource({
        "git@git.example.com:org/bases.git",
        "ssh://git@git.example.com/org/bases.git",
        "/srv/git/bases.git",
        "file:///srv/git/bases.git",
        "https://user:s3cret@git.example.com/org/bases.git",
        "../../../../bases.git",
        "ext::sh -c whoami",
    })
    void addressThatIsNoneOfTheWebIsNamedWithoutItself(String url) throws Exception {
        module("vendor/bases", url, "1".repeat(40));
        Snapshot files = mounted();
        assertThat(commits.asked).isEmpty();
        assertThat(files.absent().get("vendor/bases")).satisfies(problem -> {
            assertThat(Reason.SOURCE_NOT_ALLOWED.is(problem)).isTrue();
            assertThat(problem.message()).contains(".gitmodules").doesNotContain("s3cret");
        });
    }

    @Test
    void submoduleThatIsNotToBeHadIsNamedAndComesLater() throws Exception {
        // Given
        String commit = base("a.yaml", "one");
        module("vendor/bases", BASES, commit);
        commits.away.add(commit);

        // When
        Snapshot without = mounted();

        // Then
        assertThat(without.absent().get("vendor/bases").message())
                .isEqualTo("a submodule: 'git.example.com' cannot be reached");
        assertThat(without.find("vendor/bases/a.yaml")).extracting(Entry::path).isEqualTo("vendor/bases");

        // When
        commits.away.clear();
        commits.changed.add("git::" + BASES + " " + commit);
        assertThat(submodules.changed()).isTrue();
        Snapshot with = mounted();

        // Then
        assertThat(submodules.changed()).isFalse();
        assertThat(text(with, "vendor/bases/a.yaml")).isEqualTo("one");
        assertThat(with.root().id()).isNotEqualTo(without.root().id());
        assertThat(Difference.between(without, with).orElseThrow())
                .extracting(Difference::path)
                .containsExactlyInAnyOrder("vendor/bases", "vendor/bases/a.yaml");
    }

    @Test
    void slowSubmoduleIsNamed() throws Exception {
        String commit = base("a.yaml", "one");
        module("vendor/bases", BASES, commit);
        commits.late.add(commit);
        assertThat(mounted().absent().get("vendor/bases").message())
                .isEqualTo(
                        "a submodule that is still being fetched from git.example.com; what is deployed stays until it"
                                + " is here");
    }

    @Test
    void nextCommitDiffersByWhatItsSubmoduleChanged() throws Exception {
        // Given
        bases.write("same.yaml", "same");
        module("vendor/bases", BASES, base("a.yaml", "one"));
        git.write("own.yaml", "own");
        Snapshot first = mounted();

        // When
        module("vendor/bases", BASES, base("a.yaml", "two"));
        Snapshot second = mounted();

        // Then
        assertThat(Difference.between(first, second).orElseThrow())
                .extracting(Difference::path)
                .containsExactly("vendor/bases/a.yaml");
        assertThat(Difference.between(second, mounted()).orElseThrow()).isEmpty();
    }

    @Test
    void earlierCommitHasTheFilesOfTheSameCommitAlone() throws Exception {
        // Given
        module("vendor/bases", BASES, base("a.yaml", "one"));
        CommitSnapshot old = git.snapshot();
        module("vendor/bases", BASES, base("a.yaml", "two"));
        CommitSnapshot same = git.snapshot();
        git.write("own.yaml", "own");
        Snapshot now = mounted();

        // Then
        assertThat(submodules.earlier(same).find("vendor/bases/a.yaml")).isEqualTo(now.find("vendor/bases/a.yaml"));
        assertThat(submodules.earlier(old).find("vendor/bases/a.yaml"))
                .as("what is not known is not the same")
                .extracting(Entry::kind)
                .isEqualTo(Entry.Kind.SUBMODULE);
    }

    @Test
    void commitWithoutSubmodulesStaysAsItIs() throws Exception {
        CommitSnapshot files = git.write("a.yaml", "one")
                .write(".gitmodules", modules("gone", BASES))
                .snapshot();
        assertThat(submodules.mount(files)).isSameAs(files);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[submodule", "[submodule \"a\"]\n path = vendor/bases\n", "no config at all"})
    void submoduleWithoutAnAddressIsNone(String text) throws Exception {
        git.write(".gitmodules", text).submodule("vendor/bases", "1".repeat(40));
        Snapshot files = mounted();
        assertThat(files.absent()).isEmpty();
        assertThat(files.find("vendor/bases")).extracting(Entry::kind).isEqualTo(Entry.Kind.SUBMODULE);
    }

    @Test
    void moreThanACommitMayHaveAreNamed() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 101; i++) {
            text.append(modules("m" + i, "../m" + i + ".git"));
            git.submodule("m" + i, "1".repeat(40));
        }
        git.write(".gitmodules", text.toString());
        assertThat(mounted().absent().values().stream().map(Problem::reason).distinct())
                .containsExactlyInAnyOrder("SourceUnreachable", "BundleTooLarge");
        assertThat(commits.asked).hasSize(100);
    }

    private Snapshot mounted() throws InterruptedException {
        return submodules.mount(git.snapshot());
    }

    private void module(String path, String url, String commit) {
        git.write(".gitmodules", modules(path, url)).submodule(path, commit);
    }

    static String modules(String path, String url) {
        return "[submodule \"" + path + "\"]\n\tpath = " + path + "\n\turl = " + url + "\n";
    }

    /** A commit of the bases that their host has. */
    private String base(String path, String content) {
        String commit = bases.write(path, content).commit("base").commit();
        commits.has(BASES, commit, bases.snapshot());
        return commit;
    }

    private static String text(Snapshot files, String path) {
        return new String(files.read(files.find(path)), StandardCharsets.UTF_8);
    }

    private static List<String> names(Snapshot files, String path) {
        return files.list(files.find(path)).stream().map(Entry::path).toList();
    }
}
