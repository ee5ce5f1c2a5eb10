package io.keelstream.gitwatcher.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.contracts.targets.TenantLimits;
import io.keelstream.gitwatcher.evaluation.HeldMemory;
import io.keelstream.gitwatcher.render.FilesRenderer;
import io.keelstream.gitwatcher.render.MissingRenderer;
import io.keelstream.gitwatcher.render.Renderers;
import io.keelstream.gitwatcher.tenant.Tenancy;
import io.keelstream.gitwatcher.tenant.Tenant;
import io.keelstream.gitwatcher.tenant.Tenants;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class TenantPropertiesTests {

    @Test
    void whatIsNotWrittenAllowsNamesAndKindsAndNothingOfTheCluster() {
        Tenant blue = read(Map.of()).all().getFirst();

        assertThat(blue)
                .isEqualTo(new Tenant(
                        new TenantLimits("blue", List.of("blue-*"), List.of("*"), List.of(), List.of(), List.of("*")),
                        List.of(new Tenant.Folder("infra", "teams/blue")),
                        List.of("*"),
                        List.of("default"),
                        List.of(),
                        List.of()));
    }

    @Test
    void longestFolderThatHoldsAnApplicationDecides() {
        Tenants tenants = read(Map.of(
                "tenants[1].name", "inner",
                "tenants[1].folders[0].repository", "infra",
                "tenants[1].folders[0].path", "teams/blue/inner",
                "tenants[1].clusters[0]", "*",
                "tenants[1].namespaces[0]", "inner"));

        assertThat(tenants.nameOf("infra", "teams/blue/web")).isEqualTo("blue");
        assertThat(tenants.nameOf("infra", "teams/blue/inner/web")).isEqualTo("inner");
        assertThat(tenants.nameOf("infra", "teams/blue/inner-web")).isEqualTo("blue");
        assertThat(tenants.of("other", new Tenants.Folders("teams/blue/web", "teams/blue/web")))
                .isEqualTo(new Tenancy.Unowned("teams/blue/web"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tenants[0].name | Blue | tenants[0].name: is 'Blue'; allowed: a DNS label",
                "tenants[0].folders[0].repository | infrra | is 'infrra'; allowed: the name of a repository of the",
                "tenants[0].folders[0].path | ../x | folders[0].path: is '../x'; allowed: a folder inside the repository",
                "tenants[0].clusters[0] | prod | tenants[0].clusters: is 'prod'; allowed: names of clusters of the inst",
                "tenants[0].namespaces[0] | Blue | tenants[0].namespaces: is 'Blue'; allowed: names of namespaces",
                "tenants[0].namespaces[0] | !kube-* | tenants[0].namespaces: only excludes",
                "tenants[0].kinds[0] | deployments | tenants[0].kinds: is 'deployments'; allowed: Kind.group",
                "tenants[0].kinds[0] | apps/Deployment | tenants[0].kinds: is 'apps/Deployment'; allowed: Kind.group",
                "tenants[0].cluster-scoped[0] | clusterRole | tenants[0].cluster-scoped: is 'clusterRole'",
                "tenants[0].depends-on[0] | database | tenants[0].depends-on: is 'database'; allowed: TARGET/APPLICATION",
                "tenants[0].fetches[0] | charts.example.com | tenants[0].fetches: is 'charts.example.com'; allowed: addr",
                "tenants[0].cluster-roles[0] | ! | tenants[0].cluster-roles: is '!'",
                "tenants[1].name | other | tenants[1].folders: is empty; allowed: at least one folder",
                "tenants[1].name | other | tenants[1].clusters: is empty; allowed: names of clusters, or",
                "tenants[1].name | other | tenants[1].namespaces: is empty; allowed: names of namespaces, such as \"other-*",
                "tenants[1].name | blue | tenants[1].name: is 'blue'; allowed: a name that no other tenant has",
            })
    void mistakeIsNamedAtTheStart(String property, String value, String message) {
        assertThatThrownBy(() -> read(Map.of(property, value)))
                .isInstanceOf(InvalidPropertiesException.class)
                .hasMessageContaining(message);
    }

    @Test
    void folderOfTwoTenantsIsAMistake() {
        assertThatThrownBy(() -> read(Map.of(
                        "tenants[1].name", "green",
                        "tenants[1].folders[0].repository", "infra",
                        "tenants[1].folders[0].path", "./teams/blue/")))
                .isInstanceOf(InvalidPropertiesException.class)
                .hasMessageContaining(
                        "tenants[1].folders[0].path: is './teams/blue/'; allowed: a folder that is written once; tenant"
                                + " 'blue' has it");
    }

    private static Tenants read(Map<String, String> more) {
        Map<String, String> all = new HashMap<>();
        all.put("keelstream.installation", "test");
        all.put("keelstream.repositories[0].name", "infra");
        all.put("keelstream.repositories[0].url", "https://git.example.com/infra.git");
        all.put("keelstream.tenants[0].name", "blue");
        all.put("keelstream.tenants[0].folders[0].repository", "infra");
        all.put("keelstream.tenants[0].folders[0].path", "teams/blue");
        all.put("keelstream.tenants[0].clusters[0]", "default");
        all.put("keelstream.tenants[0].namespaces[0]", "blue-*");
        more.forEach((name, value) -> all.put("keelstream." + name, value));
        Binder binder = new Binder(new MapConfigurationPropertySource(all));
        return binder.bindOrCreate("keelstream", GitWatcherProperties.class)
                .settings(
                        binder.bindOrCreate("keelstream", TenantProperties.class),
                        new Renderers(
                                new FilesRenderer(),
                                new MissingRenderer("kustomize", "not used here"),
                                new MissingRenderer("helm", "not used here")),
                        HeldMemory::apart)
                .sources()
                .tenants();
    }
}
