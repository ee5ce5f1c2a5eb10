package io.keelstream.kubernetes.sops;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A document by its format. Immutable. */
sealed interface Layout permits YamlLayout, JsonLayout, DotenvLayout, BinaryLayout {

    /** The values in document order, without those of SOPS itself. */
    List<Leaf> leaves();

    /** What SOPS wrote about the document: texts, lists and maps of texts; null where it wrote nothing. */
    @Nullable
    Map<String, @Nullable Object> metadata();

    /** The document without SOPS's own part, with other values in place of the encrypted ones. */
    String text(Function<Leaf, Replacement> values);

    /** The text of a value that SOPS digests, where it is a fraction. */
    static String fraction(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        }
        String plain = new java.math.BigDecimal(Double.toString(value)).toPlainString();
        String shortened = plain.contains(".") ? plain.replaceFirst("\\.?0+$", "") : plain;
        return value == 0 && 1 / value < 0 ? "-0" : shortened;
    }
}
