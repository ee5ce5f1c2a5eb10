package io.keelstream.gitwatcher.wiring;

import io.keelstream.gitwatcher.application.Names;
import io.keelstream.gitwatcher.child.OwnRenderer;
import io.keelstream.gitwatcher.credential.CredentialHelper;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.wiring.GitWatcherProperties.ExecRenderer;
import io.keelstream.gitwatcher.wiring.GitWatcherProperties.Helper;
import io.keelstream.gitwatcher.wiring.GitWatcherProperties.Variable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks programs that the installation runs, and turns them into settings. Used once. */
final class ExecReader {

    private static final String DIGEST = "sha256:[0-9a-f]{64}";

    private final List<String> mistakes;

    /** @param mistakes receives one line per mistake */
    ExecReader(List<String> mistakes) {
        this.mistakes = mistakes;
    }

    /**
     * The renderers of {@code keelstream.renderers.exec}.
     *
     * @throws InvalidPropertiesException with one line per mistake
     */
    static List<OwnRenderer> renderers(List<ExecRenderer> written) {
        List<String> mistakes = new ArrayList<>();
        ExecReader reader = new ExecReader(mistakes);
        List<OwnRenderer> renderers = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < written.size(); i++) {
            String at = "keelstream.renderers.exec[" + i + "]";
            ExecRenderer each = written.get(i);
            if (!Names.isDnsLabel(each.name()) || !names.add(each.name())) {
                reader.mistake(
                        at + ".name", each.name(), "a DNS label (1 to 63 of a-z, 0-9 and '-') that no other entry has");
            }
            if (!each.digest().isEmpty() && !each.digest().matches(DIGEST)) {
                reader.mistake(
                        at + ".digest", each.digest(), "sha256: and 64 of 0-9 and a-f, as sha256sum prints them");
            }
            renderers.add(new OwnRenderer(
                    each.name(),
                    new OwnRenderer.Invocation(
                            reader.command(at, each.command()), each.args(), reader.environment(at, each.env())),
                    reader.inputs(at, each.inputs()),
                    reader.reads(at, each.reads()),
                    each.digest(),
                    each.allowUnconfined()));
        }
        if (!mistakes.isEmpty()) {
            throw new InvalidPropertiesException(mistakes);
        }
        return renderers;
    }

    /** A helper that issues credentials. */
    CredentialHelper helper(String at, Helper written) {
        Duration limit = written.timeout();
        if (limit.compareTo(Duration.ofSeconds(1)) < 0 || limit.compareTo(Duration.ofMinutes(2)) > 0) {
            mistake(at + ".timeout", limit.toString(), "a duration from 1s to 2m");
        }
        List<String> command = new ArrayList<>(List.of(command(at, written.command())));
        command.addAll(written.args());
        return new CredentialHelper(at, command, variables(at, written.env()), limit, Clock.systemUTC());
    }

    /** The program, which has to be named. */
    private String command(String at, String written) {
        if (written.isBlank()) {
            mistakes.add(at + ".command: is missing; allowed: a program, as a path or as a name along PATH");
        }
        return written;
    }

    private Map<String, String> variables(String at, List<Variable> written) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (Variable each : written) {
            if (each.name().isEmpty()
                    || each.name().indexOf('=') >= 0
                    || environment.putIfAbsent(each.name(), each.value()) != null) {
                mistake(at + ".env", each.name(), "names of variables, each once");
            }
        }
        return environment;
    }

    /** The variables by name, each once, none of which has a name that Keelstream sets. */
    private Map<String, String> environment(String at, List<Variable> written) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (Variable each : written) {
            if (!OwnRenderer.maySet(each.name()) || environment.putIfAbsent(each.name(), each.value()) != null) {
                mistake(
                        at + ".env",
                        each.name(),
                        "names of letters, digits and '_', each once; not HOME, TMPDIR and KEELSTREAM_*");
            }
        }
        return environment;
    }

    private List<String> inputs(String at, List<String> written) {
        List<String> inputs = new ArrayList<>();
        for (String each : written) {
            String path = Paths.resolve("", each);
            if (path == null) {
                mistake(at + ".inputs", each, "folders and files inside the repository, from its root");
            } else {
                inputs.add(path);
            }
        }
        return inputs;
    }

    private List<Path> reads(String at, List<String> written) {
        List<Path> reads = new ArrayList<>();
        for (String each : written) {
            Path path = Path.of(each);
            if (!path.isAbsolute() || !Files.exists(path)) {
                mistake(at + ".reads", each, "absolute paths of folders and files that are there");
            }
            reads.add(path);
        }
        return reads;
    }

    private void mistake(String property, String value, String allowed) {
        mistakes.add(property + ": is '" + value + "'; allowed: " + allowed);
    }
}
