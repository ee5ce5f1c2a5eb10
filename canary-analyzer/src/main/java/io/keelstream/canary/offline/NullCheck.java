package io.keelstream.canary.offline;

import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.history.NoiseLearner;
import io.keelstream.canary.observations.MetricTick;
import io.keelstream.canary.observations.Tick;
import io.keelstream.canary.overdispersion.Noise;
import io.keelstream.canary.overdispersion.NoiseBook;
import io.keelstream.canary.verdict.Ruling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * How often the judge would have failed canaries that are known to be harmless.
 *
 * <p>Each file's arms are equal, so they may be compared both ways: two pairs per file. Every pair is judged twice: as a
 * first analysis, and with the noise learned from all other files (never from itself). Stateless.
 */
final class NullCheck {

    private static final JsonMapper MAPPER = new JsonMapper();

    private NullCheck() {}

    /** The report as one JSON line. */
    static String report(AnalysisConfig config, List<? extends Iterable<Tick>> files) {
        int first = 0;
        int taught = 0;
        for (int i = 0; i < files.size(); i++) {
            NoiseBook others = learnedWithout(config, files, i);
            List<Tick> swapped = new ArrayList<>();
            files.get(i).forEach(tick -> swapped.add(swap(tick)));
            first += fails(config, NoiseBook.empty(), files.get(i)) + fails(config, NoiseBook.empty(), swapped);
            taught += fails(config, others, files.get(i)) + fails(config, others, swapped);
        }
        int pairs = 2 * files.size();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("pairs", pairs);
        line.put("firstAnalysis", alarms(first, pairs));
        line.put("withHistory", alarms(taught, pairs));
        line.put("noise", noise(learnedWithout(config, files, -1)));
        return MAPPER.writeValueAsString(line);
    }

    private static int fails(AnalysisConfig config, NoiseBook noise, Iterable<Tick> ticks) {
        return new OfflineAnalysis(config, noise).run(ticks).ruling() == Ruling.FAIL ? 1 : 0;
    }

    private static NoiseBook learnedWithout(AnalysisConfig config, List<? extends Iterable<Tick>> files, int leftOut) {
        NoiseLearner learner = new NoiseLearner(config);
        for (int i = 0; i < files.size(); i++) {
            if (i != leftOut) {
                learner.learn(files.get(i));
            }
        }
        return learner.learned();
    }

    private static Map<String, Object> alarms(int failed, int pairs) {
        Map<String, Object> alarms = new LinkedHashMap<>();
        alarms.put("falseAlarms", failed);
        alarms.put("rate", pairs == 0 ? 0.0 : failed / (double) pairs);
        return alarms;
    }

    private static Map<String, Object> noise(NoiseBook book) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Map.Entry<String, Noise> entry : new TreeMap<>(book.learned()).entrySet()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("dispersion", entry.getValue().dispersion());
            one.put("offsetDeviation", StrictMath.sqrt(entry.getValue().offsetVariance()));
            all.put(entry.getKey(), one);
        }
        return all;
    }

    private static Tick swap(Tick tick) {
        SortedMap<String, MetricTick> metrics = new TreeMap<>();
        tick.metrics().forEach((name, metric) -> metrics.put(name, new MetricTick(metric.canary(), metric.baseline())));
        return new Tick(tick.number(), metrics);
    }
}
