package io.keelstream.e2e.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.cluster.RealControlPlane;
import io.keelstream.e2e.push.MainPath;
import io.keelstream.e2e.suite.Containers;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.Manifests;
import io.keelstream.e2e.system.Stage;
import io.keelstream.testing.process.Program.Ended;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * The services' images in containers that are held as the chart holds its pods. They reach a Kafka and a real control plane, with
 * the rights of {@code deploy/kubernetes}, over a network that is not loopback.
 */
@Containers
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ImageTests {

    /** The chart gives a pod 30 s. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(25);

    private static final int LOAD = 25;
    private static final int OBJECTS = 25;
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    static Path folder;

    private static TestEngine engine;
    private static MachineKafka kafka;
    private static Stage stage;
    private static ContainerServices services;

    @BeforeAll
    static void start() throws Exception {
        engine = TestEngine.start();
        kafka = MachineKafka.start(folder.resolve("kafka"), engine.machine());
        stage = Stage.in(folder, RealControlPlane.start("--address", engine.machine()));
        services = ContainerServices.on(engine, folder, kafka.servers(), stage.repository(), stage.cluster());
        stage.by(services::up).up();
    }

    @AfterAll
    static void stop() {
        if (stage != null) {
            stage.close();
        }
        if (kafka != null) {
            kafka.close();
        }
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    @Order(1)
    void pushIsDeployedByServicesInContainers() throws Exception {
        MainPath.on(stage).play(MainPath.Story.PUSH);
    }

    @Test
    @Order(1)
    void killedContainersAreReplacedByOthersThatConverge() throws Exception {
        MainPath.on(stage).play(MainPath.Story.KILL);
    }

    @Test
    @Order(2)
    void servicesRunWithoutPrivilegesOnReadOnlyRoots() {
        assertThat(containers()).hasSize(4).allSatisfy(container -> {
            assertThat(container.process("Uid")).startsWith("65532");
            assertThat(container.process("Gid")).startsWith("65532");
            assertThat(container.process("CapEff")).matches("0+");
            assertThat(container.process("CapBnd")).matches("0+");
            assertThat(container.process("NoNewPrivs")).isEqualTo("1");
            assertThat(container.root()).startsWith("ro");
        });
    }

    @Test
    @Order(2)
    void probesAndMetricsAreReachedFromOutside() {
        assertThat(containers()).allSatisfy(container -> {
            assertThat(container.get("/livez").statusCode()).isEqualTo(200);
            assertThat(container.get("/readyz").statusCode()).isEqualTo(200);
            assertThat(container.get("/metrics").body()).contains("jvm_memory_used_bytes");
        });
    }

    @Test
    @Order(2)
    void commandLineReadsFromItsImage() {
        String image = engine.load(TestImages.tar("cli"));

        Ended status = engine.run(
                "run",
                "--rm",
                "--read-only",
                "--cap-drop=ALL",
                "--tmpfs=/tmp:exec",
                image,
                "status",
                "--kafka=" + kafka.servers());

        assertThat(status.text()).contains("production/shop");
    }

    @Test
    @Order(2)
    void serviceWhoseTemporaryFolderForbidsProgramsDoesNotStart() throws Exception {
        try (ServiceContainer planner = services.start("planner", "mode=1777,noexec")) {
            assertThat(planner.end()).isEqualTo("1");
            assertThat(planner.printed())
                    .contains("cannot be loaded from /tmp: mount this folder writable and without noexec");
        }
    }

    @Test
    @Order(3)
    void memoryStaysWithinTheLimitUnderLoad(TestReporter report) throws Exception {
        // Given
        for (int i = 0; i < LOAD; i++) {
            stage.repository().write("load" + i + "/keelstream.yaml", Manifests.application("load" + i));
            for (int k = 0; k < OBJECTS; k++) {
                stage.repository()
                        .write("load" + i + "/" + k + ".yaml", Manifests.configMap("object-" + k, "x".repeat(2_000)));
            }
        }

        // When
        String commit = stage.repository().push("Deploy much at once");
        for (int i = 0; i < LOAD; i++) {
            Deployments.await(stage.system(), "production/load" + i, commit, Outcome.HEALTHY);
        }

        // Then
        assertThat(containers()).allSatisfy(container -> {
            long most = Long.parseLong(container.process("VmHWM").replaceAll("\\D", "")) << 10;
            report.publishEntry(container.service() + " used at most", most / MEBIBYTE + " MiB");
            assertThat(container.metric("jvm_memory_max_bytes{area=\"heap\""))
                    .as("the heap is a share of the container's memory, not of the machine's")
                    .isBetween(600.0 * MEBIBYTE, 0.71 * 1024 * MEBIBYTE);
            assertThat(most).isLessThan(1024L * MEBIBYTE);
            assertThat(container.state("Running")).isEqualTo("true");
        });
    }

    @Test
    @Order(4)
    void servicesStayWithinTheirMemoryAndEndWithinTheirGracePeriod() {
        assertThat(containers()).allSatisfy(container -> {
            assertThat(container.state("OOMKilled")).isEqualTo("false");
            assertThat(container.stop()).as(container.service()).isLessThan(STOP_LIMIT);
            // 128 + SIGTERM: Java's own exit code for it
            assertThat(container.state("ExitCode")).as(container::printed).isEqualTo("143");
        });
    }

    private static List<ServiceContainer> containers() {
        return ((ContainerServices.Running) stage.system()).containers();
    }
}
