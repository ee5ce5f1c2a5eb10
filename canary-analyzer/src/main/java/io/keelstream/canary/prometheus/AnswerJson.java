package io.keelstream.canary.prometheus;

import io.keelstream.canary.increments.Sample;
import io.keelstream.canary.increments.Series;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what the HTTP API of Prometheus answers (prometheus.io/docs, "HTTP API"). Stateless. */
final class AnswerJson {

    private static final JsonMapper MAPPER = new JsonMapper();

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
        try {
            JsonNode root = MAPPER.readTree(body);
            if (!root.required("status").asString().equals("success")) {
                return new Answer.Away("answers '" + root.path("error").asString("nothing") + "'");
            }
            JsonNode data = root.required("data");
            String type = data.required("resultType").asString();
            return type.equals("matrix")
                    ? new Answer.Found(series(data.required("result")))
                    : new Answer.Refused("the query gives a " + type + ", not series");
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

    private static List<Series> series(JsonNode result) {
        List<Series> all = new ArrayList<>();
        for (JsonNode each : result) {
            Map<String, String> labels = new HashMap<>();
            each.required("metric")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asString()));
            List<Sample> samples = new ArrayList<>();
            for (JsonNode pair : each.required("values")) {
                samples.add(new Sample(
                        Math.round(pair.required(0).asDouble() * 1_000),
                        number(pair.required(1).asString())));
            }
            all.add(new Series(labels, samples));
        }
        return all;
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
