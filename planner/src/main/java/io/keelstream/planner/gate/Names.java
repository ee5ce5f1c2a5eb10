package io.keelstream.planner.gate;

import io.keelstream.contracts.inventory.InventoryObject;
import java.util.List;
import java.util.stream.Collectors;

/** Objects in a message: how many, and the first twenty. Pure. */
final class Names {

    private static final int NAMED = 20;

    private Names() {}

    static String of(List<InventoryObject> objects) {
        String names =
                objects.stream().limit(NAMED).map(InventoryObject::reference).collect(Collectors.joining(", "));
        return objects.size()
                + (objects.size() == 1 ? " object (" : " objects (")
                + names
                + (objects.size() > NAMED ? ", ...)" : ")");
    }
}
