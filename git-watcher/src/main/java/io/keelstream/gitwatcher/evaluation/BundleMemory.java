package io.keelstream.gitwatcher.evaluation;

import io.keelstream.gitwatcher.bundle.Bundle;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** About what a bundle takes in the memory of a process that holds it as trees; bytes. Stateless. */
final class BundleMemory {

    /** A value with its entry and its name: measured with 64-bit references that are compressed. */
    private static final long VALUE = 150;

    private BundleMemory() {}

    static long of(Bundle.Complete bundle) {
        long size = 0;
        for (Bundle.Item item : bundle.objects()) {
            size += of(item.body().tree());
        }
        return size;
    }

    private static long of(@Nullable Object tree) {
        long size = VALUE;
        switch (tree) {
            case Map<?, ?> map -> {
                for (Map.Entry<?, ?> each : map.entrySet()) {
                    size += of((String) each.getKey()) + of(each.getValue());
                }
            }
            case List<?> list -> {
                for (Object each : list) {
                    size += of(each);
                }
            }
            case String text -> size += of(text);
            case null, default -> {}
        }
        return size;
    }

    /** The JVM keeps a text with one byte per character as long as all of them are Latin-1, and with two else. */
    private static long of(String text) {
        return text.chars().allMatch(each -> each < 256) ? text.length() : 2L * text.length();
    }
}
