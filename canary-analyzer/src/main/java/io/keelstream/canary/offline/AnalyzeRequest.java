package io.keelstream.canary.offline;

import java.util.List;
import java.util.Optional;

/**
 * What a person asked of the offline command. Immutable.
 *
 * @param config file with the analysis block as YAML
 * @param observations files, {@code -} for standard input
 * @param history files with earlier, healthy analyses of the same target
 * @param trace whether to print a line per tick
 * @param plot file for the picture
 * @param nullCheck whether to measure false alarms on the history instead of judging
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
}
