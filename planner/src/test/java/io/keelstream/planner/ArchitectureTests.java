package io.keelstream.planner;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.keelstream.planner.gate.Gate;

/** The three rings: the core knows neither Kafka nor a cluster's client nor Spring. */
@AnalyzeClasses(packages = "io.keelstream.planner", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

    private static final String[] CORE = {
        "..planner.annotation..",
        "..planner.canary..",
        "..planner.change..",
        "..planner.decision..",
        "..planner.gate..",
        "..planner.dependency..",
        "..planner.hook..",
        "..planner.identity..",
        "..planner.mark..",
        "..planner.order..",
        "..planner.ownership..",
        "..planner.plan..",
        "..planner.policy..",
        "..planner.rollback..",
        "java..",
        "org.jspecify..",
        "io.keelstream.contracts..",
        "io.keelstream.kubernetes.annotation..",
        "io.keelstream.kubernetes.demand..",
        "io.keelstream.kubernetes.diff..",
        "io.keelstream.kubernetes.digest..",
        "io.keelstream.kubernetes.fields..",
        "io.keelstream.kubernetes.health..",
        "io.keelstream.kubernetes.hold..",
        "io.keelstream.kubernetes.hook..",
        "io.keelstream.kubernetes.object..",
        "io.keelstream.kubernetes.ownership..",
        "io.keelstream.kubernetes.policy..",
        "io.keelstream.kubernetes.route..",
        "io.keelstream.kubernetes.scale..",
        "io.keelstream.kubernetes.tenant.."
    };

    @ArchTest
    static final ArchRule theCoreIsPure = classes()
            .that()
            .resideInAPackage("io.keelstream.planner.(*)..")
            .and()
            .resideOutsideOfPackages(
                    "..planner.cluster..", "..planner.resolve..", "..planner.dryrun..", "..planner.reconcile..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(CORE)
            .because("everything but cluster, resolve, dryrun and reconcile is the core; move what needs more there");

    @ArchTest
    static final ArchRule aViewOfAClusterKnowsNoTarget = noClasses()
            .that()
            .resideInAPackage("..planner.cluster..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..planner.plan..", "..planner.change..", "..planner.ownership..", "..planner.order..")
            .because("all targets of a cluster share its view; what is asked for one of them belongs to dryrun");

    @ArchTest
    static final ArchRule onlyReconcileKnowsKafka = noClasses()
            .that()
            .resideInAnyPackage("..planner.cluster..", "..planner.resolve..", "..planner.dryrun..")
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
    static final ArchRule aPlanKnowsOnlyResults = noClasses()
            .that()
            .resideInAPackage("..planner.plan..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..planner.cluster..", "..planner.resolve..", "..planner.dryrun..", "..planner.reconcile..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Gate.class)
            .because("a plan is put together from what others found and objected; hand it the result");

    @ArchTest
    static final ArchRule gatesSeeNeitherEachOtherNorTheCluster = noClasses()
            .that()
            .resideInAPackage("..planner.gate..")
            .and()
            .doNotHaveSimpleName("Gates")
            .should()
            .dependOnClassesThat(areOtherGates())
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..planner.cluster..",
                    "..planner.resolve..",
                    "..planner.dryrun..",
                    "..planner.reconcile..",
                    "..planner.plan..",
                    "io.keelstream.kubernetes.client..")
            .because("a gate decides by the draft alone, so that gates can be added and read one by one");

    @ArchTest
    static final ArchRule onlyReconcileAsksTheGates = noClasses()
            .that()
            .resideOutsideOfPackages("..planner.gate..", "..planner.reconcile..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Gate.class)
            .because("reconcile alone knows all: what was found out, and who objects");

    private static DescribedPredicate<JavaClass> areOtherGates() {
        return DescribedPredicate.describe(
                "are gates",
                each -> each.isAssignableTo(Gate.class) && !each.isEquivalentTo(Gate.class) && each.isRecord());
    }

    @ArchTest
    static final ArchRule noCycles = slices().matching("io.keelstream.planner.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a reader must be able to start at one end; break the cycle at its thinnest edge");
}
