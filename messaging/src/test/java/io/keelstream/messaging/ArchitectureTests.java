package io.keelstream.messaging;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What may know what in our use of Kafka. */
@AnalyzeClasses(packages = "io.keelstream.messaging", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule factsKnowNoKafka = classes()
            .that()
            .resideInAnyPackage("..messaging.event..", "..messaging.work..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "org.slf4j..",
                    "io.keelstream.contracts..",
                    "..messaging.event..",
                    "..messaging.work..")
            .because("services' cores stand on them; what knows Kafka belongs to partition, table or service");

    @ArchTest
    static final ArchRule onlyTheServiceKnowsSpring = noClasses()
            .that()
            .resideOutsideOfPackage("..messaging.service..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..")
            .because("the engine must be understood without a container; the container is the service's");

    @ArchTest
    static final ArchRule onlyTheBrokerKnowsTheServersInternals = noClasses()
            .that()
            .resideOutsideOfPackage("..messaging.broker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("kafka..", "org.apache.kafka.server..", "org.apache.kafka.metadata..")
            .because("they are internal to Kafka and absent where services run alone; EmbeddedBroker is the one door");

    @ArchTest
    static final ArchRule nobodyKnowsAServiceOrACluster = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.keelstream.kubernetes..", "io.keelstream.gitwatcher..", "io.keelstream.planner..")
            .because("messaging serves every service alike");

    @ArchTest
    static final ArchRule thePartitionsKnowNeitherTheServiceNorItsReaders = noClasses()
            .that()
            .resideInAPackage("..messaging.partition..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..messaging.service..", "..messaging.table..", "..messaging.broker..")
            .because("the engine is tested without them; what it needs comes as a Prerequisite or a factory");

    @ArchTest
    static final ArchRule factsAndCodecsKnowNoClient = noClasses()
            .that()
            .resideInAnyPackage("..messaging.event..", "..messaging.codec..", "..messaging.work..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka.clients.producer..", "org.apache.kafka.clients.admin..")
            .because("they are pure: who sends and who asks is the engine's or the service's");

    @ArchTest
    static final ArchRule noCycles = slices().matching("io.keelstream.messaging.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a reader must be able to start at one end; break the cycle at its thinnest edge");
}
