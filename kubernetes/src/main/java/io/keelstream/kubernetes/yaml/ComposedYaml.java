package io.keelstream.kubernetes.yaml;

import java.util.BitSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * SnakeYAML's parser and composer, without its opinion on what scalars mean: an unquoted scalar without a tag keeps the
 * tag {@link #PLAIN}. For one use by one thread.
 */
final class ComposedYaml {

    static final Tag PLAIN = new Tag("!plain");

    private final Composer composer;

    /** @param continuing positions, in code points, of tabs that begin a line and are no indentation */
    ComposedYaml(String text, BitSet continuing, LoaderOptions options, YamlBudget budget) {
        composer = new Composer(
                new CountedEvents(new ParserImpl(SeparatingTabs.reader(text, continuing), options), budget),
                new KeepPlain(),
                options);
    }

    static LoaderOptions options(YamlLimits limits) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(limits.aliases());
        options.setNestingDepthLimit(limits.depth() + 1);
        options.setCodePointLimit(limits.bytes());
        options.setProcessComments(false);
        return options;
    }

    boolean hasNext() {
        return composer.checkNode();
    }

    Node next() {
        return composer.getNode();
    }

    private static final class KeepPlain extends Resolver {

        @Override
        protected void addImplicitResolvers() {
            // no scalar is anything but text to this resolver
        }

        @Override
        public Tag resolve(NodeId kind, String value, boolean implicit) {
            return kind == NodeId.scalar && implicit ? PLAIN : super.resolve(kind, value, false);
        }
    }
}
