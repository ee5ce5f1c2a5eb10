package io.keelstream.e2e.apart;

import io.keelstream.testing.process.JavaCommand;
import io.keelstream.testing.process.Program;
import io.keelstream.testing.process.Program.Ended;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * A service's executable jar, as built or as Spring Boot's own tool unpacks it. Starting an unpacked one takes two thirds of the
 * processor time, so only suites about the jar itself use the packed one.
 */
enum ServiceJar {
    /** The one file that a build makes. */
    PACKED {
        @Override
        Path of(String service) throws IOException {
            return built(service);
        }
    },
    /** The jar of the service's own classes, with its libraries as files beside it. Made once per build, in {@code target}. */
    UNPACKED {
        @Override
        Path of(String service) throws IOException {
            Path packed = built(service);
            Path folder = Files.createDirectories(Path.of("target", "services").toAbsolutePath());
            synchronized (UNPACKED) {
                // several test processes may ask at once; one of them unpacks
                try (FileChannel lock = FileChannel.open(
                                folder.resolve(service + ".lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                        var _ = lock.lock()) {
                    return unpack(packed, folder.resolve(service), folder.resolve(service + ".version"));
                }
            }
        }
    };

    /**
     * The file to start with {@code java -jar}.
     *
     * @throws IllegalStateException where the service is not built
     */
    abstract Path of(String service) throws IOException;

    private static Path unpack(Path packed, Path folder, Path version) throws IOException {
        // builds are reproducible, so a new jar may have the old one's time of modification
        String now = Files.getAttribute(packed, "unix:ctime").toString();
        if (!Files.exists(version) || !Files.readString(version).equals(now)) {
            FileSystemUtils.deleteRecursively(folder);
            Ended ended = Program.of(JavaCommand.java())
                    .run(
                            "",
                            List.of(
                                    "-Djarmode=tools",
                                    "-jar",
                                    packed.toString(),
                                    "extract",
                                    "--destination",
                                    folder.toString()));
            if (ended.code() != 0) {
                throw new IllegalStateException(packed + " cannot be unpacked: " + ended.text());
            }
            Files.writeString(version, now);
        }
        return folder.resolve(packed.getFileName());
    }

    private static Path built(String service) throws IOException {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            Path target = folder.resolve(service).resolve("target");
            if (Files.isDirectory(target)) {
                try (Stream<Path> files = Files.list(target)) {
                    return files.filter(file -> file.toString().endsWith("-exec.jar"))
                            .findFirst()
                            .orElseThrow(() -> new IllegalStateException(
                                    target + " holds no executable jar; run: mvn package -DskipTests -pl " + service));
                }
            }
        }
        throw new IllegalStateException("there is no module " + service + " above " + start);
    }
}
