package io.keelstream.notifier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What is told is pure; who delivers it reads public topics and changes nothing. */
@AnalyzeClasses(packages = "io.keelstream.notifier", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule theCoreIsPure = classes()
            .that()
            .resideInAnyPackage("..notifier.notice..", "..notifier.sink..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.crypto..",
                    "org.jspecify..",
                    "org.apache.commons.text..",
                    "tools.jackson..",
                    "io.keelstream.contracts..",
                    "io.keelstream.messaging.event..",
                    "io.keelstream.messaging.codec..",
                    "..notifier.notice..",
                    "..notifier.sink..")
            .because("notices and sinks say what is sent; what sends it belongs in delivery");

    @ArchTest
    static final ArchRule onlyDeliveryReachesOut = noClasses()
            .that()
            .resideOutsideOfPackage("..notifier.delivery..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..", "org.apache.kafka..", "org.springframework.kafka..")
            .because("there is one place where events come in, and one where messages go out");

    @ArchTest
    static final ArchRule nothingIsWritten = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka.clients.producer..",
                    "org.apache.kafka.clients.admin..",
                    "io.keelstream.messaging.partition..",
                    "io.keelstream.messaging.table..",
                    "io.keelstream.messaging.topic..")
            .because("the notifier's account may read; nothing of Keelstream depends on what it does");

    @ArchTest
    static final ArchRule onlyTheWiringKnowsSpring = noClasses()
            .that()
            .resideInAPackage("io.keelstream.notifier.*..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework.boot..", "org.springframework.context..", "org.springframework.beans..")
            .because(
                    "Spring Boot belongs to the wiring in the module's root package; delivery uses Spring Kafka alone");

    @ArchTest
    static final ArchRule noCycles = slices().matching("io.keelstream.notifier.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a reader must be able to start at one end; break the cycle at its thinnest edge");
}
