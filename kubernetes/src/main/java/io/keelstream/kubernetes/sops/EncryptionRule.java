package io.keelstream.kubernetes.sops;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which values of a document SOPS encrypts: one of four rules about the keys that lead to a value, or all values but those below
 * a key that ends in {@code _unencrypted}. Patterns are those of RE2, as for SOPS itself, so that none takes long. Immutable.
 *
 * @param key what a key has to be
 * @param encrypts whether such a key means that what is below it is encrypted, or that it is not
 */
record EncryptionRule(Predicate<String> key, boolean encrypts) {

    private static final String DEFAULT_SUFFIX = "_unencrypted";
    private static final int LONGEST = 1_000;

    /**
     * The rule that a document states.
     *
     * @throws SopsException where it states several, one about comments, or none that can be read
     */
    static EncryptionRule of(Map<String, @Nullable Object> metadata) {
        List<String> stated = new ArrayList<>();
        for (String name : List.of(
                "unencrypted_suffix",
                "encrypted_suffix",
                "unencrypted_regex",
                "encrypted_regex",
                "unencrypted_comment_regex",
                "encrypted_comment_regex")) {
            if (metadata.get(name) instanceof String text && !text.isEmpty()) {
                stated.add(name);
            }
        }
        if (stated.isEmpty()) {
            return new EncryptionRule(key -> key.endsWith(DEFAULT_SUFFIX), false);
        }
        String name = stated.getFirst();
        if (stated.size() > 1) {
            throw new SopsException(
                    "it states both " + name + " and " + stated.get(1) + ". Encrypt it again with one rule");
        }
        if (name.contains("comment")) {
            throw new SopsException("its rule is about comments (" + name
                    + "), which is not supported. Encrypt it again with encrypted_regex or a suffix");
        }
        String text = String.valueOf(metadata.get(name));
        boolean encrypts = name.startsWith("encrypted");
        return new EncryptionRule(name.endsWith("suffix") ? key -> key.endsWith(text) : pattern(name, text), encrypts);
    }

    private static Predicate<String> pattern(String name, String text) {
        if (text.length() > LONGEST) {
            throw new SopsException(name + " has more than " + LONGEST + " characters");
        }
        try {
            Pattern pattern = Pattern.compile(text);
            return key -> pattern.matcher(key).find();
        } catch (PatternSyntaxException e) {
            throw new SopsException(name + " is not a valid pattern");
        }
    }

    /** Whether a value at the end of these keys is encrypted. */
    boolean encrypts(List<String> path) {
        return path.stream().anyMatch(key) == encrypts;
    }
}
