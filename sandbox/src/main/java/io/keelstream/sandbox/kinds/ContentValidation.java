package io.keelstream.sandbox.kinds;

import io.keelstream.sandbox.status.FieldError;
import io.keelstream.sandbox.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules of what ConfigMaps and Secrets hold: the form of keys, and the keys that types of Secrets demand. */
final class ContentValidation {

    private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]+");
    private static final String KEY_RULE = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'"
            + " (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '" + KEY.pattern()
            + "')";

    private ContentValidation() {}

    static void check(String kind, Map<String, @Nullable Object> tree, List<FieldError> errors) {
        for (String field : List.of("data", "binaryData")) {
            for (String key : Tree.map(tree, field).keySet()) {
                if (!KEY.matcher(key).matches()) {
                    errors.add(FieldError.invalid(field + "[" + key + "]", key, KEY_RULE));
                }
            }
        }
        if (kind.equals("Secret")) {
            for (String key : demanded(Tree.text(tree, "type"))) {
                if (!Tree.map(tree, "data").containsKey(key)) {
                    errors.add(FieldError.required("data[" + key + "]", ""));
                }
            }
        }
    }

    private static List<String> demanded(String type) {
        return switch (type) {
            case "kubernetes.io/dockerconfigjson" -> List.of(".dockerconfigjson");
            case "kubernetes.io/dockercfg" -> List.of(".dockercfg");
            case "kubernetes.io/ssh-auth" -> List.of("ssh-privatekey");
            case "kubernetes.io/tls" -> List.of("tls.crt", "tls.key");
            default -> List.of();
        };
    }
}
