package io.keelstream.planner;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The three rings: the core knows neither Kafka nor a cluster's client nor Spring. */
@AnalyzeClasses(packages = "io.keelstream.planner", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

    private static final String[] CORE = {
        "..planner.annotation..",
        "..planner.change..",
        "..planner.gate..",
        "..planner.identity..",
        "..planner.mark..",
        "..planner.order..",
        "..planner.ownership..",
        "..planner.plan..",
        "java..",
        "org.jspecify..",
        "io.keelstream.contracts..",
        "io.keelstream.kubernetes.annotation..",
        "io.keelstream.kubernetes.diff..",
        "io.keelstream.kubernetes.digest..",
        "io.keelstream.kubernetes.fields..",
        "io.keelstream.kubernetes.health..",
        "io.keelstream.kubernetes.hold..",
        "io.keelstream.kubernetes.object..",
        "io.keelstream.kubernetes.ownership..",
        "io.keelstream.kubernetes.scale.."
    };

    @ArchTest
    static final ArchRule theCoreIsPure = classes()
            .that()
            .resideInAPackage("io.keelstream.planner.(*)..")
            .and()
            .resideOutsideOfPackages("..planner.dryrun..", "..planner.reconcile..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(CORE)
            .because("everything but dryrun and reconcile is the core; move what needs more there");

    @ArchTest
    static final ArchRule onlyReconcileKnowsKafka = noClasses()
            .that()
            .resideInAPackage("..planner.dryrun..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.keelstream.messaging..")
            .because("a dry run asks a cluster and knows nothing of records; move what needs them to reconcile");

    @ArchTest
    static final ArchRule onlyTheWiringKnowsSpring = noClasses()
            .that()
            .resideInAPackage("io.keelstream.planner.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..")
            .because("Spring belongs to the wiring in the module's root package");

    @ArchTest
    static final ArchRule noCycles = slices().matching("io.keelstream.planner.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a reader must be able to start at one end; break the cycle at its thinnest edge");
}
