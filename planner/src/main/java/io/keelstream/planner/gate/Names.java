package io.keelstream.planner.gate;

import io.keelstream.contracts.inventory.InventoryObject;
import java.util.List;
import java.util.stream.Collectors;

/** Objects in a message: how many, and the first twenty. Pure. */
final class Names {

    private static final int NAMED = 20;

    private Names() {}

    static String of(List<InventoryObject> objects) {
        return ofReferences(objects.stream().map(InventoryObject::reference).toList());
    }

    static String ofReferences(List<String> references) {
        String names = references.stream().limit(NAMED).collect(Collectors.joining(", "));
        return references.size()
                + (references.size() == 1 ? " object (" : " objects (")
                + names
                + (references.size() > NAMED ? ", ...)" : ")");
    }
}
