package io.keelstream.contracts.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.event.Inline;
import io.keelstream.contracts.topic.Topic;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

class AgreementTests {

    private final JsonNode document = Documents.asyncApi();

    @Test
    void everyChannelIsATopicAndEveryTopicAChannel() {
        assertThat(document.get("channels").propertyNames())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Topic.values())
                        .map(topic -> topic.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void documentSaysOfATopicWhatTheEnumSays(Topic topic) {
        JsonNode channel = document.get("channels").get(topic.name().toLowerCase(Locale.ROOT));
        JsonNode settings = channel.at("/bindings/kafka/topicConfiguration");
        assertThat(channel.get("address").asString()).isEqualTo(topic.topicName());
        assertThat(texts(channel.get("x-writer"))).isEqualTo(topic.writers());
        assertThat(channel.get("x-audience").asString())
                .isEqualTo(topic.audience().name().toLowerCase(Locale.ROOT));
        assertThat(settings.at("/cleanup.policy/0").asString()).isEqualTo(topic.compacted() ? "compact" : "delete");
        assertThat(settings.path("retention.ms").asLong(-1))
                .isEqualTo(topic.retention() == null ? -1 : topic.retention().toMillis());
        assertThat(channel.get("messages").propertyNames())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(EventType.values())
                        .filter(type -> type.topic() == topic)
                        .map(type -> type.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void messageNamesItsTypeAndItsSchema(EventType type) {
        JsonNode message = document.at("/components/messages/" + type.name().toLowerCase(Locale.ROOT));
        assertThat(message.get("name").asString()).isEqualTo(type.type());
        assertThat(message.at("/payload/schema/$ref").asString()).isEqualTo("schemas/" + type.schema() + ".json");
    }

    @ParameterizedTest
    @EnumSource
    void schemaSaysOfARecordWhatJavaSays(EventType type) {
        JsonNode schema = Documents.schema(type);
        assertThat(schema.get("$id").asString()).isEqualTo(type.dataSchema().toString());
        assertThat(schema.get("title").asString()).isEqualTo(type.schema());
        new Comparison(type, schema)
                .record(type.payload(), schema, type.payload().getSimpleName());
    }

    private static List<String> texts(JsonNode oneOrMany) {
        return oneOrMany.isArray()
                ? oneOrMany.valueStream().map(JsonNode::asString).toList()
                : List.of(oneOrMany.asString());
    }

    /** Walks a record and its schema side by side. */
    private record Comparison(EventType type, JsonNode root, Set<Class<?>> seen) {

        Comparison(EventType type, JsonNode root) {
            this(type, root, new HashSet<>());
        }

        void record(Class<?> java, JsonNode schema, String where) {
            record(java, schema, where, Set.of());
        }

        /**
         * A sealed interface: one alternative for each record that it permits, told apart by {@code kind}, and one for every
         * kind of a newer version, which no known record with a fault can pass for.
         */
        private void kinds(Class<?> java, JsonNode schema, String where) {
            assertThat(schema.path("description").asString(""))
                    .as(where + " is described")
                    .isNotBlank();
            if (!seen.add(java)) {
                return;
            }
            Set<String> known = new TreeSet<>();
            Set<String> said = new TreeSet<>();
            JsonNode newer = null;
            for (JsonNode alternative : schema.get("anyOf")) {
                JsonNode definition = definition(alternative);
                JsonNode kind = definition.at("/properties/kind");
                if (kind.has("const")) {
                    said.add(kind.get("const").asString());
                } else {
                    newer = definition;
                }
            }
            for (Class<?> record : records(java)) {
                if (!record.getSimpleName().equals("Unknown")) {
                    known.add(record.getSimpleName());
                    for (JsonNode alternative : schema.get("anyOf")) {
                        JsonNode definition = definition(alternative);
                        if (definition.at("/properties/kind/const").asString("").equals(record.getSimpleName())) {
                            record(record, definition, where + "<" + record.getSimpleName() + ">", Set.of("kind"));
                        }
                    }
                }
            }
            assertThat(said).as("kinds of " + where).isEqualTo(known);
            assertThat(newer).as("alternative of " + where + " for newer kinds").isNotNull();
            Set<String> excluded = new TreeSet<>();
            newer.at("/properties/kind/not/enum").forEach(kind -> excluded.add(kind.asString()));
            assertThat(excluded).as("kinds that are not newer ones").isEqualTo(known);
            assertThat(newer.get("required").get(0).asString()).isEqualTo("kind");
        }

        private static List<Class<?>> records(Class<?> java) {
            return java.isRecord()
                    ? List.of(java)
                    : Arrays.stream(java.getPermittedSubclasses())
                            .flatMap(each -> records(each).stream())
                            .toList();
        }

        private void record(Class<?> java, JsonNode schema, String where, Set<String> more) {
            assertThat(schema.path("description").asString(""))
                    .as(where + " is described")
                    .isNotBlank();
            assertThat(schema.path("additionalProperties").isMissingNode())
                    .as(where + " is open: no additionalProperties")
                    .isTrue();
            if (!seen.add(java)) {
                return;
            }
            assertThat(java.getDeclaredMethods())
                    .as("methods of %s that would be written as properties", java.getSimpleName())
                    .noneMatch(method -> method.getParameterCount() == 0
                            && !Modifier.isStatic(method.getModifiers())
                            && method.getName().matches("(is|get)[A-Z].*"));
            Set<String> names = new TreeSet<>(more);
            Set<String> required = new TreeSet<>(more);
            for (RecordComponent component : properties(java)) {
                names.add(component.getName());
                if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                    required.add(component.getName());
                }
            }
            assertThat(new TreeSet<>(schema.get("properties").propertyNames()))
                    .as("properties of %s in schemas/%s.json against %s", where, type.schema(), java.getSimpleName())
                    .isEqualTo(names);
            Set<String> said = new TreeSet<>();
            schema.get("required").forEach(name -> said.add(name.asString()));
            assertThat(said)
                    .as("required of %s in schemas/%s.json: what is not @Nullable", where, type.schema())
                    .isEqualTo(required);
            for (RecordComponent component : properties(java)) {
                value(
                        component.getGenericType(),
                        schema.get("properties").get(component.getName()),
                        where + "." + component.getName());
            }
        }

        /** The components, those of an inline part in its place. */
        private static List<RecordComponent> properties(Class<?> java) {
            return Arrays.stream(java.getRecordComponents())
                    .flatMap(component -> component.isAnnotationPresent(Inline.class)
                            ? properties(component.getType()).stream()
                            : Stream.of(component))
                    .toList();
        }

        private void value(Type java, JsonNode schema, String where) {
            switch (java) {
                case ParameterizedType generic
                when generic.getRawType() == List.class -> {
                    is("array", schema, where);
                    value(generic.getActualTypeArguments()[0], schema.get("items"), where + "[]");
                }
                case ParameterizedType generic
                when generic.getRawType() == Map.class -> {
                    is("object", schema, where);
                    if (generic.getActualTypeArguments()[1] != Object.class) {
                        value(generic.getActualTypeArguments()[1], schema.get("additionalProperties"), where + "{}");
                    }
                }
                case Class<?> plain -> plain(plain, schema, where);
                default -> throw new AssertionError(where + ": no rule for " + java);
            }
        }

        private void plain(Class<?> java, JsonNode schema, String where) {
            if (java.isRecord()) {
                record(java, definition(schema), where);
            } else if (java.isSealed()) {
                kinds(java, definition(schema), where);
            } else if (java.isEnum()) {
                JsonNode definition = definition(schema);
                is("string", definition, where);
                Set<String> said = new TreeSet<>();
                definition.get("x-extensible-enum").forEach(constant -> said.add(constant.asString()));
                Set<String> constants = new TreeSet<>();
                Arrays.stream(java.getEnumConstants()).forEach(constant -> constants.add(((Enum<?>) constant).name()));
                constants.remove("UNKNOWN");
                assertThat(said).as("constants of " + where).isEqualTo(constants);
            } else if (java == Instant.class) {
                is("string", schema, where);
                assertThat(schema.path("format").asString("")).as(where).isEqualTo("date-time");
            } else {
                is(jsonType(java, where), schema, where);
            }
        }

        private JsonNode definition(JsonNode schema) {
            String reference = schema.path("$ref").asString("");
            return reference.isEmpty() ? schema : root.at(reference.substring(1));
        }

        private static String jsonType(Class<?> java, String where) {
            return switch (java.getSimpleName()) {
                case "String" -> "string";
                case "int", "long", "Integer", "Long" -> "integer";
                case "double", "Double" -> "number";
                case "boolean", "Boolean" -> "boolean";
                default -> throw new AssertionError(where + ": no rule for " + java);
            };
        }

        private static void is(String type, JsonNode schema, String where) {
            assertThat(schema.path("type").asString("")).as("type of " + where).isEqualTo(type);
        }
    }
}
