package io.keelstream.gitwatcher.bundle;

import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.seal.SecretSealer;
import io.keelstream.yaml.NearestName;
import io.keelstream.yaml.Quotable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells a Secret from what only resembles one. Nothing but a {@code v1} {@code Secret} is sealed, and nothing of it but
 * {@code data} and {@code stringData}: a slip of the pen in a kind, a version or a field would put the values into public
 * topics, so it is refused. Messages name fields, never values. Stateless.
 */
final class SecretShape {

    private static final GroupKind SECRET = new GroupKind("", "Secret");
    private static final Set<String> NAMES = Set.of("secret", "secrets");
    private static final String STRING_DATA = "stringdata";
    private static final Set<String> FIELDS =
            Set.of("apiVersion", "kind", "metadata", "type", "immutable", "data", "stringData");
    private static final Set<String> METADATA =
            Set.of("name", "namespace", "labels", "annotations", "finalizers", "ownerReferences");

    private static final Pattern KEY = Pattern.compile("[-._A-Za-z0-9]{1,253}");

    private SecretShape() {}

    /** Whether the object is exactly a Secret. */
    static boolean is(Manifest manifest) {
        return manifest.apiVersion().equals("v1") && manifest.groupKind().equals(SECRET);
    }

    /**
     * Why the object is refused; empty for an object that is a well-formed Secret, and for one that does not resemble any.
     *
     * @param manifest an object that can be identified, without what only a server writes
     */
    static Optional<String> problem(Manifest manifest) {
        return is(manifest)
                ? unknownField(manifest)
                : resembling(manifest)
                        .map(why ->
                                why + ". Only a v1 Secret is sealed: write apiVersion: v1 and kind: Secret, or remove"
                                        + " what makes the object look like one");
    }

    private static Optional<String> unknownField(Manifest secret) {
        Stream<String> top = unknown(secret.tree(), FIELDS, "");
        Stream<String> metadata = unknown(secret.metadata(), METADATA, "metadata.");
        Stream<String> nested = Stream.of("labels", "annotations")
                .flatMap(field -> nested(secret.metadata().get(field), "metadata." + field));
        Stream<String> lists = Stream.of("finalizers", "ownerReferences")
                .filter(field -> !flat(secret.metadata().get(field)))
                .map(field -> "metadata." + field);
        Stream<String> scalars = Stream.of("type", "immutable")
                .filter(field -> container(secret.tree().get(field)));
        return Stream.of(top, metadata, nested, lists, scalars)
                .flatMap(each -> each)
                .findFirst()
                .map(field -> "Secret " + secret.name() + " has " + field
                        + ", which no Secret has. Values belong in data or stringData; correct or remove the field")
                .or(() -> wrongKey(secret));
    }

    /** Keys are published. What cannot be a key of a Secret may be a value that lacks its colon. */
    private static Optional<String> wrongKey(Manifest secret) {
        for (String field : List.of("data", "stringData")) {
            int number = 0;
            for (String key : Manifest.map(secret.tree().get(field)).keySet()) {
                number++;
                if (!KEY.matcher(key).matches()) {
                    return Optional.of("Secret " + secret.name() + ": key " + number + " of " + field
                            + " is not valid: a key has letters, digits, '-', '_' and '.'. Write key: value, with a space"
                            + " behind the colon");
                }
            }
        }
        return Optional.empty();
    }

    private static Stream<String> unknown(Map<String, @Nullable Object> map, Set<String> known, String prefix) {
        return map.keySet().stream().filter(field -> !known.contains(field)).map(field -> prefix + Quotable.key(field));
    }

    private static Stream<String> nested(@Nullable Object texts, String field) {
        return texts instanceof Map<?, ?>
                ? Manifest.map(texts).entrySet().stream()
                        .filter(entry -> container(entry.getValue()))
                        .map(entry -> field + "." + Quotable.key(entry.getKey()))
                : texts == null ? Stream.empty() : Stream.of(field);
    }

