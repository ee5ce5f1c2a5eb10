package io.keelstream.kubernetes;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.keelstream.kubernetes", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    private static final String ROOT = "io.keelstream.kubernetes";
    private static final String[] PURE = {
        ROOT + ".object..",
        ROOT + ".fields..",
        ROOT + ".schema..",
        ROOT + ".merge..",
        ROOT + ".diff..",
        ROOT + ".health..",
        ROOT + ".digest..",
        ROOT + ".hold..",
        ROOT + ".annotation..",
        ROOT + ".ownership..",
        ROOT + ".policy..",
        ROOT + ".demand..",
        ROOT + ".scale.."
    };

    @ArchTest
    static final ArchRule pureCodeKnowsNoClientAndNoParser = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    ROOT + ".client..",
                    "tools.jackson..",
                    "com.fasterxml.jackson..",
                    "org.yaml.snakeyaml..",
                    "io.kubernetes..",
                    "okhttp3..",
                    "io.micrometer..",
                    "io.github.resilience4j..",
                    "org.slf4j..")
            .allowEmptyShould(true)
            .because("what decides is tested without a cluster; move reading and sending to .client, .json or .yaml");

    @ArchTest
    static final ArchRule clientTypesStayInTheClient = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".client..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.kubernetes..", "okhttp3..")
            .because("the official client is transport and authentication only; use ClusterClient");

    @ArchTest
    static final ArchRule typedModelsAreNeverUsed = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.kubernetes.client.openapi.models..", "io.kubernetes.client.util.generic..")
            .because("typed models drop fields that they do not know; use Manifest");

    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().matching(ROOT + ".(*)..")
            .should()
            .beFreeOfCycles()
            .because("a room that needs its neighbour must not be needed by it; move the shared type to .object");
}
