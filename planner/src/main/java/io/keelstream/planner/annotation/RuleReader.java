package io.keelstream.planner.annotation;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.annotation.ArgoCd;
import io.keelstream.kubernetes.annotation.Flux;
import io.keelstream.kubernetes.annotation.Helm;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.planner.annotation.ObjectRules.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads {@link ObjectRules} from one manifest's annotations. Keelstream's own annotation takes precedence over a foreign one that
 * says the same. One reader reads one manifest; not thread-safe.
 */
public final class RuleReader {

    private final Manifest manifest;
    private final String where;
    private final List<Problem> warnings = new ArrayList<>();

    private RuleReader(Manifest manifest) {
        this.manifest = manifest;
        this.where = manifest.reference().toString();
    }

    /** The rules of a manifest that has a kind and a name. */
    public static ObjectRules read(Manifest manifest) {
        if (Manifest.map(manifest.metadata().get("annotations")).isEmpty()) {
            return new ObjectRules(0, Mode.APPLY, false, false, false, List.of(), List.of());
        }
        return new RuleReader(manifest).rules();
    }

    private ObjectRules rules() {
        warnOfUnknownNames();
        SyncOptions options = SyncOptions.read(manifest, this::warn);
        checkUnusedValues();
        return new ObjectRules(
                wave(), mode(), keep(options), replace(options), options.skipDryRunOnMissing(), dependsOn(), warnings);
    }

    private void warnOfUnknownNames() {
        for (String name : Manifest.map(manifest.metadata().get("annotations")).keySet()) {
            if (name.startsWith(Annotations.PREFIX) && !Annotations.KNOWN.contains(name)) {
                warnings.add(Reason.UNKNOWN_ANNOTATION.problem(
                        "annotation " + name + " has no meaning and changes nothing; remove or correct it", where));
            }
        }
    }

    private int wave() {
        String name = manifest.annotation(Annotations.WAVE) != null ? Annotations.WAVE : ArgoCd.SYNC_WAVE;
        String text = manifest.annotation(name);
        if (text == null) {
            return 0;
        }
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            warn(name, text, "a whole number; wave 0 is taken");
            return 0;
        }
    }

    private Mode mode() {
        boolean off = value(Flux.RECONCILE, "disabled", "enabled").equals("disabled");
        String ssa = value(Flux.SSA, "Override", "Merge", "IfNotPresent", "Ignore");
        if (off || ssa.equals("Ignore")) {
            return Mode.IGNORE;
        }
        return ssa.equals("IfNotPresent") ? Mode.IF_NOT_PRESENT : Mode.APPLY;
    }

    /** Every annotation is read, so that each unknown value is reported. */
    private boolean keep(SyncOptions options) {
        boolean own = value(Annotations.PRUNE, "disabled", "enabled").equals("disabled");
        boolean flux = value(Flux.PRUNE, "disabled", "enabled").equals("disabled");
        boolean helm = value(Helm.RESOURCE_POLICY, "keep").equals("keep");
        return own || flux || helm || options.keep();
    }

    private boolean replace(SyncOptions options) {
        boolean own = value(Annotations.REPLACE, "on-immutable").equals("on-immutable");
        boolean flux = value(Flux.FORCE, "enabled", "disabled").equals("enabled");
        return own || flux || options.replace();
    }

    private List<String> dependsOn() {
        String text = manifest.annotation(Annotations.DEPENDS_ON);
        return text == null
                ? List.of()
                : Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(each -> !each.isEmpty())
                        .toList();
    }

    private void checkUnusedValues() {
        value(Annotations.DRIFT, "correct", "report", "off");
        value(Annotations.HEALTH, "ignore");
    }

    private String value(String name, String... allowed) {
        String text = manifest.annotation(name);
        if (text == null) {
            return "";
        }
        if (Arrays.asList(allowed).contains(text)) {
            return text;
        }
        warn(name, text, String.join(", ", allowed));
        return "";
    }

    private void warn(String name, String value, String allowed) {
        warnings.add(Reason.UNKNOWN_ANNOTATION.problem(
                "annotation " + name + ": '" + value + "' is not known and changes nothing; known: " + allowed, where));
    }

    /** Takes note of a value that is not understood. */
    @FunctionalInterface
    interface Warn {
        void warn(String annotation, String value, String allowed);
    }
}
