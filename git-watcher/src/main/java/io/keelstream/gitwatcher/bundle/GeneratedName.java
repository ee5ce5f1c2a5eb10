package io.keelstream.gitwatcher.bundle;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names that kustomize generates: it appends a hash of the content, ten letters of an alphabet without vowels, so that every change of the
 * content is an object of another name. Pure.
 */
public final class GeneratedName {

    private static final Pattern GENERATED = Pattern.compile("(.+)-[2456789bcdfghkmt]{10}");

    private GeneratedName() {}

    /** The name without its hash; null where it is none that is generated, as of every other kind than ConfigMap and Secret. */
    public static @Nullable String of(String kind, String name) {
        Matcher matcher = GENERATED.matcher(name);
        return (kind.equals("ConfigMap") || kind.equals("Secret")) && matcher.matches() ? matcher.group(1) : null;
    }
}
