package io.keelstream.kubernetes.schema;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a value may be: a scalar, a list, a map, or (for untyped values) any of them, in which case the value decides.
 * Types may refer to themselves, so a schema is a node of a graph with identity; it is complete, and from then on
 * immutable and thread-safe, once whoever made it hands it out.
 */
public final class Schema {

    /**
     * The type of a value without any schema that is replaced as a whole: every map and list in it is atomic.
     */
    public static final Schema ATOMIC = new Schema("untyped");

    /**
     * The type of a value without any schema whose maps are merged key by key; lists in it are atomic. This is how the
     * API server treats unknown fields and custom resources without a schema.
     */
    public static final Schema DEDUCED = new Schema("deduced");

    static {
        ATOMIC.define(ScalarShape.ANY, new ListShape(ATOMIC, false, List.of()), MapShape.ofValues(ATOMIC, true));
        DEDUCED.define(ScalarShape.ANY, new ListShape(ATOMIC, false, List.of()), MapShape.ofValues(DEDUCED, false));
    }

    private final String name;
    private @Nullable ScalarShape scalar;
    private @Nullable ListShape list;
    private @Nullable MapShape map;

    Schema(String name) {
        this.name = name;
    }

    static Schema of(ScalarShape scalar) {
        return new Schema("").define(scalar, null, null);
    }

    static Schema of(ListShape list) {
        return new Schema("").define(null, list, null);
    }

    static Schema of(MapShape map) {
        return new Schema("").define(null, null, map);
    }

    /** Completes a node that was made before its content was known. Only its maker calls this, once. */
    Schema define(@Nullable ScalarShape scalarShape, @Nullable ListShape listShape, @Nullable MapShape mapShape) {
        this.scalar = scalarShape;
        this.list = listShape;
        this.map = mapShape;
        return this;
    }

    /** The type's name in its document; empty for a type written in place. */
    public String name() {
        return name;
    }

    public @Nullable ScalarShape scalar() {
        return scalar;
    }

    public @Nullable ListShape list() {
        return list;
    }

    public @Nullable MapShape map() {
        return map;
    }

    /** The shape under which this value is looked at. Where the value fits none, the first of map, scalar and list. */
    public Shape shapeFor(@Nullable Object value) {
        if (value instanceof Map && map != null) {
            return map;
        }
        if (value instanceof List && list != null) {
            return list;
        }
        boolean isScalar = value instanceof String || value instanceof Number || value instanceof Boolean;
        if (isScalar && scalar != null) {
            return scalar;
        }
        if (map != null) {
            return map;
        }
        if (scalar != null) {
            return scalar;
        }
        if (list != null) {
            return list;
        }
        throw new IllegalStateException("the type " + name + " was handed out before it was complete");
    }

    /** The type of a field of a value of this type; null where there is none. */
    public @Nullable Schema field(String field) {
        return map == null ? null : map.typeOf(field);
    }

    /** The type of the items of a value of this type; null where it is not a list. */
    public @Nullable Schema items() {
        return list == null ? null : list.items();
    }

    @Override
    public String toString() {
        return "Schema[" + name + "]";
    }
}
