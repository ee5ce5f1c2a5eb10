package io.keelstream.gitwatcher.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.targets.TenantLimits;
import io.keelstream.gitwatcher.render.ClusterFacts;
import io.keelstream.gitwatcher.render.FilesRenderer;
import io.keelstream.gitwatcher.render.MissingRenderer;
import io.keelstream.gitwatcher.render.RenderRequest;
import io.keelstream.gitwatcher.render.RenderResult;
import io.keelstream.gitwatcher.render.Renderer;
import io.keelstream.gitwatcher.render.Renderers;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.source.Wanted;
import io.keelstream.gitwatcher.tenant.Tenant;
import io.keelstream.gitwatcher.tenant.Tenants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    @Test
    void chartFromElsewhereIsNotCheckedAndNoMistake() throws Exception {
        // Given
        Renderers renderers =
                new Renderers(new FilesRenderer(), new MissingRenderer("kustomize", "off"), new Unfetched());
        write(
                "keelstream.yaml",
                application("")
                        .replace(
                                "production",
                                "production, chart: {oci: 'oci://registry.example.com/shop', version: 1.0.0}"));

        // When
        OfflineReport report = new OfflineApplications(renderers).look(folder, "");

        // Then
        assertThat(report.isGood()).isFalse();
        assertThat(report.isGoodHere()).isTrue();
        assertThat(report.unfetched())
                .singleElement()
                .satisfies(target -> assertThat(target.problems().getFirst().message())
                        .isEqualTo(
                                "'oci://registry.example.com/shop' 1.0.0 is not in the repository, and only git-watcher"
                                        + " fetches"));
    }

    @Test
    void chartThatTheTenantMayNotFetchIsAMistake() throws Exception {
        // Given
        Renderers renderers =
                new Renderers(new FilesRenderer(), new MissingRenderer("kustomize", "off"), new Unfetched());
        write(
                "keelstream.yaml",
                application("")
                        .replace(
                                "production",
                                "production, chart: {oci: 'oci://registry.example.com/shop', version: 1.0.0}"));
        List<String> all = List.of("*");
        Tenant tenant = new Tenant(
                new TenantLimits("blue", all, all, all, all, all),
                List.of(new Tenant.Folder("infra", "")),
                all,
                all,
                all,
                List.of());
        Tenants tenants = new Tenants(List.of(tenant));

        // When
        OfflineReport report = new OfflineApplications(
                        renderers, ClusterFacts.UNSTATED, folders -> tenants.of("infra", folders))
                .look(folder, "");

        // Then
        assertThat(report.isGoodHere()).isFalse();
        assertThat(report.targets().getFirst().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .startsWith(
                                "tenant 'blue' may not use 'oci://registry.example.com/shop' 1.0.0 (fetches: none)"));
    }

    /** As helm's renderer without the chart. */
    private static final class Unfetched implements Renderer {

        @Override
        public String version() {
            return "unfetched";
        }

        @Override
        public List<Entry> inputs(RenderRequest request) {
            return List.of();
        }

        @Override
        public List<Wanted> sources(RenderRequest request) {
            return List.of(request.target().chart().wanted());
        }

        @Override
        public RenderResult render(RenderRequest request) {
            return RenderResult.refused(request.missing(request.target().chart().wanted()));
        }
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
