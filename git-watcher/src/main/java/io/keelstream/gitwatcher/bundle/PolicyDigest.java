package io.keelstream.gitwatcher.bundle;

import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.kubernetes.digest.ObjectDigest;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The digest of a policy, over every component of the record: a rule that is added later cannot be forgotten here. Stateless.
 */
public final class PolicyDigest {

    private PolicyDigest() {}

    /** Equal policies have equal digests, and different ones different digests. */
    public static String of(TargetPolicy policy) {
        return ObjectDigest.of(tree(policy));
    }

    private static Map<String, @Nullable Object> tree(Record record) {
        Map<String, @Nullable Object> tree = new TreeMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            tree.put(component.getName(), plain(value(record, component)));
        }
        return tree;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Record record -> tree(record);
            case Enum<?> constant -> constant.name();
            case List<?> list -> {
                List<@Nullable Object> plain = new ArrayList<>();
                list.forEach(each -> plain.add(plain(each)));
                yield plain;
            }
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> plain = new TreeMap<>();
                map.forEach((key, each) -> plain.put(String.valueOf(key), plain(each)));
                yield plain;
            }
            case null, default -> value;
        };
    }

    private static @Nullable Object value(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("component " + component + " of a public record cannot be read", e);
        }
    }
}
