package io.keelstream.gitwatcher.application;

import io.keelstream.yaml.StrictMapping;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;

/** The syntax of names. Stateless. */
public final class Names {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private Names() {}

    /** A DNS label as RFC 1123 and Kubernetes have it: 1 to 63 of a-z, 0-9 and -, a letter or digit at both ends. */
    public static boolean isDnsLabel(String text) {
        return LABEL.matcher(text).matches();
    }

    /** The text of a field that must be a DNS label; an error where it is not one. */
    static Optional<String> label(StrictMapping fields, String name) {
        Optional<String> text = fields.text(name);
        Node value = fields.get(name);
        if (text.isPresent() && value != null && !isDnsLabel(text.get())) {
            fields.invalid(name, value, "must be a DNS label: 1 to 63 of a-z, 0-9 and '-', not '-' at an end");
        }
        return text;
    }
}