    /** A list of scalars, or of maps of scalars. */
    private static boolean flat(@Nullable Object list) {
        return list == null
                || (list instanceof List<?> items
                        && items.stream()
                                .allMatch(item -> !(item instanceof List<?>)
                                        && Manifest.map(item).values().stream().noneMatch(SecretShape::container)));
    }

    private static boolean container(@Nullable Object value) {
        return value instanceof Map<?, ?> || value instanceof List<?>;
    }

    private static Optional<String> resembling(Manifest manifest) {
        String what = manifest.apiVersion() + " " + manifest.kind() + " " + manifest.name();
        boolean custom = manifest.groupKind().isCustom();
        if (custom ? likeKind(manifest.kind()) && hasValues(manifest.tree()) : nearKind(manifest.kind())) {
            return Optional.of(what + " is nearly a Secret");
        }
        for (String field : manifest.tree().keySet()) {
            if (field.toLowerCase(Locale.ROOT).equals(STRING_DATA)) {
                return Optional.of(what + " has " + field + ", a field of Secrets");
            }
        }
        Optional<String> sealed = sealed("", manifest.tree());
        if (sealed.isPresent()) {
            return Optional.of(what + " has a sealed value (" + sealed.get() + "), which nobody opens there");
        }
        boolean core = manifest.groupKind().group().isEmpty();
        if (core && manifest.kind().equals("ConfigMap") && manifest.tree().containsKey("type")) {
            return Optional.of(what + " has type, a field of Secrets");
        }
        if (core && !manifest.kind().equals("ConfigMap") && hasValues(manifest.tree())) {
            return Optional.of(what + " has data, as a Secret has");
        }
        return manifest.tree().values().stream().anyMatch(SecretShape::holdsSecret)
                ? Optional.of(what + " holds a Secret with values, which stay in plain text there")
                : Optional.empty();
    }

    /** Where the first sealed value is, {@code data.password}: it was copied out of a Secret, from a topic or a repository. */
    private static Optional<String> sealed(String path, @Nullable Object value) {
        return switch (value) {
            case List<?> list ->
                list.stream()
                        .map(item -> sealed(path, item))
                        .flatMap(Optional::stream)
                        .findFirst();
            case Map<?, ?> map ->
                Manifest.map(map).entrySet().stream()
                        .map(entry -> sealed(
                                (path.isEmpty() ? "" : path + ".") + Quotable.key(entry.getKey()), entry.getValue()))
                        .flatMap(Optional::stream)
                        .findFirst();
            case null, default -> SecretSealer.isSealed(value) ? Optional.of(path) : Optional.empty();
        };
    }

    /** A kind outside of the groups of custom resources, where {@code Secret} is the only one of its sort. */
    private static boolean nearKind(String kind) {
        String lower = kind.toLowerCase(Locale.ROOT);
        return lower.contains("secret") || NearestName.of(lower, NAMES).isPresent();
    }

    private static boolean likeKind(@Nullable Object kind) {
        return kind instanceof String text && NAMES.contains(text.toLowerCase(Locale.ROOT));
    }

    private static boolean hasValues(Map<String, @Nullable Object> tree) {
        return tree.entrySet().stream()
                .filter(entry ->
                        Set.of("data", STRING_DATA).contains(entry.getKey().toLowerCase(Locale.ROOT)))
                .anyMatch(entry -> entry.getValue() instanceof Map<?, ?> map
                        ? map.values().stream().anyMatch(Objects::nonNull)
                        : entry.getValue() != null);
    }

    /** Whether a Secret with values is somewhere below, as in a template or a list of another kind. */
    private static boolean holdsSecret(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return Manifest.list(list).stream().anyMatch(SecretShape::holdsSecret);
        }
        Map<String, @Nullable Object> map = Manifest.map(value);
        return (likeKind(map.get("kind")) && hasValues(map))
                || map.values().stream().anyMatch(SecretShape::holdsSecret);
    }
}
