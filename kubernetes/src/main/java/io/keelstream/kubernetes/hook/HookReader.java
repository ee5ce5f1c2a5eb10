package io.keelstream.kubernetes.hook;

import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.annotation.ArgoCd;
import io.keelstream.kubernetes.annotation.Helm;
import io.keelstream.kubernetes.health.RunToEnd;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one place that reads the annotations of hooks. Keelstream's own annotation takes precedence over Argo CD's, and that over
 * Helm's, as in Argo CD; of an object's hook annotations only that one counts. Words are those of
 * <a href="https://helm.sh/docs/topics/charts_hooks/">Helm</a> and
 * <a href="https://argo-cd.readthedocs.io/en/stable/user-guide/resource_hooks/">Argo CD</a>. Pure.
 */
public final class HookReader {

    private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,6})(s|m|h)");

    /**
     * One way to write hooks.
     *
     * @param annotation says when the object runs
     * @param moments its words in lower case
     * @param never words in lower case for events that do not occur here
     * @param weight annotation with the weight
     * @param delete annotation with the delete policies
     * @param deletions words of delete policies in lower case
     */
    private record Dialect(
            String annotation,
            Map<String, Moment> moments,
            Set<String> never,
            String weight,
            String delete,
            Map<String, Deletion> deletions) {}

    private static final List<Dialect> DIALECTS = List.of(
            new Dialect(
                    Annotations.HOOK,
                    Map.ofEntries(
                            Map.entry("pre-apply", Moment.PRE_APPLY),
                            Map.entry("canary", Moment.CANARY),
                            Map.entry("canary-load", Moment.CANARY_LOAD),
                            Map.entry("canary-check", Moment.CANARY_CHECK),
                            Map.entry("sync", Moment.SYNC),
                            Map.entry("post-apply", Moment.POST_APPLY),
                            Map.entry("pre-rollback", Moment.PRE_ROLLBACK),
                            Map.entry("post-rollback", Moment.POST_ROLLBACK),
                            Map.entry("pre-delete", Moment.PRE_DELETE),
                            Map.entry("post-delete", Moment.POST_DELETE),
                            Map.entry("on-failure", Moment.ON_FAILURE)),
                    Set.of(),
                    Annotations.HOOK_WEIGHT,
                    Annotations.HOOK_DELETE_POLICY,
                    Map.of(
                            "before-create", Deletion.BEFORE_CREATE,
                            "succeeded", Deletion.SUCCEEDED,
                            "failed", Deletion.FAILED)),
            new Dialect(
                    ArgoCd.HOOK,
                    Map.of(
                            "presync", Moment.PRE_APPLY,
                            "sync", Moment.SYNC,
                            "postsync", Moment.POST_APPLY,
                            "predelete", Moment.PRE_DELETE,
                            "postdelete", Moment.POST_DELETE,
                            "syncfail", Moment.ON_FAILURE),
                    Set.of("skip"),
                    ArgoCd.SYNC_WAVE,
                    ArgoCd.HOOK_DELETE_POLICY,
                    Map.of(
                            "beforehookcreation", Deletion.BEFORE_CREATE,
                            "hooksucceeded", Deletion.SUCCEEDED,
                            "hookfailed", Deletion.FAILED)),
            new Dialect(
                    Helm.HOOK,
                    Map.of(
                            "pre-install", Moment.PRE_INSTALL,
                            "post-install", Moment.POST_INSTALL,
                            "pre-upgrade", Moment.PRE_UPGRADE,
                            "post-upgrade", Moment.POST_UPGRADE,
                            "pre-rollback", Moment.PRE_ROLLBACK,
                            "post-rollback", Moment.POST_ROLLBACK,
                            "pre-delete", Moment.PRE_DELETE,
                            "post-delete", Moment.POST_DELETE),
                    Set.of("test", "test-success", "test-failure"),
                    Helm.HOOK_WEIGHT,
                    Helm.HOOK_DELETE_POLICY,
                    Map.of(
                            "before-hook-creation", Deletion.BEFORE_CREATE,
                            "hook-succeeded", Deletion.SUCCEEDED,
                            "hook-failed", Deletion.FAILED)));

    private HookReader() {}

    /** What the annotations say. */
    public static HookReading read(Manifest object) {
        for (Dialect dialect : DIALECTS) {
            String written = object.annotation(dialect.annotation());
            if (written != null) {
                return read(object, dialect, written);
            }
        }
        return new HookReading.Ordinary();
    }

    /** Whether it is run by releases. */
    public static boolean runs(Manifest object) {
        return read(object) instanceof HookReading.Hook;
    }

    private static HookReading read(Manifest object, Dialect dialect, String written) {
        String annotation = dialect.annotation() + ": " + written.strip();
        Set<Moment> moments = EnumSet.noneOf(Moment.class);
        for (String word : words(written)) {
            Moment moment = dialect.moments().get(word);
            if (moment != null) {
                moments.add(moment);
            } else if (!dialect.never().contains(word)) {
                return new HookReading.Refused(
                        false,
                        annotation + ": hooks of this kind are not supported; supported: "
                                + String.join(
                                        ", ", new TreeSet<>(dialect.moments().keySet()))
                                + ". Change the annotation, or remove it to apply the object as an ordinary one");
            }
        }
        if (moments.isEmpty()) {
            return new HookReading.LeftOut(annotation);
        }
        boolean forCanary = moments.contains(Moment.CANARY)
                || moments.contains(Moment.CANARY_LOAD)
                || moments.contains(Moment.CANARY_CHECK);
        if (!RunToEnd.is(object) && (forCanary || object.groupKind().toString().equals("Pod"))) {
            return new HookReading.Refused(
                    false,
                    annotation + ": only Jobs, and Pods with restartPolicy Never or OnFailure, run to an end"
                            + (forCanary ? ", as hooks of a canary have to" : "") + ". Remove the"
                            + " annotation to apply the object as an ordinary one");
        }
        return details(object, dialect, moments);
    }

    private static HookReading details(Manifest object, Dialect dialect, Set<Moment> moments) {
        Map<String, String> faults = new HashMap<>();
        int weight = weight(object, dialect, moments, faults);
        Set<Deletion> deletions = deletions(object, dialect, faults);
        boolean interruptible = interruptible(object, faults);
        Duration timeout = timeout(object, faults);
        boolean barrier = barrier(object, faults);
        if (timeout != null && moments.contains(Moment.CANARY_LOAD)) {
            return new HookReading.Refused(
                    true,
                    "annotation " + Annotations.HOOK_TIMEOUT
                            + ": load for a canary runs as long as its trial. Remove the"
                            + " annotation, or write activeDeadlineSeconds in the spec");
        }
        if (barrier && !moments.stream().allMatch(Moment::withTheApply)) {
            return new HookReading.Refused(
                    true,
                    "annotation " + Annotations.BARRIER
                            + ": only a hook that runs before, while or after everything is applied is a barrier. Remove the"
                            + " annotation, or make two hooks of it");
        }
        return faults.isEmpty()
                ? new HookReading.Hook(moments, weight, deletions, interruptible, timeout, barrier)
                : faults.entrySet().stream()
                        .min(Map.Entry.comparingByKey())
                        .map(fault -> new HookReading.Refused(
                                true,
                                "annotation " + fault.getKey() + ": '" + object.annotation(fault.getKey())
                                        + "' is not known. Write " + fault.getValue()))
                        .orElseThrow();
    }

    /** The weight of a hook that runs in a wave is that wave, so it may be written as that of any object. */
    private static int weight(Manifest object, Dialect dialect, Set<Moment> moments, Map<String, String> faults) {
        Stream<String> names = moments.contains(Moment.SYNC)
                ? Stream.of(Annotations.HOOK_WEIGHT, Annotations.WAVE, ArgoCd.SYNC_WAVE)
                : Stream.of(Annotations.HOOK_WEIGHT);
        String name = names.filter(each -> object.annotation(each) != null)
                .findFirst()
                .orElse(dialect.weight());
        String written = object.annotation(name);
        try {
            return written == null ? 0 : Integer.parseInt(written.strip());
        } catch (NumberFormatException notANumber) {
            faults.put(name, "a whole number");
            return 0;
        }
    }

    private static Set<Deletion> deletions(Manifest object, Dialect dialect, Map<String, String> faults) {
        boolean own = object.annotation(Annotations.HOOK_DELETE_POLICY) != null;
        Dialect of = own ? DIALECTS.getFirst() : dialect;
        String written = object.annotation(of.delete());
        if (written == null) {
            return EnumSet.of(Deletion.BEFORE_CREATE);
        }
        Set<Deletion> deletions = EnumSet.noneOf(Deletion.class);
        for (String word : words(written)) {
            Deletion deletion = of.deletions().get(word);
            if (deletion == null) {
                faults.put(
                        of.delete(),
                        "some of "
                                + String.join(", ", new TreeSet<>(of.deletions().keySet())));
            } else {
                deletions.add(deletion);
            }
        }
        return deletions;
    }

    private static boolean interruptible(Manifest object, Map<String, String> faults) {
        String written = object.annotation(Annotations.HOOK_INTERRUPT);
        if (written != null && !written.equals("allow")) {
            faults.put(Annotations.HOOK_INTERRUPT, "allow, or remove it");
        }
        return written != null;
    }

    private static boolean barrier(Manifest object, Map<String, String> faults) {
        String written = object.annotation(Annotations.BARRIER);
        if (written != null && !written.equals("true")) {
            faults.put(Annotations.BARRIER, "\"true\", or remove it");
        }
        return written != null;
    }

    private static @Nullable Duration timeout(Manifest object, Map<String, String> faults) {
        String written = object.annotation(Annotations.HOOK_TIMEOUT);
        if (written == null) {
            return null;
        }
        Matcher matcher = TIME.matcher(written.strip());
        if (!matcher.matches()) {
            faults.put(Annotations.HOOK_TIMEOUT, "a time such as 90s, 10m or 2h");
            return null;
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }

    private static List<String> words(String written) {
        return Arrays.stream(written.split(",", -1))
                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
