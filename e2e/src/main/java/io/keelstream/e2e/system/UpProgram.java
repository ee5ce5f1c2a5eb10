package io.keelstream.e2e.system;

import io.keelstream.e2e.process.ChildProcess;
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
 * kept in an archive, since the suites start it more than a hundred times: the first to start makes it, in {@code target}.
 */
final class UpProgram {

    private static final List<String> JAVA_OPTIONS = List.of(
            "-Xmx384m",
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

    private static List<String> command(List<String> java, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JAVA_OPTIONS);
        command.addAll(java);
        command.addAll(
                List.of("-cp", String.join(File.pathSeparator, CLASS_PATH), "io.keelstream.standalone.Main", "up"));
        command.addAll(List.of("--http", "0", "--kafka-port", "0"));
        command.addAll(options);
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
