package io.keelstream.sandbox.kinds;

import io.keelstream.sandbox.resource.TypeKey;
import io.keelstream.sandbox.status.FieldError;
import io.keelstream.sandbox.status.Status;
import io.keelstream.sandbox.status.StatusException;
import io.keelstream.sandbox.store.ObjectStore;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives services their cluster addresses (10.0.0.0/16) and node ports (30000 to 32767). What is taken is read from the
 * services there are, each time: they are few. Thread-safe.
 */
final class ServiceAddresses {

    private static final String RANGE = "10.0.";
    private static final int FIRST_NODE_PORT = 30_000;
    private static final int LAST_NODE_PORT = 32_767;

    private final ObjectStore store;
    private int latestAddress = 1;
    private int latestPort = FIRST_NODE_PORT;

    ServiceAddresses(ObjectStore store) {
        this.store = store;
    }

    synchronized void assign(Map<String, @Nullable Object> tree, boolean dryRun) {
        Map<String, @Nullable Object> spec = Tree.within(tree, "spec");
        String type = Tree.text(spec, "type");
        if (type.equals("ExternalName")) {
            return;
        }
        String wished = Tree.text(spec, "clusterIP");
        if (wished.isEmpty()) {
            wished = address(dryRun);
            spec.put("clusterIP", wished);
        } else if (!wished.equals("None")) {
            String why = !wished.startsWith(RANGE)
                    ? "the provided IP (" + wished
                            + ") is not in the valid range. The range of valid IPs is 10.0.0.0/16"
                    : taken(wished) ? "provided IP is already allocated" : "";
            if (!why.isEmpty()) {
                throw refused(
                        tree,
                        FieldError.invalid(
                                "spec.clusterIPs",
                                new ArrayList<>(List.of(wished)),
                                "failed to allocate IP " + wished + ": " + why));
            }
        }
        spec.put("clusterIPs", new ArrayList<@Nullable Object>(List.of(wished)));
        spec.putIfAbsent("ipFamilies", new ArrayList<@Nullable Object>(List.of("IPv4")));
        spec.putIfAbsent("ipFamilyPolicy", "SingleStack");
        wishedPorts(tree, spec);
        ports(spec);
    }

    private static StatusException refused(Map<String, @Nullable Object> tree, FieldError error) {
        return Status.invalid("Service", "", Tree.text(tree, "metadata", "name"), List.of(error));
    }

    private void wishedPorts(Map<String, @Nullable Object> tree, Map<String, @Nullable Object> spec) {
        int index = 0;
        for (Map<String, @Nullable Object> port : Tree.maps(spec, "ports")) {
            long wished = Tree.number(0, port, "nodePort");
            if (wished != 0 && usedPorts().contains(wished)) {
                throw refused(
                        tree,
                        FieldError.invalid(
                                "spec.ports[" + index + "].nodePort", wished, "provided port is already allocated"));
            }
            index++;
        }
    }

    /** Node ports for a service that needs them and has them not. */
    synchronized void ports(Map<String, @Nullable Object> spec) {
        String type = Tree.text(spec, "type");
        if (!type.equals("NodePort") && !type.equals("LoadBalancer")) {
            return;
        }
        Set<Long> used = new HashSet<>();
        for (Map<String, @Nullable Object> port : Tree.maps(spec, "ports")) {
            if (Tree.number(0, port, "nodePort") == 0) {
                if (used.isEmpty()) {
                    used.addAll(usedPorts());
                }
                port.put("nodePort", freePort(used));
            }
        }
    }

    /** The allocator, which an update asks after its validation, has no words of an API for this: a 500 without a reason. */
    static void refuseTwins(Map<String, @Nullable Object> service) {
        Set<String> seen = new HashSet<>();
        for (Map<String, @Nullable Object> port : Tree.maps(service, "spec", "ports")) {
            long node = Tree.number(0, port, "nodePort");
            String pair = "{" + Tree.text(port, "protocol") + " " + node + "}";
            if (node != 0 && !seen.add(pair)) {
                throw Status.undeclared("duplicate nodePort: " + pair);
            }
        }
    }

    private long freePort(Set<Long> used) {
        for (int i = 0; i <= LAST_NODE_PORT - FIRST_NODE_PORT; i++) {
            latestPort = latestPort >= LAST_NODE_PORT ? FIRST_NODE_PORT : latestPort + 1;
            if (used.add((long) latestPort)) {
                return latestPort;
            }
        }
        throw Status.internal("no free node port is left");
    }

    private Set<Long> usedPorts() {
        Set<Long> used = new HashSet<>();
        for (StoredObject service : services()) {
            for (Map<String, @Nullable Object> port : Tree.maps(service.tree(), "spec", "ports")) {
                used.add(Tree.number(0, port, "nodePort"));
            }
        }
        return used;
    }

    private String address(boolean dryRun) {
        int start = latestAddress;
        Set<String> used = new HashSet<>();
        services().forEach(service -> used.add(Tree.text(service.tree(), "spec", "clusterIP")));
        for (int number = start + 1; number < 65_535; number++) {
            String address = "10.0." + number / 256 + "." + number % 256;
            if (!used.contains(address)) {
                latestAddress = dryRun ? latestAddress : number;
                return address;
            }
        }
        throw Status.internal("no free service address is left");
    }

    private boolean taken(String address) {
        return services().stream()
                .anyMatch(service ->
                        Tree.text(service.tree(), "spec", "clusterIP").equals(address));
    }

    private List<StoredObject> services() {
        return store.list(new TypeKey("", "services"), "").objects();
    }
}
