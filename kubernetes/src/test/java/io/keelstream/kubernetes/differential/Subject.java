package io.keelstream.kubernetes.differential;

import io.keelstream.kubernetes.schema.Schema;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One kind under test.
 *
 * @param name for messages and object names
 * @param path the collection's path
 * @param schema its type as the engine sees it
 * @param typed whether the server stores it as a typed object, which fills in defaults and drops nulls
 * @param configurations makes a random configuration without a name
 */
record Subject(
        String name,
        String path,
        Schema schema,
        boolean typed,
        Function<SplittableRandom, Map<String, @Nullable Object>> configurations) {}
