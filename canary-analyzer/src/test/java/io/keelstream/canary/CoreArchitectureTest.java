package io.keelstream.canary;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
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
        "io.keelstream.canary.intake..",
        "io.keelstream.canary.liveness..",
        "io.keelstream.canary.mannwhitney..",
        "io.keelstream.canary.noninferiority..",
        "io.keelstream.canary.observations..",
        "io.keelstream.canary.overdispersion..",
        "io.keelstream.canary.pods..",
        "io.keelstream.canary.ratio..",
        "io.keelstream.canary.sampleratio..",
        "io.keelstream.canary.slo..",
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
                            "org.apache.commons.numbers..",
                            "org.apache.commons.statistics..")))
            .because("the judge must run without files, network, clock or framework; move the code to an edge package");

    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().matching("io.keelstream.canary.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a reader should be able to read one package at a time; move the shared type down");
}
