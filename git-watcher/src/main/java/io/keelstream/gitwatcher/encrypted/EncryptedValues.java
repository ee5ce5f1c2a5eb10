package io.keelstream.gitwatcher.encrypted;

import io.keelstream.kubernetes.digest.ObjectDigest;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.seal.SecretSealer;
import io.keelstream.kubernetes.sops.Placeholder;
import io.keelstream.kubernetes.sops.SopsDocument;
import io.keelstream.kubernetes.sops.SopsSecret;
import io.keelstream.yaml.Quotable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The encrypted values in what a renderer wrote. They may be in the values of a v1 Secret alone, where the applier puts plain text
 * in place of them; anywhere else, or cut, or encoded once more, a placeholder would reach the cluster. Immutable once the
 * renderer is done.
 */
public final class EncryptedValues {

    private static final List<String> FIELDS = List.of("data", "stringData");
    private static final String TOKEN = "ENC[AES256_GCM,";
    private static final String ONLY_VALUES =
            ". Encrypt the values alone: sops encrypt --encrypted-regex '^(data|stringData)$'";

    private final List<SopsDocument> documents;
    private final List<String> refused;

    /** No file was encrypted. */
    public static final EncryptedValues NONE = new EncryptedValues(List.of(), List.of());

    private EncryptedValues(List<SopsDocument> documents, List<String> refused) {
        this.documents = documents;
        this.refused = refused;
    }

    /** Those of the files that a renderer read; taken when it is done. */
    public static EncryptedValues of(EncryptedFiles files) {
        return new EncryptedValues(files.documents(), files.refused());
    }

    /**
     * Digest of the documents; empty where there are none. It changes with their recipients too, when no value does.
     */
    public String digest() {
        return documents.isEmpty()
                ? ""
                : ObjectDigest.of(documents.stream().map(SopsDocument::content).toList());
    }

    /** The Secret with one placeholder where a file as a whole is a value; any other object as it is. */
    public Manifest wholeFiles(Manifest manifest) {
        if (documents.isEmpty() || !isSecret(manifest)) {
            return manifest;
        }
        Manifest copy = manifest.copy();
        for (String field : FIELDS) {
            Manifest.map(copy.tree().get(field)).entrySet().forEach(entry -> {
                if (entry.getValue() instanceof String text) {
                    entry.setValue(field.equals("data") ? wholeEncoded(text) : whole(text));
                }
            });
        }
        return copy;
    }

    private String whole(String text) {
        String result = text;
        for (SopsDocument document : documents) {
            result = document.withWhole(result);
        }
        return result;
    }

    private String wholeEncoded(String base64) {
        String text = decoded(base64);
        String replaced = text == null ? null : whole(text);
        return replaced == null || replaced.equals(text)
                ? base64
                : Base64.getEncoder().encodeToString(replaced.getBytes(StandardCharsets.UTF_8));
    }

    /** The Secret with the documents that its values need. */
    public Manifest carrying(Manifest secret) {
        return SopsSecret.carrying(secret, documents);
    }

    /** The first value of a Secret that is neither empty nor encrypted, {@code data.password}. */
    public Optional<String> plain(Manifest secret) {
        return FIELDS.stream()
                .flatMap(field -> Manifest.map(secret.tree().get(field)).entrySet().stream()
                        .filter(entry -> !"".equals(entry.getValue()) && !encrypts(field, entry.getValue()))
                        .map(entry -> field + "." + Quotable.key(entry.getKey())))
                .findFirst();
    }

    /** Whether any value of a Secret is encrypted. */
    public boolean any(Manifest secret) {
        return FIELDS.stream()
                .anyMatch(field -> Manifest.map(secret.tree().get(field)).values().stream()
                        .anyMatch(value -> encrypts(field, value)));
    }

    /** Whether a value is nothing but values that SOPS encrypted, or what {@code keelstream seal} sealed. */
    private boolean encrypts(String field, @Nullable Object value) {
        if (!(value instanceof String text)) {
            return false;
        }
        String decoded = field.equals("data") ? decoded(text) : null;
        return SecretSealer.isForRepository(text) || isHidden(text) || (decoded != null && isHidden(decoded));
    }

    /** A file that is a value as a whole, and that has parts in plain text, is not. */
    private boolean isHidden(String text) {
        return isPlaceholder(text)
                && Placeholder.FORM
                        .matcher(text)
                        .results()
                        .allMatch(found -> documents.stream().anyMatch(document -> document.hides(found.group())));
    }

    private boolean isPlaceholder(String text) {
        return text.contains(Placeholder.START) && withoutPlaceholders(text).isBlank();
    }

    /**
     * What is wrong with an object: an encrypted value at a place where it stays encrypted, or a document that is never opened.
     * Empty for an object that has none.
     */
    public Optional<String> problem(Manifest manifest) {
        boolean secret = isSecret(manifest);
        if (!refused.isEmpty() && holdsToken(manifest.tree())) {
            return Optional.of(String.join("; ", refused) + ", or leave it out with .keelstreamignore");
        }
        if (secret || (manifest.tree().containsKey("sops") && !isOperators(manifest))) {
            Optional<String> unread = unread(manifest);
            if (unread.isPresent()) {
                return unread;
            }
        }
        if (documents.isEmpty()) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> tree = new LinkedHashMap<>(manifest.tree());
        if (secret) {
            FIELDS.forEach(tree::remove);
        }
        return elsewhere(manifest, "", tree).or(() -> secret ? altered(manifest) : Optional.empty());
    }

