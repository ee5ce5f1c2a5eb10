package io.keelstream.gitwatcher.application;

import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.gitwatcher.pattern.Glob;
import io.keelstream.gitwatcher.pattern.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Applications generated from folders: every folder that a pattern matches becomes one, named after the folder.
 *
 * @param name the fleet's name, for messages
 * @param file the file that describes it
 * @param base the folder that holds it; patterns are relative to it
 * @param labels labels of every application
 * @param directories patterns of folders: {@code *} and {@code ?} inside one name
 * @param targets the targets of every application
 */
public record Fleet(
        String name,
        String file,
        String base,
        Map<String, String> labels,
        List<String> directories,
        List<FleetTarget> targets) {

    /** The longest name that a file system knows; a longer one in a tree of Git is no folder that anybody has. */
    private static final int LONGEST_NAME = 255;

    private static final int SMALLEST_TARGET = 50;

    public Fleet {
        labels = Map.copyOf(labels);
        directories = List.copyOf(directories);
        targets = List.copyOf(targets);
    }

    /**
     * A target before its folder is known.
     *
     * @param target the target, with the path still relative to the folder
     * @param namespace the namespace as written; null means the application's name
     */
    public record FleetTarget(Target target, @Nullable String namespace) {}

    /** The application of one folder; its name is the folder's. */
    public Application application(String folder) {
        String application = folder.substring(folder.lastIndexOf('/') + 1);
        List<Target> made = new ArrayList<>();
        for (FleetTarget each : targets) {
            Target target = each.target();
            String namespace = each.namespace() == null ? application : each.namespace();
            String path = target.path().isEmpty() ? folder : folder + "/" + target.path();
            TargetPolicy policy = target.policy();
            made.add(new Target(target.name(), target.cluster(), namespace, path, target.rendering(), policy));
        }
        return new Application(application, file, folder, labels, made);
    }

    /** About how many characters one more application has. */
    public long size() {
        long size = 0;
        for (FleetTarget each : targets) {
            size += SMALLEST_TARGET;
            for (Map.Entry<String, Parameter> parameter :
                    each.target().parameters().entrySet()) {
                size += SMALLEST_TARGET
                        + parameter.getKey().length()
                        + parameter.getValue().text().length()
                        + size(parameter.getValue().value());
            }
        }
        return size;
    }

    private static long size(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .mapToLong(each -> ((String) each.getKey()).length() + size(each.getValue()))
                        .sum();
            case List<?> list -> list.stream().mapToLong(Fleet::size).sum();
            case String text -> text.length();
            case null, default -> 1;
        };
    }

    /**
     * Whether a pattern's part matches a folder's name; names that start with a dot only match a part that does.
     *
     * @param steps what all patterns of the fleet may take
     */
    public static boolean matches(String part, String name, Steps steps) {
        if (name.startsWith(".") && !part.startsWith(".")) {
            return false;
        }
        return name.length() <= LONGEST_NAME && Glob.plain(part).matches(name, steps);
    }
}
