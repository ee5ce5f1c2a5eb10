package io.keelstream.benchmarks.canary;

import java.nio.file.Path;
import java.util.List;

/**
 * The words of the command line. Immutable.
 *
 * @param runs how often each scenario is simulated
 * @param threads that simulate
 * @param seed of the first run; the following runs count on from it
 * @param docs where the report goes
 * @param only part of the names of the scenarios to simulate; empty = all
 * @param resume whether results that are there already are kept and not simulated again
 * @param reportOnly whether only the report is written
 */
record AccuracyOptions(Runs runs, int threads, long seed, Path docs, String only, boolean resume, boolean reportOnly) {

    /**
     * How often each scenario is simulated.
     *
     * @param nulls runs of each harmless scenario
     * @param harms runs of each other scenario
     */
    record Runs(int nulls, int harms) {}

    /** How to use the command. */
    static final String USAGE = """
            canary-accuracy [--nulls N] [--harms N] [--threads N] [--seed N] [--docs DIR] [--only TEXT] [--resume] [--report]
              --nulls N     runs of each harmless scenario (1000)
              --harms N     runs of each other scenario (400)
              --threads N   threads (2)
              --seed N      seed of the first run (0)
              --docs DIR    where the report goes (docs)
              --only TEXT   only scenarios whose name contains the text; other results are kept
              --resume      go on with a run that was interrupted
              --report      only write the report from the results that are there""";

    private static final List<String> NAMES =
            List.of("--nulls", "--harms", "--threads", "--seed", "--docs", "--only", "--resume", "--report");

    static AccuracyOptions parse(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!NAMES.contains(word)) {
                throw new IllegalArgumentException("unknown option '" + word + "'\n" + USAGE);
            }
            i += word.equals("--resume") || word.equals("--report") ? 0 : 1;
            if (i >= words.size()) {
                throw new IllegalArgumentException("'" + word + "' needs a value\n" + USAGE);
            }
        }
        return new AccuracyOptions(
                new Runs((int) number(words, "--nulls", 1_000), (int) number(words, "--harms", 400)),
                (int) number(words, "--threads", 2),
                number(words, "--seed", 0),
                Path.of(after(words, "--docs", "docs")),
                after(words, "--only", ""),
                words.contains("--resume"),
                words.contains("--report"));
    }

    private static long number(List<String> words, String option, long otherwise) {
        String text = after(words, option, Long.toString(otherwise));
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("'" + option + "' needs an integer, got '" + text + "'\n" + USAGE);
        }
    }

    private static String after(List<String> words, String option, String otherwise) {
        int index = words.indexOf(option);
        return index < 0 ? otherwise : words.get(index + 1);
    }
}
