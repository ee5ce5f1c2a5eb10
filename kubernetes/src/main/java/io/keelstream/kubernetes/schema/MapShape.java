package io.keelstream.kubernetes.schema;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A map or struct: fields with types of their own, and possibly other keys of one common type.
 *
 * @param members declared fields by name
 * @param values the type of every other key; null where other keys are not allowed
 * @param atomic whether it is replaced as a whole
 * @param required declared fields that must be present in a complete object
 */
public record MapShape(
        Map<String, Member> members, @Nullable Schema values, boolean atomic, Set<String> required) implements Shape {

    /**
     * A declared field.
     *
     * @param schema its type
     * @param defaultValue the default that the schema names; null without one
     * @param always whether every object that the server stores has it, even an empty one: fields of built-in kinds
     *     that are no pointers in the server's own types, such as {@code spec}
     */
    public record Member(Schema schema, @Nullable Object defaultValue, boolean always) {}

    static MapShape ofValues(Schema values, boolean atomic) {
        return new MapShape(Map.of(), values, atomic, Set.of());
    }

    /** The type of a field, declared or not; null where the field is not allowed. */
    public @Nullable Schema typeOf(String field) {
        Member member = members.get(field);
        return member == null ? values : member.schema();
    }

    public boolean declares(String field) {
        return members.containsKey(field);
    }

    /** Whether it holds nothing but undeclared fields without a schema. */
    public boolean untyped() {
        return members.isEmpty() && (values == Schema.DEDUCED || values == Schema.ATOMIC);
    }

    MapShape withAtomic(boolean other) {
        return new MapShape(members, values, other, required);
    }

    /** By identity: types may refer to themselves. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return (atomic ? "atomic " : "") + "map of " + members.keySet() + (values == null ? "" : " and others");
    }
}
