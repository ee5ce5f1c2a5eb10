package io.keelstream.kubernetes.yaml;

import io.keelstream.contracts.text.Printable;
import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * Prints plain values as YAML that {@link YamlReader} and kubectl read back as the same values: text that would mean
 * something else is quoted, text of several lines is a block, and characters that are not {@link Printable} are escaped.
 * Stateless; thread-safe.
 */
public final class YamlWriter {

    private YamlWriter() {}

    /** One document, with a newline at its end. */
    public static String write(@Nullable Object value) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setIndicatorIndent(0);
        options.setIndent(2);
        options.setSplitLines(false);
        options.setWidth(Integer.MAX_VALUE);
        Representer representer = new PlainWhereSafe(options);
        return escaped(new Yaml(new SafeConstructor(new LoaderOptions()), representer, options).dump(value));
    }

    /** Objects as one text, each after a line of three dashes. */
    public static String write(List<Manifest> manifests) {
        StringBuilder text = new StringBuilder();
        manifests.forEach(manifest -> text.append("---\n").append(write(manifest.tree())));
        return text.toString();
    }

    /** With YAML's escapes: whatever needs one is in double quotes. */
    private static String escaped(String yaml) {
        StringBuilder escaped = new StringBuilder(yaml.length());
        yaml.codePoints().forEach(each -> {
            if (each == '\n' || each == '\t' || Printable.is(each)) {
                escaped.appendCodePoint(each);
            } else {
                escaped.append((each > Character.MAX_VALUE ? "\\U%08x" : "\\u%04x").formatted(each));
            }
        });
        return escaped.toString();
    }

    private static final class PlainWhereSafe extends Representer {

        PlainWhereSafe(DumperOptions options) {
            super(options);
            representers.put(String.class, this::text);
        }

        private Node text(Object data) {
            String text = (String) data;
            boolean lines = text.indexOf('\n') >= 0 && text.stripTrailing().indexOf('\n') >= 0;
            boolean printable = text.equals(Printable.lines(text));
            if (lines && printable) {
                return representScalar(Tag.STR, text, ScalarStyle.LITERAL);
            }
            boolean plain =
                    printable && text.equals(PlainScalars.resolve(text)) && !text.equals("<<") && !text.equals("=");
            return representScalar(Tag.STR, text, plain ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED);
        }
    }
}
