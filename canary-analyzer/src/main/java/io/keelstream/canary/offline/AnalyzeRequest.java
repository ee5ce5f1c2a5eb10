package io.keelstream.canary.offline;

import java.util.List;
import java.util.Optional;

/**
 * What a person asked of the offline command. Immutable.
 *
 * @param config file with the analysis block as YAML, or with a canary-config of Kayenta as JSON
 * @param observations files, {@code -} for standard input
 * @param history files with earlier, healthy analyses of the same target
 * @param trace whether to print a line per tick
 * @param plot file for the picture
 * @param nullCheck whether to measure false alarms on the observations instead of judging
 */
public record AnalyzeRequest(
        String config,
        List<String> observations,
        List<String> history,
        boolean trace,
        Optional<String> plot,
        boolean nullCheck) {

    public AnalyzeRequest {
        observations = List.copyOf(observations);
        history = List.copyOf(history);
    }

    /** Whether it asks for something that only a judge who looks after every tick can give. */
    boolean needsSequentialJudge() {
        return trace || nullCheck || plot.isPresent() || !history.isEmpty();
    }
}
