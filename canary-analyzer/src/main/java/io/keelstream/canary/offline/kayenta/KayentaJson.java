package io.keelstream.canary.offline.kayenta;

import io.keelstream.canary.configuration.MalformedInputException;
import io.keelstream.canary.mannwhitney.CanaryConfig;
import io.keelstream.canary.mannwhitney.EffectLimits;
import io.keelstream.canary.mannwhitney.EffectLimits.Measure;
import io.keelstream.canary.mannwhitney.ScoredMetric;
import io.keelstream.canary.mannwhitney.ScoredMetric.Direction;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A canary configuration of Kayenta. Queries, templates and scopes are not used: the values come from files. What Kayenta
 * takes for a default when it does not know a word is an error here. Stateless.
 */
public final class KayentaJson {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final double OUTLIER_FACTOR = 3;

    private KayentaJson() {}

    /** Whether a configuration file is one of Kayenta, and not an {@code analysis} block. */
    public static boolean recognises(String content) {
        if (!content.stripLeading().startsWith("{")) {
            return false;
        }
        try {
            JsonNode root = MAPPER.readTree(content);
            return root.has("classifier") || root.has("judge");
        } catch (JacksonException notJson) {
            return content.contains("\"classifier\"");
        }
    }

    /**
     * Reads a configuration.
     *
     * @param file the name of the file, for errors
     * @param content JSON
     * @throws MalformedInputException naming file, place and remedy
     */
    public static CanaryConfig read(String file, String content) {
        JsonPlace root = new JsonPlace(file, "", parse(file, content));
        List<ScoredMetric> metrics =
                root.at("metrics").items().stream().map(KayentaJson::metric).toList();
        JsonPlace thresholds = root.at("classifier").at("scoreThresholds");
        try {
            return new CanaryConfig(
                    metrics,
                    root.at("classifier").at("groupWeights").numbers(),
                    thresholds.at("pass").number(CanaryConfig.PASS),
                    thresholds.at("marginal").number(CanaryConfig.MARGINAL));
        } catch (IllegalArgumentException invalid) {
            throw new MalformedInputException(file, String.valueOf(invalid.getMessage()));
        }
    }

    private static JsonNode parse(String file, String content) {
        try {
            return MAPPER.readTree(content);
        } catch (JacksonException malformed) {
            throw new MalformedInputException(
                    file, malformed.getLocation().getLineNr(), "not JSON: " + malformed.getOriginalMessage());
        }
    }

    private static ScoredMetric metric(JsonPlace json) {
        JsonPlace canary = json.at("analysisConfigurations").at("canary");
        List<String> groups =
                json.at("groups").items().stream().map(JsonPlace::requiredText).toList();
        return new ScoredMetric(
                json.at("name").requiredText(),
                groups,
                direction(canary.at("direction")),
                new ScoredMetric.Cleaning(
                        oneOf(canary.at("nanStrategy"), "remove", "replace").equals("replace"),
                        outlierFactor(canary.at("outliers"))),
                new ScoredMetric.Weight(
                        canary.at("critical").flag(),
                        canary.at("mustHaveData").flag(),
                        canary.at("muted").flag()),
                effect(canary.at("effectSize")));
    }

    private static Direction direction(JsonPlace json) {
        return Direction.valueOf(oneOf(json, "either", "increase", "decrease").toUpperCase(Locale.ROOT));
    }

    private static OptionalDouble outlierFactor(JsonPlace json) {
        if (oneOf(json.at("strategy"), "keep", "remove").equals("keep")) {
            return OptionalDouble.empty();
        }
        double factor = json.at("outlierFactor").number(OUTLIER_FACTOR);
        if (!(factor > 0)) {
            throw json.at("outlierFactor").problem("must be greater than 0, got " + factor);
        }
        return OptionalDouble.of(factor);
    }

    private static EffectLimits effect(JsonPlace json) {
        Measure measure = oneOf(json.at("measure"), Measure.MEAN_RATIO.key(), Measure.COMMON_LANGUAGE.key())
                        .equals(Measure.COMMON_LANGUAGE.key())
                ? Measure.COMMON_LANGUAGE
                : Measure.MEAN_RATIO;
        return new EffectLimits(
                measure,
                json.at("allowedIncrease").number(measure.equal()),
                json.at("allowedDecrease").number(measure.equal()),
                json.at("criticalIncrease").number(measure.equal()),
                json.at("criticalDecrease").number(measure.equal()));
    }

    /** One of the known words, the first being the default. */
    private static String oneOf(JsonPlace json, String... known) {
        String word = json.text(known[0]);
        if (!List.of(known).contains(word)) {
            throw json.problem("must be one of " + String.join(", ", known) + ", got '" + word + "'");
        }
        return word;
    }
}
