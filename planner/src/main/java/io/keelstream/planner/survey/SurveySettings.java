package io.keelstream.planner.survey;

import io.keelstream.planner.ownership.Adoption;
import java.util.List;

/**
 * How clusters are asked.
 *
 * @param namespace Keelstream's own namespace, where people may put the stop switch
 * @param callsInFlight calls to one cluster at the same time, of all targets together; positive
 * @param adoptManagers field managers whose entries are folded into ours on adoption; {@code *} stands for any text
 */
public record SurveySettings(String namespace, int callsInFlight, List<String> adoptManagers) {

    /** The ConfigMap whose existence stops all writes to its cluster. */
    public static final String STOP_CONFIG_MAP = "keelstream-stop";

    /** Namespace {@code keelstream}, 32 calls, the usual tools. */
    public static final SurveySettings DEFAULT = new SurveySettings("keelstream", 32, Adoption.DEFAULT_MANAGERS);

    public SurveySettings {
        if (namespace.isEmpty() || callsInFlight < 1) {
            throw new IllegalArgumentException("namespace must not be empty and callsInFlight must be positive");
        }
        adoptManagers = List.copyOf(adoptManagers);
    }
}
