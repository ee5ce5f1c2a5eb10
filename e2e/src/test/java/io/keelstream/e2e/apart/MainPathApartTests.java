package io.keelstream.e2e.apart;

import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.kafka.BrokerProcess;
import io.keelstream.e2e.push.MainPath;
import io.keelstream.e2e.suite.RealCluster;
import io.keelstream.e2e.system.Stage;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main path with each service in a process of its own and with an account of its own: it has the rights of {@code
 * deploy/kubernetes}, and the server refuses everything beyond them.
 */
@RealCluster
class MainPathApartTests {

    @TempDir
    static Path folder;

    private static Stage stage;
    private static BrokerProcess broker;
    private static Services services;

    @BeforeAll
    static void start() throws Exception {
        TestCluster cluster = TestCluster.start();
        broker = new BrokerProcess(folder.resolve("broker"));
        stage = Stage.in(folder, cluster);
        services = Services.on(folder, broker.servers(), stage.repository(), cluster::access);
        stage.by(services::up).up();
    }

    @AfterAll
    static void stop() {
        stage.close();
        services.close();
        broker.close();
    }

    @TestFactory
    Stream<DynamicTest> mainPath() {
        return MainPath.on(stage).tests();
    }
}