    /** A value that SOPS encrypted and that no placeholder stands for. */
    private Optional<String> unread(Manifest manifest) {
        boolean any = manifest.tree().containsKey("sops")
                || values(manifest).anyMatch(value -> isUnread(value) || isUnread(decoded(value)));
        return any
                ? Optional.of(named(manifest)
                        + " has values that SOPS encrypted, and not all that SOPS wrote about them. Take in the file as sops"
                        + " encrypt writes it, or leave it out with .keelstreamignore")
                : Optional.empty();
    }

    /** A token alone; other texts may be documents that an application opens. */
    private static boolean isUnread(@Nullable String text) {
        return text != null && text.strip().startsWith(TOKEN);
    }

    /** Where a document was refused, a token in any text of any object may be of that document. */
    private static boolean holdsToken(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> map.values().stream().anyMatch(EncryptedValues::holdsToken);
            case List<?> list -> list.stream().anyMatch(EncryptedValues::holdsToken);
            case String text -> holdsToken(text, decoded(text));
            case null, default -> false;
        };
    }

    private static boolean holdsToken(String text, @Nullable String decoded) {
        return text.contains(TOKEN) || (decoded != null && decoded.contains(TOKEN));
    }

    private Optional<String> elsewhere(Manifest manifest, String path, @Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                Manifest.map(map).entrySet().stream()
                        .map(entry -> elsewhere(manifest, path, entry.getKey())
                                .or(() -> elsewhere(
                                        manifest,
                                        path.isEmpty()
                                                ? Quotable.key(entry.getKey())
                                                : path + "." + Quotable.key(entry.getKey()),
                                        entry.getValue())))
                        .flatMap(Optional::stream)
                        .findFirst();
            case List<?> list ->
                list.stream()
                        .map(item -> elsewhere(manifest, path, item))
                        .flatMap(Optional::stream)
                        .findFirst();
            case String text when Traces.in(text) -> Optional.of(misplaced(manifest, path, text));
            case null, default -> Optional.empty();
        };
    }

    private String misplaced(Manifest manifest, String path, String text) {
        String what = named(manifest) + ": " + path + " takes " + sources(text)
                + ", and only values of a v1 Secret can be encrypted";
        boolean identity = path.equals("kind") || path.equals("apiVersion") || path.startsWith("metadata");
        return what + (identity ? ONLY_VALUES : ". Put it into a Secret, or leave it in plain text");
    }

    /** A placeholder that was cut, or changed, so that nobody knows it any more. */
    private Optional<String> altered(Manifest secret) {
        for (String field : FIELDS) {
            for (Map.Entry<String, @Nullable Object> entry :
                    Manifest.map(secret.tree().get(field)).entrySet()) {
                String place = named(secret) + ": " + field + "." + Quotable.key(entry.getKey());
                if (entry.getValue() instanceof String text && isAltered(field, text)) {
                    return Optional.of(
                            place + " takes a value that SOPS encrypted, and changes it (by cutting, by upper or"
                                    + " lower case, or by base64 within base64). Encrypt the result instead: only the applier knows"
                                    + " the value");
                }
                if (Traces.in(entry.getKey())) {
                    return Optional.of(named(secret) + " has a key that is an encrypted value. Keys stay readable");
                }
            }
        }
        return Optional.empty();
    }

    private boolean isAltered(String field, String text) {
        String decoded = field.equals("data") ? decoded(text) : null;
        boolean raw = isPlaceholder(text);
        return Traces.in(decoded == null || raw ? withoutPlaceholders(text) : withoutPlaceholders(decoded));
    }

    private String withoutPlaceholders(String text) {
        return Placeholder.FORM
                .matcher(text)
                .replaceAll(found -> place(found.group()).isPresent() ? "" : found.group());
    }

    private Optional<String> place(String placeholder) {
        return documents.stream()
                .map(document -> document.place(placeholder))
                .filter(Objects::nonNull)
                .findFirst();
    }

    private String sources(String text) {
        return Placeholder.FORM
                .matcher(text)
                .results()
                .flatMap(found -> place(found.group()).stream())
                .findFirst()
                .orElse("a value that SOPS encrypted");
    }

    private static Stream<String> values(Manifest manifest) {
        return FIELDS.stream()
                .flatMap(field -> Manifest.map(manifest.tree().get(field)).values().stream())
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    private static String named(Manifest manifest) {
        return Quotable.key(manifest.kind()) + " " + Quotable.key(manifest.name());
    }

    private static boolean isSecret(Manifest manifest) {
        return manifest.apiVersion().equals("v1") && manifest.kind().equals("Secret");
    }

    /** A custom resource, whose operator may open it; the server refuses it where its definition has no such field. */
    private static boolean isOperators(Manifest manifest) {
        return GroupKind.of(manifest.apiVersion(), "*").isCustom();
    }

    /** The text of a base64 value; null where it is none. */
    private static @Nullable String decoded(String base64) {
        try {
            return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
