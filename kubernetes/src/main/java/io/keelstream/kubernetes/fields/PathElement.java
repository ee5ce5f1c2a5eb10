package io.keelstream.kubernetes.fields;

import io.keelstream.kubernetes.digest.CodePointOrder;
import java.util.List;

/**
 * One step of a path into an object. The order (field names, then keyed items, then set items, then indexes) is the one
 * in which the API server writes {@code fieldsV1}. Immutable; equal by value, numbers by their numeric value.
 */
public sealed interface PathElement extends Comparable<PathElement> {

    /** A field of a struct or an entry of a map; {@code f:name} in fieldsV1. */
    record Field(String name) implements PathElement {
        @Override
        public String toString() {
            return "." + name;
        }
    }

    /** The item of an associative list with these key fields; {@code k:{...}} in fieldsV1. */
    record Keyed(List<KeyField> keys) implements PathElement {

        public Keyed {
            keys = keys.size() == 1 ? List.of(keys.getFirst()) : PathElements.sorted(keys);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("[");
            for (KeyField key : keys) {
                text.append(text.length() > 1 ? "," : "").append(key);
            }
            return text.append(']').toString();
        }
    }

    /** The item of a set with this value; {@code v:value} in fieldsV1. Null never occurs. */
    record SetItem(Object value) implements PathElement {

        public SetItem {
            value = Scalars.normal(value);
        }

        @Override
        public String toString() {
            return "[=" + Scalars.display(value) + "]";
        }
    }

    /** The item at a position; {@code i:n} in fieldsV1. The server itself never records one. */
    record Index(int index) implements PathElement {
        @Override
        public String toString() {
            return "[" + index + "]";
        }
    }

    /** One key field of an item of an associative list. */
    record KeyField(
            String name, @org.jspecify.annotations.Nullable Object value) {

        public KeyField {
            value = Scalars.normal(value);
        }

        @Override
        public String toString() {
            return name + "=" + Scalars.display(value);
        }
    }

    @Override
    default int compareTo(PathElement other) {
        if (this instanceof Field mine && other instanceof Field theirs) {
            return CodePointOrder.INSTANCE.compare(mine.name, theirs.name);
        }
        return switch (this) {
            case Field ignored -> -1;
            case Keyed(List<KeyField> keys) ->
                switch (other) {
                    case Field ignored -> 1;
                    case Keyed(List<KeyField> theirs) -> PathElements.compareKeys(keys, theirs);
                    case SetItem ignored -> -1;
                    case Index ignored -> -1;
                };
            case SetItem(Object value) ->
                switch (other) {
                    case Field ignored -> 1;
                    case Keyed ignored -> 1;
                    case SetItem(Object theirs) -> Scalars.compare(value, theirs);
                    case Index ignored -> -1;
                };
            case Index(int index) -> other instanceof Index(int theirs) ? Integer.compare(index, theirs) : 1;
        };
    }
}
