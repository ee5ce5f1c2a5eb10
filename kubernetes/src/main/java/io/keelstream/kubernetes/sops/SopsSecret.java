package io.keelstream.kubernetes.sops;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.yaml.Quotable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Secret whose values hold placeholders, and which carries the documents that they stand for in a field {@code sops} beside
 * {@code data}. That field never reaches a cluster. Stateless.
 */
public final class SopsSecret {

    private static final String FIELD = SopsDocument.FIELD;
    private static final String DATA = "data";
    private static final String TEXTS = "stringData";
    private static final String FILE = "file";
    private static final String CONTENT = "content";
    private static final int MOST_DOCUMENTS = 100;

    /** What the quoting of a template changes, so that a value with it cannot stand inside a larger text. */
    private static final Pattern QUOTED = Pattern.compile("[\"'\\\\\\p{Cntrl}]");

    private SopsSecret() {}

    /** Whether the object carries documents. A custom resource that an operator opens has a mapping of this name instead. */
    public static boolean is(Manifest object) {
        return object.tree().get(FIELD) instanceof List<?>;
    }

    /** The texts of the documents that an object carries, in their order. */
    public static List<String> contents(Manifest carrying) {
        return Manifest.list(carrying.tree().get(FIELD)).stream()
                .map(each -> Manifest.map(each).get(CONTENT))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    /**
     * A copy in which the text of each document is another.
     *
     * @param change gets the place of the text, {@code sops.0} for the first document, and the text
     */
    public static Manifest withContents(Manifest carrying, BinaryOperator<String> change) {
        Manifest copy = carrying.copy();
        int number = 0;
        for (Object each : Manifest.list(copy.tree().get(FIELD))) {
            String place = FIELD + "." + number++;
            Manifest.map(each)
                    .computeIfPresent(
                            CONTENT,
                            (key, text) -> text instanceof String content ? change.apply(place, content) : text);
        }
        return copy;
    }

    /** Whether a value of a Secret holds a placeholder. */
    public static boolean hasPlaceholder(String field, @Nullable Object value) {
        return value instanceof String text && placeholders(field, text, found -> true);
    }

    /** The Secret with those documents that its values need; itself where they need none. */
    public static Manifest carrying(Manifest secret, Collection<SopsDocument> documents) {
        List<@Nullable Object> needed = new ArrayList<>();
        for (SopsDocument document : documents) {
            boolean used = List.of(DATA, TEXTS).stream()
                    .anyMatch(field -> Manifest.map(secret.tree().get(field)).values().stream()
                            .anyMatch(value -> value instanceof String text
                                    && placeholders(field, text, found -> document.place(found) != null)));
            if (used) {
                Map<String, @Nullable Object> entry = new LinkedHashMap<>();
                entry.put(FILE, document.file());
                entry.put(CONTENT, document.content());
                needed.add(entry);
            }
        }
        if (needed.isEmpty()) {
            return secret;
        }
        Map<String, @Nullable Object> tree = new LinkedHashMap<>(secret.tree());
        tree.put(FIELD, needed);
        return new Manifest(tree);
    }

    private static boolean placeholders(String field, String text, Predicate<String> any) {
        return matches(text, any) || (field.equals(DATA) && matches(decoded(text), any));
    }

    private static boolean matches(@Nullable String text, Predicate<String> any) {
        return text != null && Placeholder.FORM.matcher(text).results().anyMatch(found -> any.test(found.group()));
    }

    /** The bytes of a base64 text, a character each; null where it is none. */
    private static @Nullable String decoded(String text) {
        try {
            return new String(Base64.getMimeDecoder().decode(text), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * A copy of the Secret with its values in plain text, without the documents. Whoever holds it keeps it out of logs, topics
     * and messages.
     *
     * @throws SopsException where a document does not open, or a placeholder is of none of them
     */
    public static Manifest open(Manifest secret, AgeIdentities identities) {
        List<@Nullable Object> documents = Manifest.list(secret.tree().get(FIELD));
        if (documents.size() > MOST_DOCUMENTS) {
            throw new SopsException("Secret " + secret.name() + " carries more than " + MOST_DOCUMENTS + " documents");
        }
        Map<String, byte[]> values = new HashMap<>();
        for (Object each : documents) {
            values.putAll(OpenedDocument.of(carried(secret, Manifest.map(each)), identities)
                    .values());
        }
        Manifest copy = secret.copy();
        copy.tree().remove(FIELD);
        for (String field : List.of(DATA, TEXTS)) {
            if (copy.tree().get(field) instanceof Map<?, ?> map) {
                for (Map.Entry<String, @Nullable Object> entry :
                        Manifest.map(map).entrySet()) {
                    String place = "Secret " + secret.name() + ": " + field + "." + Quotable.key(entry.getKey());
                    if (entry.getValue() instanceof String text) {
                        entry.setValue(new Filling(place, values).fill(field, text));
                    }
                }
            }
        }
        return copy;
    }

    private static SopsDocument carried(Manifest secret, Map<String, @Nullable Object> entry) {
        if (entry.get(FILE) instanceof String file && entry.get(CONTENT) instanceof String content) {
            switch (SopsDocument.read(file, content.getBytes(StandardCharsets.UTF_8))) {
                case SopsReading.Encrypted(SopsDocument document) -> {
                    return document;
                }
                case SopsReading.Refused(String why) -> throw new SopsException(why);
                case SopsReading.Other() -> {}
            }
        }
        throw new SopsException("Secret " + secret.name() + " carries what is no document of SOPS");
    }

    /** Puts values in place of placeholders. */
    private record Filling(String place, Map<String, byte[]> values) {

        String fill(String field, String text) {
            if (Placeholder.FORM.matcher(text).find()) {
                return new String(filled(latin(text)).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            }
            String bytes = field.equals(DATA) ? decoded(text) : null;
            return bytes != null && Placeholder.FORM.matcher(bytes).find()
                    ? Base64.getEncoder().encodeToString(filled(bytes).getBytes(StandardCharsets.ISO_8859_1))
                    : text;
        }

        private static String latin(String text) {
            return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        }

        /** Both texts hold a byte in each character. */
        private String filled(String bytes) {
            Matcher matcher = Placeholder.FORM.matcher(bytes);
            return matcher.replaceAll(found -> {
                byte[] value = values.get(found.group());
                if (value == null) {
                    throw new SopsException(place + " stands for a value of no document that it carries");
                }
                String plain = new String(value, StandardCharsets.ISO_8859_1);
                boolean alone = bytes.substring(0, found.start()).isBlank()
                        && bytes.substring(found.end()).isBlank();
                if (!alone && QUOTED.matcher(plain).find()) {
                    throw new SopsException(
                            place + " takes an encrypted value into a larger text, and the value has quotes,"
                                    + " backslashes or line feeds, which a template would have to escape. Encrypt the larger text"
                                    + " as a whole");
                }
                return Matcher.quoteReplacement(plain);
            });
        }
    }
}
