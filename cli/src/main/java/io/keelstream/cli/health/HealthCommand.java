package io.keelstream.cli.health;

import io.keelstream.cli.CommandFailure;
import io.keelstream.contracts.text.Printable;
import io.keelstream.kubernetes.health.Health;
import io.keelstream.kubernetes.health.HealthAssessment;
import io.keelstream.kubernetes.health.HealthContext;
import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.health.library.HealthLibrary;
import io.keelstream.kubernetes.object.Manifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Assesses the health of the objects of a file, as {@code kubectl get -o yaml} prints them. */
@Command(
        name = "health",
        description =
                "Prints the health of each object of a file: status, tab, reason. Exit code 1 when one is not healthy.",
        mixinStandardHelpOptions = true)
public final class HealthCommand implements Callable<Integer> {

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "YAML or JSON with live objects; - reads standard input.")
    private Path file = Path.of("-");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Manifest> objects = ObjectFile.read(file.toString(), bytes());
        HealthContext context = HealthContext.standing(Instant.now());
        PrintWriter out = spec.commandLine().getOut();
        boolean good = true;
        for (Manifest object : objects) {
            HealthStatus status = HealthAssessment.of(object, context, HealthLibrary.shipped());
            good &= status.health() == Health.HEALTHY || status.health() == Health.SUSPENDED;
            out.print(status.health() + "\t" + Printable.line(status.message()) + "\n");
        }
        out.flush();
        return good ? 0 : 1;
    }

    private byte[] bytes() {
        try {
            return file.toString().equals("-") ? System.in.readAllBytes() : Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw CommandFailure.wrongUse("there is no file " + file);
        } catch (IOException e) {
            throw CommandFailure.wrongUse("cannot read " + file + ": " + e.getMessage());
        }
    }
}
