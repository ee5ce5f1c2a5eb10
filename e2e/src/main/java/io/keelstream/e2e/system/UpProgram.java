package io.keelstream.e2e.system;

import io.keelstream.testing.process.ChildProcess;
import io.keelstream.testing.process.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;

/**
 * {@code keelstream up} as the launcher starts it, with the classes of this build. As there, what the JVM makes of the classes is
 * kept in an archive, since the suites start it more than a hundred times: the first to start makes it, in {@code target}. The
 * archive serves other programs of the same class path too.
 */
public final class UpProgram {

    private static final List<String> JAVA_OPTIONS = List.of(
            "-Xmx" + Objects.requireNonNullElse(System.getenv("KEELSTREAM_HEAP"), "384m"),
            "-XX:+UseG1GC",
            "-XX:TieredStopAtLevel=1",
            "-XX:MaxMetaspaceSize=256m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dfile.encoding=UTF-8");

    private static final System.Logger LOG = System.getLogger(UpProgram.class.getName());
    private static final Path TARGET = Path.of("target");
    private static final Duration LIMIT = Duration.ofMinutes(4);

    /** The archive holds classes of jars alone, so the tests' own folders stay out. */
    private static final List<String> CLASS_PATH = Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(System.getProperty("java.class.path"))
            .filter(entry -> !entry.endsWith("classes") || !entry.contains("e2e"))
            .toList();

    /** Once per JVM, whether it succeeds or not. */
    private static final class Archive {

        static final List<String> OPTIONS = options();

        private static List<String> options() {
            return Files.isDirectory(TARGET)
                    ? List.of("-XX:SharedArchiveFile=" + archive(), "-Xshare:auto", "-Xlog:cds=off", "-Xlog:aot=off")
                    : List.of();
        }
    }

    private UpProgram() {}

    /** The command that runs {@code up} with these options. */
    static List<String> command(List<String> options) {
        return command(Archive.OPTIONS, options);
    }

    private static List<String> command(List<String> archive, List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("up", "--http", "0", "--kafka-port", "0"));
        arguments.addAll(options);
        return command(JAVA_OPTIONS, archive, "io.keelstream.standalone.Main", arguments);
    }

    /**
     * The command that runs a Kafka broker, which {@code up} contains, as a small process.
     *
     * @param options of the JVM, besides those of every broker
     */
    public static List<String> broker(List<String> options, String mainClass, List<String> arguments) {
        List<String> java = new ArrayList<>(JavaCommand.SMALL);
        java.addAll(options);
        return command(java, Archive.OPTIONS, mainClass, arguments);
    }

    private static List<String> command(
            List<String> java, List<String> archive, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(JavaCommand.java()));
        command.addAll(java);
        command.addAll(archive);
        command.addAll(List.of("-cp", String.join(File.pathSeparator, CLASS_PATH), mainClass));
        command.addAll(arguments);
        return command;
    }

    /** Several test processes may ask at once; the lock lets one of them make it. */
    private static Path archive() {
        Path archive = TARGET.resolve("up-" + version() + ".jsa");
        try (FileChannel lock = FileChannel.open(
                        TARGET.resolve("up.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = lock.lock()) {
            if (!Files.exists(archive)) {
                make(archive);
            }
            return archive.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Differs wherever one of the jars does. */
    private static String version() {
        int hash = 0;
        for (String entry : CLASS_PATH) {
            hash = 31 * hash + Objects.hash(entry, new File(entry).lastModified());
        }
        return Integer.toHexString(hash);
    }

    /** Runs the demo until its first deployment has ended. Without an archive everything works too, only slower. */
    private static void make(Path archive) throws IOException {
        Path state = Files.createTempDirectory(TARGET, "up-archive").toAbsolutePath();
        Path made = archive.resolveSibling(archive.getFileName() + ".new");
        List<String> demo = List.of("--state", state.resolve("state").toString(), "--sandbox-port", "0");
        try (ChildProcess up = ChildProcess.start(
                "up-archive", state, command(List.of("-XX:ArchiveClassesAtExit=" + made.toAbsolutePath()), demo))) {
            up.awaitPrinted("deployment.finished", LIMIT);
            up.stop(LIMIT);
        } catch (ConditionTimeoutException e) {
            LOG.log(System.Logger.Level.WARNING, "No archive of classes is made: " + e.getMessage());
        }
        if (Files.exists(made)) {
            Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
