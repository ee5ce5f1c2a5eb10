package io.keelstream.gitwatcher.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.GitFixture;
import io.keelstream.gitwatcher.snapshot.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Charts and kustomizations that multiply one another; no program runs. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileInputsTests {

    private static final int MOST_COPIES = 2_000;

    @TempDir
    Path folder;

    private GitFixture git;

    @BeforeEach
    void open() {
        git = new GitFixture(folder.resolve("infra.git"));
    }

    @AfterEach
    void close() {
        git.close();
    }

    @Test
    void chartsThatMultiplyOneAnotherAreCountedWhileTheyAreCopied() throws Exception {
        for (int i = 0; i < 24; i++) {
            chart("c" + i, i == 23 ? List.of() : List.of("c" + (i + 1), "c" + (i + 1), "c" + (i + 1)));
        }

        assertThat(problems("c0")).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("BundleTooLarge");
            assertThat(problem.where()).matches("c\\d+/Chart.yaml");
            assertThat(problem.message()).contains("more than " + MOST_COPIES + " files");
        });
        try (Stream<Path> copies = Files.walk(folder.resolve("tree"))) {
            assertThat(copies.count()).isLessThan(MOST_COPIES + 1_000L);
        }
    }

    @Test
    void chartThatNestsItselfIsCountedWhileItIsCopied() throws Exception {
        chart("c0", Collections.nCopies(24, "c0"));

        assertThat(problems("c0"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.where()).isEqualTo("c0/Chart.yaml"));
    }

    @Test
    void chartOnWhichTwoOthersDependHasItsOwnDependencyInBoth() throws Exception {
        chart("c0", List.of("c1", "c2"));
        chart("c1", List.of("c2"));
        chart("c2", List.of("c3"));
        chart("c3", List.of());

        assertThat(problems("c0")).isEmpty();
        assertThat(folder.resolve("tree/c0/charts/d0/charts/d0/charts/d0/Chart.yaml"))
                .exists();
        assertThat(folder.resolve("tree/c0/charts/d1/charts/d0/Chart.yaml")).exists();
    }

    @Test
    void bytesOfCopiesAreCountedToo() throws Exception {
        chart("c0", List.of("c1", "c1", "c1", "c1", "c1", "c1", "c1", "c1"));
        chart("c1", List.of("c2", "c2", "c2", "c2", "c2", "c2", "c2", "c2"));
        chart("c2", List.of());
        git.write("c2/files/large.txt", "x".repeat(2_000_000));

        assertThat(problems("c0"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("64 MiB"));
    }

    @Test
    void chartsThatDependOnOneAnotherInACircleAreCopiedOnce() throws Exception {
        chart("c0", List.of("c1"));
        chart("c1", List.of("c0"));

        assertThat(problems("c0")).isEmpty();
    }

    @Test
    void moreChartsThanAreReadIsAProblem() throws Exception {
        for (int i = 0; i < 60; i++) {
            chart("c" + i, List.of("c" + (i + 1)));
        }
        chart("c60", List.of());

        assertThat(ChartInputs.of(git.snapshot(), "c0").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("more than 50 charts"));
    }

    @Test
    void moreBasesThanAreReadIsAProblem() {
        for (int i = 0; i < 300; i++) {
            git.write("k" + i + "/kustomization.yaml", "resources: [../k" + (i + 1) + "]\n");
        }
        git.write("k300/kustomization.yaml", "resources: []\n");

        assertThat(KustomizeInputs.of(git.snapshot(), "k0").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("more than 200 folders"));
    }

    @Test
    void fileBesideHundredsOfResourcesIsAnInput() {
        StringBuilder resources = new StringBuilder("resources:\n");
        for (int i = 0; i < 300; i++) {
            git.write("parts/" + i + ".yaml", "a: b");
            resources.append("- ../parts/").append(i).append(".yaml\n");
        }
        git.write("base/kustomization.yaml", "resources: []\n")
                .write("shop/kustomization.yaml", resources + "- ../base\n");

        assertThat(KustomizeInputs.of(git.snapshot(), "shop").entries())
                .extracting(Entry::path)
                .contains("base");
    }

    private void chart(String name, List<String> dependencies) {
        StringBuilder chart = new StringBuilder("apiVersion: v2\nname: " + name + "\nversion: 1.0.0\ndependencies:\n");
        for (int i = 0; i < dependencies.size(); i++) {
            chart.append(
                    "- {name: d%d, version: 1.0.0, repository: 'file://../%s'}\n".formatted(i, dependencies.get(i)));
        }
        git.write(name + "/Chart.yaml", chart.toString());
    }

    private List<Problem> problems(String path) throws Exception {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        ChartInputs chart = ChartInputs.of(git.snapshot(), path);
        assertThat(chart.problems()).isEmpty();
        assertThat(InputTree.write(git.snapshot(), chart.entries(), tree)).isEmpty();
        return chart.place(tree);
    }
}
