package io.keelstream.kubernetes.health.library;

import io.keelstream.kubernetes.cel.CelExpression;
import io.keelstream.kubernetes.cel.CelExpression.Result;
import io.keelstream.kubernetes.health.CustomHealth;
import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.health.cel.CompiledCheck;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How objects of widespread APIs are judged: {@code library.yaml}. A kind is looked up by its name, then by its group, then among what is
 * for any custom resource. Expressions are compiled when an object of their kind is judged first, because few installations have more
 * than some of these APIs. Thread-safe.
 */
public final class HealthLibrary implements CustomHealth {

    private static final String FILE = "/io/keelstream/kubernetes/health/library.yaml";
    private static final String ANY = "*";
    private static final String BUILT_IN = ".k8s.io";

    private final Map<String, Judge> byKind = new HashMap<>();
    private final List<Judge> forAny = new ArrayList<>();

    private record Compiled(@Nullable CelExpression when, CompiledCheck check) {

        static Compiled of(LibraryEntry entry) {
            String what = String.join(", ", entry.kinds());
            return new Compiled(
                    entry.when().isEmpty() ? null : CompiledCheck.compiled(what, entry.when(), Result.YES_OR_NO),
                    CompiledCheck.of(what, entry.check()));
        }
    }

    /** An entry that is compiled once it is asked. */
    private static final class Judge {

        private final LibraryEntry entry;
        private @Nullable Compiled compiled;

        Judge(LibraryEntry entry) {
            this.entry = entry;
        }

        private synchronized Compiled compiled() {
            Compiled known = compiled;
            if (known == null) {
                known = Compiled.of(entry);
                compiled = known;
            }
            return known;
        }

        boolean judges(Manifest object) {
            CelExpression when = compiled().when();
            return when == null || CompiledCheck.holds(when, CompiledCheck.variables(object));
        }

        HealthStatus of(Manifest object) {
            return compiled().check().of(object);
        }
    }

    private static final class Shipped {
        static final HealthLibrary LIBRARY = new HealthLibrary(entries());
    }

    HealthLibrary(List<LibraryEntry> entries) {
        for (LibraryEntry entry : entries) {
            Judge judge = new Judge(entry);
            for (String kind : entry.kinds()) {
                if (kind.equals(ANY)) {
                    forAny.add(judge);
                } else if (byKind.put(kind, judge) != null) {
                    throw new IllegalArgumentException("two health checks of " + kind);
                }
            }
        }
    }

    /** The one that comes with Keelstream. */
    public static HealthLibrary shipped() {
        return Shipped.LIBRARY;
    }

    /** What the shipped file says, in its order. */
    static List<LibraryEntry> entries() {
        try (InputStream file = Objects.requireNonNull(HealthLibrary.class.getResourceAsStream(FILE), FILE)) {
            return new YamlReader()
                    .documents(file.readAllBytes()).orThrow().stream()
                            .map(document -> LibraryEntry.read(Manifest.map(document.value())))
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public @Nullable HealthStatus of(Manifest object) {
        GroupKind kind = object.groupKind();
        if (!kind.isCustom()) {
            return null;
        }
        Judge judge = byKind.get(kind.toString());
        if (judge == null) {
            judge = byKind.get(ANY + "." + kind.group());
        }
        if (judge == null && !kind.group().endsWith(BUILT_IN)) {
            judge = forAny.stream()
                    .filter(each -> each.judges(object))
                    .findFirst()
                    .orElse(null);
        }
        return judge == null ? null : judge.of(object);
    }
}
