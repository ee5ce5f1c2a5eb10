package io.keelstream.planner.plan;

import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.planner.change.HandOvers;
import io.keelstream.planner.ownership.WriteKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The objects that a plan takes from other targets or leaves to them. Pure. */
public final class HandedOver {

    private HandedOver() {}

    /** Their references, by the other target. */
    public static SortedMap<String, List<String>> by(PlanRequest request, List<ObjectPlan> plans) {
        SortedMap<String, List<String>> moves = new TreeMap<>();
        for (ObjectPlan plan : plans) {
            String from = plan.subject().changed().desired().movedFrom();
            if (from != null && takes(plan)) {
                add(moves, from, plan.subject().reference().toString());
            }
        }
        HandOvers handOvers = HandOvers.of(request.desired());
        for (InventoryObject object : request.changes().released()) {
            String to = handOvers.to(object.reference());
            if (to != null) {
                add(moves, to, object.reference());
            }
        }
        return moves;
    }

    private static boolean takes(ObjectPlan plan) {
        return plan instanceof ObjectPlan.Act act
                && act.terms().kind() instanceof WriteKind.Update(String _, String movedFrom)
                && movedFrom != null;
    }

    private static void add(SortedMap<String, List<String>> moves, String target, String reference) {
        moves.computeIfAbsent(target, first -> new ArrayList<>()).add(reference);
    }
}
