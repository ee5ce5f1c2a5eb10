package io.keelstream.gitwatcher.application;

import io.keelstream.yaml.StrictMapping;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;

/** The syntax of names. Stateless. */
public final class Names {

    private static final Pattern SUBDOMAIN = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");
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

    /** The name of an object; an error where the text cannot be one. */
    static Optional<String> object(StrictMapping fields, String name) {
        return objects(fields, name).stream().findFirst();
    }

    /** One name or a list of names of objects; an error for each text that cannot be one. */
    static List<String> objects(StrictMapping fields, String name) {
        List<String> names = fields.texts(name);
        Node value = fields.get(name);
        for (String each : names) {
            if (value != null && !SUBDOMAIN.matcher(each).matches()) {
                fields.invalid(
                        name,
                        value,
                        "is '" + each + "' but must be the name of an object: a-z, 0-9, '-' and '.', a letter or digit"
                                + " at both ends");
            }
        }
        return names;
    }
}
