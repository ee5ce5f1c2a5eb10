package io.keelstream.gitwatcher.evaluation;

import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.application;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Revision;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A commit that touches one application costs the same whether the repository has a hundred of them or two thousand. */
class WorkPerCommitTests {

    @TempDir
    Path folder;

    @Test
    void readsAndLooksAtNamesAsOftenWithManyApplicationsAsWithFew() throws Exception {
        assertThat(touchOne(2_000)).isEqualTo(touchOne(100));
    }

    /** What was done for a commit that touches one application. */
    private record Work(int foldersListed, int entriesFound, int filesRead, int rendered, int written) {}

    private Work touchOne(int applications) throws Exception {
        try (EvaluationFixture ref = new EvaluationFixture(folder.resolve("of-" + applications))) {
            for (int number = 0; number < applications; number++) {
                ref.git.write(at(number) + "/keelstream.yaml", application("app-" + number));
            }
            ref.git.write(at(7) + "/manifests/a.yaml", configMap("a-7", "one"));
            ref.push();
            ref.git.write(at(7) + "/manifests/a.yaml", configMap("a-7", "two"));
            Revision revision = ref.git.commit("Touch one");
            CountedSnapshot counted = new CountedSnapshot(ref.git.snapshot());
            List<TargetChange> changes = ref.evaluate(revision, counted);
            assertThat(changes).hasSize(2);
            return new Work(
                    counted.listed.get(), counted.found.get(), counted.read.get(), ref.last.rendered(), ref.written);
        }
    }

    private static String at(int number) {
        return String.format(Locale.ROOT, "apps/app-%04d", number);
    }
}
