package io.keelstream.applier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls: the core knows neither Kafka nor a client nor Spring, and one package brings states and writes together. */
@AnalyzeClasses(packages = "io.keelstream.applier", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule theCoreIsPure = classes()
            .that()
            .resideInAnyPackage("..applier.release..", "..applier.inventory..", "..applier.canary..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "io.keelstream.contracts..",
                    "io.keelstream.kubernetes.object..",
                    "..applier.canary..",
                    "..applier.release..",
                    "..applier.inventory..")
            .because("the release's states and what the inventory says are the core: no client, no Kafka, no clock");

    @ArchTest
    static final ArchRule gatesArePure = classes()
            .that()
            .resideInAPackage("..applier.gate..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "io.keelstream.contracts..",
                    "io.keelstream.kubernetes.digest..",
                    "io.keelstream.messaging.event..",
                    "..applier.canary..",
                    "..applier.release..",
                    "..applier.gate..")
            .because("what a verdict means must follow from records alone: no client, no Kafka, no clock");

    @ArchTest
    static final ArchRule onlyPhasesKnowReleasesAndWrites = noClasses()
            .that()
            .resideOutsideOfPackages("..applier.phase..", "..applier.write..")
            .and()
            .doNotHaveSimpleName("Handovers")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..applier.write..")
            .because("a phase decides what is written when; hand-overs end without a release");

    @ArchTest
    static final ArchRule writesKnowNoPhases = noClasses()
            .that()
            .resideInAnyPackage("..applier.write..", "..applier.live..", "..applier.diagnosis..", "..applier.journal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..applier.phase..", "..applier.reconcile..")
            .because("phases use them, not they phases");

    @ArchTest
    static final ArchRule onlyTheWiringKnowsSpring = noClasses()
            .that()
            .resideInAPackage("io.keelstream.applier.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..")
            .because("Spring belongs to the wiring in the module's root package");

    @ArchTest
    static final ArchRule noCycles = slices().matching("io.keelstream.applier.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a reader must be able to start at one end; break the cycle at its thinnest edge");
}
