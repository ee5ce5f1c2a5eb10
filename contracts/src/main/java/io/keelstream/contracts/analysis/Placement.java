package io.keelstream.contracts.analysis;

import java.util.Map;

/**
 * On what kinds of nodes the pods of one side of an analysis are, by the labels of the nodes.
 *
 * @param zones name of the zone ({@code topology.kubernetes.io/zone}) to the number of pods there; empty where it is not known of
 *     every pod
 * @param instanceTypes type of the node ({@code node.kubernetes.io/instance-type}) to the number of pods, likewise
 */
public record Placement(Map<String, Integer> zones, Map<String, Integer> instanceTypes) {

    public Placement {
        zones = Map.copyOf(zones);
        instanceTypes = Map.copyOf(instanceTypes);
    }
}
