package io.keelstream.gitwatcher.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.gitwatcher.render.FilesRenderer;
import io.keelstream.gitwatcher.render.MissingRenderer;
import io.keelstream.gitwatcher.render.Renderers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfflineApplicationsTest {

    @TempDir
    Path folder;

    private final OfflineApplications applications = new OfflineApplications(new Renderers(
            new FilesRenderer(), new MissingRenderer("kustomize", "off"), new MissingRenderer("helm", "off")));

    @Test
    void applicationFolderIsRendered() throws Exception {
        write("keelstream.yaml", application(""));
        write("a.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {k: dg==}\n");

        OfflineReport report = applications.look(folder, "");

        assertThat(report.isGood()).isTrue();
        assertThat(report.targets()).singleElement().satisfies(target -> {
            assertThat(target.name()).hasToString("production/shop");
            assertThat(target.objects()).extracting(each -> each.name()).containsExactly("a");
        });
    }

    @Test
    void everyMistakeIsReportedWithItsPlace() throws Exception {
        write("keelstream.yaml", application("\n  polcy: {prun: {}}\n  release: {strategy: blue-green}"));

        OfflineReport report = applications.look(folder, "");

        assertThat(report.problems())
                .extracting(each -> each.where() + " " + each.message())
                .contains("keelstream.yaml:6:3 unknown field 'spec.polcy'; did you mean 'policy'?")
                .anyMatch(each -> each.contains("not supported: 'spec.release.strategy: blue-green'"));
    }

    @Test
    void folderWithoutAnApplicationIsReported() throws Exception {
        assertThat(applications.look(folder, "").problems().getFirst().message())
                .contains("there is no keelstream.yaml");
    }

    private void write(String path, String content) throws IOException {
        Files.createDirectories(folder.resolve(path).getParent());
        Files.writeString(folder.resolve(path), content);
    }

    private static String application(String more) {
        return "apiVersion: keelstream.io/v1\nkind: Application\nmetadata: {name: shop}\nspec:\n"
                + "  targets: [{name: production}]" + more + "\n";
    }
}
