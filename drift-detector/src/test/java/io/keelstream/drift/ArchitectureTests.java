package io.keelstream.drift;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The three rings: the core knows neither Kafka nor a cluster's client nor Spring. */
@AnalyzeClasses(packages = "io.keelstream.drift", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule theCoreIsPure = classes()
            .that()
            .resideInAnyPackage("..drift.assessment..", "..drift.report..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "io.keelstream.contracts..",
                    "io.keelstream.kubernetes.object..",
                    "io.keelstream.kubernetes.fields..",
                    "io.keelstream.kubernetes.digest..",
                    "io.keelstream.kubernetes.diff..",
                    "io.keelstream.kubernetes.annotation..",
                    "io.keelstream.kubernetes.hold..",
                    "io.keelstream.kubernetes.ownership..",
                    "io.keelstream.messaging.event..",
                    "..drift.assessment..",
                    "..drift.report..")
            .because("assessments and reports are the core; move what needs more to an edge package");

    @ArchTest
    static final ArchRule onlyTheWiringKnowsSpring = noClasses()
            .that()
            .resideInAPackage("io.keelstream.drift.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..")
            .because("Spring belongs to the wiring in the module's root package");

    @ArchTest
    static final ArchRule noCycles = slices().matching("io.keelstream.drift.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a reader must be able to start at one end; break the cycle at its thinnest edge");
}
