package io.keelstream.standalone.seal;

import io.keelstream.cli.CommandFailure;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.seal.SealException;
import io.keelstream.kubernetes.seal.SecretSealer;
import io.keelstream.kubernetes.yaml.LocatedManifest;
import io.keelstream.kubernetes.yaml.YamlReader;
import io.keelstream.kubernetes.yaml.YamlResult;
import io.keelstream.kubernetes.yaml.YamlWriter;
import io.keelstream.standalone.state.InstallationKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Seals the Secrets of a file, for a repository whose team has no SOPS. Prints; the file stays as it is. */
@Command(
        name = "seal",
        description =
                "Prints the Secrets of a file with sealed values, which the applier of one installation opens, in one"
                        + " namespace. Commit what it prints, not the file.",
        mixinStandardHelpOptions = true)
public final class SealCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "YAML or JSON with Secrets of v1; - reads standard input.")
    private Path file = Path.of("-");

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "Namespace of Secrets that name none.")
    @Nullable
    private String namespace;

    @Option(
            names = "--recipient",
            paramLabel = "AGE",
            description =
                    "Public key of the installation, age1..., as its keelstream.secrets.recipient says (default: that of"
                            + " the state folder).")
    @Nullable
    private String recipient;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "State folder of up, whose key is used (default: ${DEFAULT-VALUE}).",
            defaultValue = ".keelstream")
    private Path state = Path.of(".keelstream");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        SecretSealer sealer = sealer();
        List<Manifest> sealed =
                secrets().stream().map(secret -> sealed(sealer, secret)).toList();
        spec.commandLine().getOut().print(YamlWriter.write(sealed));
        spec.commandLine().getOut().flush();
        return 0;
    }

    private SecretSealer sealer() {
        try {
            return new SecretSealer(recipient == null ? recipientOf(state) : recipient);
        } catch (SealException e) {
            throw CommandFailure.wrongUse("--recipient is not an age public key (age1...)");
        }
    }

    private static String recipientOf(Path state) {
        try {
            return InstallationKeys.existing(state.resolve(InstallationKeys.FILE))
                    .sealing()
                    .recipient();
        } catch (NoSuchFileException e) {
            throw CommandFailure.wrongUse("there are no keys in the state folder " + state
                    + ". Start up once, choose the folder with --state, or give --recipient");
        } catch (IOException e) {
            throw CommandFailure.wrongUse("cannot read the keys of the state folder " + state + ": " + e.getMessage());
        }
    }

    private List<Manifest> secrets() {
        return switch (new YamlReader().manifests(bytes())) {
            case YamlResult.Read<LocatedManifest>(List<LocatedManifest> items)
            when items.isEmpty() -> throw CommandFailure.wrongUse(file + " has no object");
            case YamlResult.Read<LocatedManifest>(List<LocatedManifest> items) ->
                items.stream().map(this::secret).toList();
            case YamlResult.Malformed<LocatedManifest> malformed ->
                throw CommandFailure.wrongUse(
                        file + ":" + malformed.line() + ":" + malformed.column() + ": " + malformed.message());
        };
    }

    private Manifest secret(LocatedManifest located) {
        Manifest object = located.manifest();
        if (!object.apiVersion().equals("v1")
                || !object.kind().equals("Secret")
                || object.name().isEmpty()) {
            throw CommandFailure.wrongUse(file + ":" + located.line() + ": not a Secret of v1 with a name");
        }
        return object;
    }

    private Manifest sealed(SecretSealer sealer, Manifest secret) {
        Manifest named = secret.copy();
        if (secret.namespace().isEmpty() && namespace != null) {
            Map<String, @Nullable Object> metadata = new LinkedHashMap<>(named.metadata());
            metadata.put("namespace", namespace);
            named.tree().put("metadata", metadata);
        }
        if (named.namespace().isEmpty()) {
            throw CommandFailure.wrongUse(file + ": Secret " + secret.name()
                    + " names no namespace, and sealed values open in theirs alone. Write metadata.namespace, or give"
                    + " --namespace");
        }
        try {
            return sealer.sealForRepository(named);
        } catch (SealException e) {
            throw CommandFailure.wrongUse(file + ": " + e.getMessage());
        }
    }

    private byte[] bytes() {
        try (InputStream in = file.toString().equals("-") ? System.in : Files.newInputStream(file)) {
            return in.readAllBytes();
        } catch (NoSuchFileException e) {
            throw CommandFailure.wrongUse("there is no file " + file);
        } catch (IOException e) {
            throw CommandFailure.wrongUse("cannot read " + file + ": " + e.getMessage());
        }
    }
}
