package io.keelstream.kubernetes.yaml;

/**
 * How much a text may ask of its reader; beyond it, reading stops with a message.
 *
 * @param bytes size of the whole text in UTF-8
 * @param depth nesting of maps and lists
 * @param aliases aliases of maps and lists per document
 * @param nodes values per text after aliases are written out
 */
public record YamlLimits(int bytes, int depth, int aliases, int nodes) {

    /** Generous for people, tight for bombs: 2 MiB, depth 64, 50 aliases, a million values. */
    public static final YamlLimits DEFAULT = new YamlLimits(2 << 20, 64, 50, 1_000_000);

    public YamlLimits withBytes(int other) {
        return new YamlLimits(other, depth, aliases, nodes);
    }
}
