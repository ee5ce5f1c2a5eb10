package io.keelstream.gitwatcher.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which ring of the service may know what. */
@AnalyzeClasses(packages = "io.keelstream.gitwatcher", importOptions = ImportOption.DoNotIncludeTests.class)
class RingsTest {

    @ArchTest
    static final ArchRule theCoreIsPure = classes()
            .that()
            .resideInAnyPackage(
                    "..gitwatcher.snapshot..",
                    "..gitwatcher.source..",
                    "..gitwatcher.pattern..",
                    "..gitwatcher.application..",
                    "..gitwatcher.discovery..",
                    "..gitwatcher.encrypted..",
                    "..gitwatcher.render..",
                    "..gitwatcher.tenant..",
                    "..gitwatcher.bundle..",
                    "..gitwatcher.evaluation..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "org.yaml.snakeyaml..",
                    "io.keelstream.contracts..",
                    "io.keelstream.yaml..",
                    "io.keelstream.kubernetes.object..",
                    "io.keelstream.kubernetes.yaml..",
                    "io.keelstream.kubernetes.json..",
                    "io.keelstream.kubernetes.digest..",
                    "io.keelstream.kubernetes.hook..",
                    "io.keelstream.kubernetes.seal..",
                    "io.keelstream.kubernetes.sops..",
                    "io.keelstream.kubernetes.tenant..",
                    "..gitwatcher.snapshot..",
                    "..gitwatcher.source..",
                    "..gitwatcher.pattern..",
                    "..gitwatcher.application..",
                    "..gitwatcher.discovery..",
                    "..gitwatcher.encrypted..",
                    "..gitwatcher.render..",
                    "..gitwatcher.tenant..",
                    "..gitwatcher.bundle..",
                    "..gitwatcher.evaluation..")
            .because("the core decides; what reaches outside belongs in git, fetch, child, watch or offline");

    @ArchTest
    static final ArchRule nobodyReachesACluster = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.keelstream.kubernetes.client..", "io.kubernetes..")
            .because("git-watcher has Git credentials and no cluster");

    @ArchTest
    static final ArchRule springStaysInTheWiring = noClasses()
            .that()
            .resideOutsideOfPackage("io.keelstream.gitwatcher.wiring..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..")
            .because("everything but the wiring must run without Spring");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("io.keelstream.gitwatcher.(*)..").should().beFreeOfCycles();
}
