package io.keelstream.canary;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.keelstream.canary", importOptions = ImportOption.DoNotIncludeTests.class)
class CoreArchitectureTest {

    private static final String[] CORE = {
        "io.keelstream.canary.attribution..",
        "io.keelstream.canary.boundary..",
        "io.keelstream.canary.config..",
        "io.keelstream.canary.evidence..",
        "io.keelstream.canary.gauge..",
        "io.keelstream.canary.histogram..",
        "io.keelstream.canary.history..",
        "io.keelstream.canary.increments..",
        "io.keelstream.canary.intake..",
        "io.keelstream.canary.liveness..",
        "io.keelstream.canary.mannwhitney..",
        "io.keelstream.canary.noninferiority..",
        "io.keelstream.canary.observations..",
        "io.keelstream.canary.overdispersion..",
        "io.keelstream.canary.pods..",
        "io.keelstream.canary.query..",
        "io.keelstream.canary.ratio..",
        "io.keelstream.canary.sampleratio..",
        "io.keelstream.canary.slo..",
        "io.keelstream.canary.source..",
        "io.keelstream.canary.verdict.."
    };

    @ArchTest
    static final ArchRule theCoreIsPure = classes()
            .that(resideInAnyPackage(CORE))
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(CORE)
                    .or(resideInAnyPackage(
                            "java.lang..",
                            "java.util..",
                            "java.time..",
                            "org.jspecify.annotations..",
                            "com.google.re2j..",
                            "org.apache.commons.numbers..",
                            "org.apache.commons.statistics..")))
            .because("the judge must run without files, network, clock or framework; move the code to an edge package");

    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().matching("io.keelstream.canary.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a reader should be able to read one package at a time; move the shared type down");

    @ArchTest
    static final ArchRule whatTheOfflineCommandUsesKnowsNoService = noClasses()
            .that(resideInAnyPackage(CORE)
                    .or(resideInAnyPackage(
                            "io.keelstream.canary.configuration..",
                            "io.keelstream.canary.offline..",
                            "io.keelstream.canary.persistence..")))
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.springframework..",
                    "org.apache.kafka..",
                    "io.keelstream.messaging..",
                    "io.keelstream.contracts..",
                    "io.keelstream.service.."))
            .because("judging files must not start a service; move what needs one to an edge package");

    @ArchTest
    static final ArchRule theCourseOfAnAnalysisKnowsNeitherKafkaNorASource = noClasses()
            .that()
            .resideInAnyPackage("io.keelstream.canary.course..", "io.keelstream.canary.report..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.springframework..",
                    "org.apache.kafka..",
                    "java.net..",
                    "io.keelstream.canary.prometheus..",
                    "io.keelstream.messaging.partition..",
                    "io.keelstream.messaging.work.."))
            .because("what follows from what was measured is a function; move the rest to analysis or prometheus");

    @ArchTest
    static final ArchRule onlyTheWiringKnowsSpring = noClasses()
            .that()
            .resideInAPackage("io.keelstream.canary.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..")
            .because("Spring belongs to the wiring in the module's root package");
}
