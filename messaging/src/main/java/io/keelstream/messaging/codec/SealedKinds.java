package io.keelstream.messaging.codec;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.plan.PlannedAction;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * How sealed interfaces of the contracts look as JSON: the object of the record, with its simple name as {@code kind} before
 * everything else. A kind that this version does not know becomes the interface's record {@code Unknown}, which keeps the
 * whole object and is written as it was read. An object without {@code kind} is refused: no version ever wrote one.
 */
final class SealedKinds {

    private static final String KIND = "kind";

    private SealedKinds() {}

    /** The kinds that are passed on untouched. */
    static SimpleModule module() {
        SimpleModule module = new SimpleModule();
        register(module, PlannedAction.Unknown.class, PlannedAction.Unknown::raw, PlannedAction.Unknown::new);
        register(module, Step.Unknown.class, Step.Unknown::raw, Step.Unknown::new);
        register(module, Trial.Shift.Unknown.class, Trial.Shift.Unknown::raw, Trial.Shift.Unknown::new);
        return module;
    }

    /** How the kind is written; null for a type that is not a sealed interface. */
    static JsonTypeInfo.@Nullable Value typeInfo(Class<?> type) {
        return type.isSealed() && type.isInterface()
                ? JsonTypeInfo.Value.construct(
                        JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, KIND, unknown(type), true, true)
                : null;
    }

    private static @Nullable Class<?> unknown(Class<?> type) {
        return Arrays.stream(type.getPermittedSubclasses())
                .filter(each -> each.getSimpleName().equals("Unknown"))
                .findFirst()
                .orElse(null);
    }

    private static <T> void register(
            SimpleModule module,
            Class<T> type,
            Function<T, Map<String, @Nullable Object>> raw,
            Function<Map<String, @Nullable Object>, T> create) {
        module.addSerializer(type, new Writer<>(raw)).addDeserializer(type, new Reader<>(create));
    }

    /** Writes what was read, with the kind that it had. */
    private static final class Writer<T> extends ValueSerializer<T> {

        private final Function<T, Map<String, @Nullable Object>> raw;

        Writer(Function<T, Map<String, @Nullable Object>> raw) {
            this.raw = raw;
        }

        @Override
        public void serialize(T value, JsonGenerator generator, SerializationContext context) {
            context.writeValue(generator, raw.apply(value));
        }

        @Override
        public void serializeWithType(
                T value, JsonGenerator generator, SerializationContext context, TypeSerializer types) {
            serialize(value, generator, context);
        }
    }

    /** Keeps the whole object. Jackson has taken the opening brace already where it looked for the kind. */
    private static final class Reader<T> extends ValueDeserializer<T> {

        private final Function<Map<String, @Nullable Object>, T> create;

        Reader(Function<Map<String, @Nullable Object>, T> create) {
            this.create = create;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                parser.nextToken();
            }
            Map<String, @Nullable Object> raw = PlainValues.properties(parser, context);
            if (!(raw.get(KIND) instanceof String)) {
                throw DatabindException.from(parser, "no kind");
            }
            return create.apply(raw);
        }
    }
}
