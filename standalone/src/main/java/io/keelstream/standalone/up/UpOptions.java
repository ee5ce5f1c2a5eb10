package io.keelstream.standalone.up;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code up}. */
final class UpOptions {

    @Option(
            names = "--repository",
            paramLabel = "URL",
            description = "Infra repository to deploy: a path or an https or ssh URL"
                    + " (default: a demo repository in the state folder).")
    @Nullable
    String repository;

    @Option(names = "--ref", paramLabel = "REF", description = "Branch or full ref (default: the repository's HEAD).")
    @Nullable
    String ref;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Cluster to deploy to (default: a sandbox in this process, whose kubeconfig is written to the"
                    + " state folder).")
    @Nullable
    Path kubeconfig;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Kafka to use (default: a broker in this process).")
    @Nullable
    String kafka;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Folder of everything that outlives this process (default: ${DEFAULT-VALUE}).",
            defaultValue = ".keelstream")
    Path state = Path.of(".keelstream");

    @Option(
            names = "--http",
            paramLabel = "PORT",
            description = "Port of /livez, /readyz and /metrics; 0 takes a free one (default: ${DEFAULT-VALUE}).",
            defaultValue = "18080")
    int http = 18080;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            description = "Port of the broker in this process; 0 takes a free one (default: ${DEFAULT-VALUE}).",
            defaultValue = "19092")
    int kafkaPort = 19092;

    @Option(
            names = "--sandbox-port",
            paramLabel = "PORT",
            description = "Port of the sandbox; 0 takes a free one (default: ${DEFAULT-VALUE}).",
            defaultValue = "18443")
    int sandboxPort = 18443;

    @Option(
            names = "--installation",
            paramLabel = "NAME",
            description = "Name of this installation, part of every owner mark (default: ${DEFAULT-VALUE}).",
            defaultValue = "local")
    String installation = "local";
}
