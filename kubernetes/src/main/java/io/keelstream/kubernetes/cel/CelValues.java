package io.keelstream.kubernetes.cel;

import com.google.protobuf.NullValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trees of plain values as CEL knows them: nulls are absent, whole numbers are 64 bits wide, others are fractions. Pure. */
public final class CelValues {

    private CelValues() {}

    /** The tree; the expression's {@code null} where there is none. */
    public static Object of(@Nullable Object tree) {
        return tree == null ? NullValue.NULL_VALUE : present(tree);
    }

    private static Object present(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, Object> copy = LinkedHashMap.newLinkedHashMap(map.size());
                map.forEach((key, child) -> {
                    if (child != null) {
                        copy.put((String) key, present(child));
                    }
                });
                yield copy;
            }
            case List<?> list -> {
                List<Object> copy = new ArrayList<>(list.size());
                for (Object item : list) {
                    if (item != null) {
                        copy.add(present(item));
                    }
                }
                yield copy;
            }
            case Number number when !(number instanceof Long) -> number.doubleValue();
            default -> value;
        };
    }
}
