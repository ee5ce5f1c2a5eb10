package io.keelstream.kubernetes.sops;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.json.JsonException;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A document encrypted with SOPS, in the format that its file's name says, as for SOPS: YAML, JSON, {@code .env}, and a JSON
 * object with one value for every other file. Reading it needs no key. Renderers get {@link #presented()}. Immutable.
 */
public final class SopsDocument {

    /** The key of what SOPS writes itself. */
    static final String FIELD = "sops";

    static final int MOST_BYTES = 2 << 20;
    static final int DEEPEST = 64;

    private static final int MOST_VALUES = 20_000;
    private static final Pattern FINAL_LINES = Pattern.compile("\\n+\\z");

    private final String file;
    private final String content;
    private final Layout layout;
    private final SopsMetadata metadata;
    private final Map<String, Leaf> values = new LinkedHashMap<>();
    private final String presented;

    private SopsDocument(String file, String content, Layout layout, SopsMetadata metadata) {
        this.file = file;
        this.content = content;
        this.layout = layout;
        this.metadata = metadata;
        for (Leaf leaf : layout.leaves()) {
            if (leaf.encrypted() != null) {
                values.put(Placeholder.of(leaf), leaf);
            }
        }
        this.presented = layout.text(leaf -> new Replacement.Text(Placeholder.of(leaf)));
    }

    /**
     * Reads a file of a repository.
     *
     * @param file its path, for messages; its name says the format
     * @param content its bytes; files of more than 2 MiB are not looked at
     */
    public static SopsReading read(String file, byte[] content) {
        if (content.length > MOST_BYTES
                || !new String(content, StandardCharsets.ISO_8859_1).contains(SopsValue.START)) {
            return new SopsReading.Other();
        }
        try {
            return read(file, utf8(content));
        } catch (SopsException e) {
            return new SopsReading.Refused(file + " is encrypted with SOPS: " + e.getMessage());
        }
    }

    private static SopsReading read(String file, String text) {
        Layout layout = layout(file, text);
        if (layout == null || layout.metadata() == null) {
            return new SopsReading.Other();
        }
        List<Leaf> leaves = layout.leaves();
        if (isForOperators(leaves)) {
            return new SopsReading.Other();
        }
        SopsMetadata metadata = SopsMetadata.of(layout.metadata());
        if (leaves.size() > MOST_VALUES) {
            throw new SopsException("it has more than " + MOST_VALUES + " values. Divide it");
        }
        Map<String, List<String>> places = new HashMap<>();
        for (Leaf leaf : leaves) {
            if (leaf.encrypted() != null
                    && !SopsValue.TYPES.contains(leaf.encrypted().type())) {
                throw new SopsException(leaf.named() + " has the type "
                        + leaf.encrypted().type() + ", which no value has. Encrypt the document again");
            }
            List<String> twin = places.putIfAbsent(leaf.place(), leaf.path());
            if (twin != null && !twin.equals(leaf.path())) {
                throw new SopsException("SOPS cannot tell " + leaf.named() + " from "
                        + new Leaf(twin, "", null).named() + ", since a key has a ':'."
                        + " Rename one");
            }
            if (leaf.encrypted() == null
                    && !leaf.text().isEmpty()
                    && metadata.rule().encrypts(leaf.path())) {
                throw new SopsException("it is partly encrypted: " + leaf.named()
                        + " is in plain text, and its rule encrypts it. Change such files with sops edit");
            }
        }
        return new SopsReading.Encrypted(new SopsDocument(file, text, layout, metadata));
    }

    /** Whether it holds custom resources alone, whose operators read what SOPS wrote into them. */
    private static boolean isForOperators(List<Leaf> leaves) {
        List<String> versions = leaves.stream()
                .filter(leaf -> leaf.path().equals(List.of("apiVersion")))
                .map(Leaf::text)
                .toList();
        return !versions.isEmpty()
                && versions.stream()
                        .allMatch(version -> GroupKind.of(version, "*").isCustom());
    }

    private static @Nullable Layout layout(String file, String text) {
        String name = file.substring(file.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
        if (text.stripLeading().startsWith("{")) {
            Map<String, @Nullable Object> tree = json(text);
            BinaryLayout binary = yaml || name.endsWith(".json") ? null : BinaryLayout.of(tree);
            return tree.isEmpty() ? null : binary == null ? JsonLayout.of(tree) : binary;
        }
        if (yaml) {
            try {
                return YamlLayout.of(text);
            } catch (YAMLException e) {
                return null;
            }
        }
        if (name.endsWith(".ini") && text.contains("[sops]")) {
            throw new SopsException("INI files are not supported. Use YAML, JSON or .env");
        }
        return text.lines().anyMatch(line -> line.startsWith(DotenvLayout.PREFIX + "mac="))
                ? DotenvLayout.of(text)
                : null;
    }

    /** The object; an empty one for what is no JSON object. */
    private static Map<String, @Nullable Object> json(String text) {
        try {
            return Manifest.map(Json.readStrict(text, DEEPEST));
        } catch (JsonException e) {
            return Map.of();
        }
    }

    private static String utf8(byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            return "";
        }
    }

    /** Its path in the repository. */
    public String file() {
        return file;
    }

    /** As it is in Git. */
    public String content() {
        return content;
    }

    /** What a renderer gets: the document without SOPS's own part, a placeholder for each encrypted value. */
    public String presented() {
        return presented;
    }

    /**
     * A text in which the document as a whole, as a renderer got it, is one placeholder: a file that is taken in as a value.
     * Other texts stay as they are.
     */
    public String withWhole(String text) {
        String body = body(presented);
        boolean whole = !Placeholder.FORM.matcher(body).matches()
                && text.startsWith(body)
                && text.substring(body.length()).isBlank();
        return whole ? wholePlaceholder() + text.substring(body.length()) : text;
    }

    /** Where the value of a placeholder is, {@code secrets.yaml: db.password}; null for one of another document. */
    public @Nullable String place(String placeholder) {
        Leaf leaf = values.get(placeholder);
        return leaf != null ? file + ": " + leaf.named() : placeholder.equals(wholePlaceholder()) ? file : null;
    }

    /** Whether what a placeholder of this document stands for has no part in plain text. */
    public boolean hides(String placeholder) {
        return values.containsKey(placeholder)
                || (placeholder.equals(wholePlaceholder())
                        && layout.leaves().stream()
                                .allMatch(leaf -> leaf.text().isEmpty() || leaf.encrypted() != null));
    }

    String wholePlaceholder() {
        return Placeholder.whole(presented);
    }

    /** A text without its last line feeds, which renderers add and remove. */
    static String body(String text) {
        return FINAL_LINES.matcher(text).replaceFirst("");
    }

    Layout layout() {
        return layout;
    }

    SopsMetadata metadata() {
        return metadata;
    }

    @Override
    public String toString() {
        return "SopsDocument[" + file + "]";
    }
}
