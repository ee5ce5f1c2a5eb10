package io.keelstream.messaging.codec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import io.keelstream.contracts.event.Inline;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.util.NameTransformer;

/**
 * How payload records look as JSON. Written: instants as RFC 3339, no nulls except inside maps (a Kubernetes object means
 * something by them), properties in the record's order. Read: unknown properties are passed over, an enum constant of a
 * newer version becomes {@code UNKNOWN}, an absent list or map is empty, and an absent value that is not
 * {@code @Nullable} is an error. Whole numbers in maps are {@code Long} (or {@code BigInteger} when larger), others
 * {@code Double} (or {@code BigDecimal} where that would lose digits); maps keep their order. What a sealed interface
 * permits is distinguished by its kind: {@link SealedKinds}. A component that is {@link Inline} is written and read as
 * properties of the record around it. Thread-safe.
 */
public final class PayloadJson {

    private static final int LONGEST_TEXT = 16 << 20;

    /** Characters; Kubernetes' own end at 316. The parser keeps the names that it has seen. */
    private static final int LONGEST_NAME = 8 << 10;

    /** An empty object is two tokens, two bytes, and some sixty bytes of memory. */
    private static final long MOST_TOKENS = 2_000_000;

    /** Digits; more than Jackson's 1,000, since a number may be written longer than it was read. */
    private static final int LONGEST_NUMBER = 2_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(LONGEST_TEXT)
                            .maxNumberLength(LONGEST_NUMBER)
                            .maxNameLength(LONGEST_NAME)
                            .maxTokenCount(MOST_TOKENS)
                            .build())
                    .build())
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .annotationIntrospector(new NullnessOfRecords())
            .addModule(new SimpleModule().addDeserializer(Object.class, new PlainValues()))
            .addModule(SealedKinds.module())
            .addHandler(new NewerEnumConstants())
            .build();

    private PayloadJson() {}

    /** The record as JSON. */
    public static byte[] write(Record payload) {
        return MAPPER.writeValueAsBytes(payload);
    }

    /**
     * Whether {@link #read} takes what {@link #write} made: a name may be longer than the reader's longest, and there may be
     * too many values.
     */
    public static boolean readable(byte[] json) {
        if (json.length <= LONGEST_NAME) {
            return true;
        }
        try (JsonParser parser = MAPPER.createParser(json)) {
            while (parser.nextToken() != null) {
                // the parser counts and measures
            }
            return true;
        } catch (StreamConstraintsException e) {
            return false;
        }
    }

    /**
     * The record that the JSON holds.
     *
     * @throws JacksonException when the bytes are no JSON, or no such record
     */
    public static <T extends Record> T read(byte[] json, Class<T> type) {
        return MAPPER.readValue(json, type);
    }

    /** Takes from a record's own signature what may be absent. */
    private static final class NullnessOfRecords extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
            if (!(annotated instanceof AnnotatedParameter parameter)
                    || !parameter.getDeclaringClass().isRecord()
                    || nullable(parameter)) {
                return super.findSetterInfo(config, annotated);
            }
            Class<?> type = parameter.getRawType();
            if (type.isPrimitive()) {
                return super.findSetterInfo(config, annotated);
            }
            boolean container = Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
            return JsonSetter.Value.forValueNulls(container ? Nulls.AS_EMPTY : Nulls.FAIL);
        }

        @Override
        public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
            return SealedKinds.typeInfo(annotated.getRawType());
        }

        @Override
        public @Nullable NameTransformer findUnwrappingNameTransformer(
                MapperConfig<?> config, AnnotatedMember annotated) {
            return annotated.hasAnnotation(Inline.class)
                    ? NameTransformer.NOP
                    : super.findUnwrappingNameTransformer(config, annotated);
        }

        @Override
        public String findTypeName(MapperConfig<?> config, AnnotatedClass annotated) {
            return annotated.getRawType().getSimpleName();
        }

        private static boolean nullable(AnnotatedParameter parameter) {
            return parameter.getOwner().getMember() instanceof Constructor<?> constructor
                    && Arrays.stream(constructor.getAnnotatedParameterTypes()[parameter.getIndex()].getAnnotations())
                            .anyMatch(Nullable.class::isInstance);
        }
    }

    /** Reads a constant that this version does not know as {@code UNKNOWN} where the enum has one. */
    private static final class NewerEnumConstants extends DeserializationProblemHandler {

        @Override
        public @Nullable Object handleWeirdStringValue(
                DeserializationContext context, Class<?> type, String value, String message) {
            if (type.isEnum()) {
                for (Object constant : type.getEnumConstants()) {
                    if (((Enum<?>) constant).name().equals("UNKNOWN")) {
                        return constant;
                    }
                }
            }
            return NOT_HANDLED;
        }
    }
}
