package io.keelstream.canary.prometheus;

import io.keelstream.canary.increments.PackedSamples;
import io.keelstream.canary.increments.Series;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what the HTTP API of Prometheus answers (prometheus.io/docs, "HTTP API"). Series are read token by token: an answer has tens of
 * thousands of samples, and a tree of them would take many times the memory. Stateless.
 */
final class AnswerJson {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final JsonFactory TOKENS = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    private AnswerJson() {}

    /** The answer; empty when the status says that there is none. */
    static Optional<Answer> read(int status, byte[] body) {
        return switch (status) {
            case 200 -> Optional.of(found(body));
            case 400, 422 -> refused(body);
            default -> Optional.empty();
        };
    }

    private static Answer found(byte[] body) {
        try (JsonParser json = TOKENS.createParser(ObjectReadContext.empty(), body)) {
            return new Found(json).read();
        } catch (JacksonException | IllegalArgumentException notAnAnswer) {
            return new Answer.Away("does not answer as a Prometheus does: is this its base URL?");
        }
    }

    private static Optional<Answer> refused(byte[] body) {
        try {
            String error = MAPPER.readTree(body).required("error").asString();
            return Optional.of(new Answer.Refused("the source refuses the query: " + error));
        } catch (JacksonException | IllegalArgumentException notAnAnswer) {
            return Optional.empty();
        }
    }

    /** An answer as far as it was read. Whatever is not as expected is an {@link IllegalArgumentException}. For one use by one thread. */
    private static final class Found {

        private final JsonParser json;
        private final Map<String, String> values = new HashMap<>();
        private String status = "";
        private String error = "nothing";
        private String type = "";
        private @Nullable List<Series> series;

        private Found(JsonParser json) {
            this.json = json;
        }

        private Answer read() {
            expect(json.nextToken(), JsonToken.START_OBJECT);
            for (String field = json.nextName(); field != null; field = json.nextName()) {
                json.nextToken();
                switch (field) {
                    case "status" -> status = json.getString();
                    case "error" -> error = json.getString();
                    case "data" -> data();
                    default -> json.skipChildren();
                }
            }
            if (status.isEmpty()) {
                throw new IllegalArgumentException("no status");
            }
            if (!status.equals("success")) {
                return new Answer.Away("answers '" + error + "'");
            }
            if (type.isEmpty()) {
                throw new IllegalArgumentException("no type");
            }
            if (!type.equals("matrix")) {
                return new Answer.Refused("the query gives a " + type + ", not series");
            }
            if (series == null) {
                throw new IllegalArgumentException("no result");
            }
            return new Answer.Found(series);
        }

        private void data() {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                json.skipChildren();
                return;
            }
            for (String field = json.nextName(); field != null; field = json.nextName()) {
                json.nextToken();
                switch (field) {
                    case "resultType" -> type = json.getString();
                    case "result" -> {
                        if (type.isEmpty() || type.equals("matrix")) {
                            series = matrix();
                        } else {
                            json.skipChildren();
                        }
                    }
                    default -> json.skipChildren();
                }
            }
        }

        private List<Series> matrix() {
            expect(json.currentToken(), JsonToken.START_ARRAY);
            List<Series> all = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                expect(json.currentToken(), JsonToken.START_OBJECT);
                Map<String, String> labels = null;
                PackedSamples samples = null;
                for (String field = json.nextName(); field != null; field = json.nextName()) {
                    json.nextToken();
                    switch (field) {
                        case "metric" -> labels = labels();
                        case "values" -> samples = samples();
                        default -> json.skipChildren();
                    }
                }
                if (labels == null || samples == null) {
                    throw new IllegalArgumentException("a series without labels or values");
                }
                all.add(new Series(labels, samples));
            }
            return all;
        }

        /** Series differ in few labels, so each value is kept once. */
        private Map<String, String> labels() {
            expect(json.currentToken(), JsonToken.START_OBJECT);
            Map<String, String> labels = new HashMap<>();
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                expect(json.nextToken(), JsonToken.VALUE_STRING);
                String value = json.getString();
                labels.put(name, values.computeIfAbsent(value, same -> same));
            }
            return labels;
        }

        private PackedSamples samples() {
            expect(json.currentToken(), JsonToken.START_ARRAY);
            PackedSamples.Builder samples = new PackedSamples.Builder();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                expect(json.currentToken(), JsonToken.START_ARRAY);
                json.nextToken();
                long at = Math.round(json.getDoubleValue() * 1_000);
                expect(json.nextToken(), JsonToken.VALUE_STRING);
                samples.add(at, number(json.getString()));
                expect(json.nextToken(), JsonToken.END_ARRAY);
            }
            return samples.build();
        }

        private static void expect(JsonToken is, JsonToken wanted) {
            if (is != wanted) {
                throw new IllegalArgumentException("not " + wanted + " but " + is);
            }
        }
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
