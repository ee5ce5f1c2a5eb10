package io.keelstream.sandbox.table;

import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Services and what leads to them. */
final class NetworkCells {

    private final Ages ages;

    NetworkCells(Ages ages) {
        this.ages = ages;
    }

    /** Adds the row's cells; false for kinds that are not known here. */
    boolean add(String kind, Map<String, @Nullable Object> tree, List<@Nullable Object> cells) {
        String name = Cells.name(tree);
        String age = Cells.age(ages, tree);
        Map<String, @Nullable Object> spec = Tree.map(tree, "spec");
        switch (kind) {
            case "Service" ->
                cells.addAll(List.of(
                        name,
                        Tree.text(spec, "type"),
                        Cells.orNone(Tree.text(spec, "clusterIP")),
                        external(tree),
                        ports(spec),
                        age,
                        Cells.labels(Tree.map(spec, "selector"))));
            case "Ingress" ->
                cells.addAll(List.of(
                        name,
                        Cells.orNone(Tree.text(spec, "ingressClassName")),
                        hosts(spec),
                        addresses(tree),
                        Tree.list(spec, "tls").isEmpty() ? "80" : "80, 443",
                        age));
            case "IngressClass" ->
                cells.addAll(List.of(
                        name, Tree.text(spec, "controller"), Cells.orNone(Tree.text(spec, "parameters", "name")), age));
            case "NetworkPolicy" -> cells.addAll(List.of(name, Cells.selector(Tree.map(spec, "podSelector")), age));
            case "Endpoints" -> cells.addAll(List.of(name, endpoints(tree), age));
            case "EndpointSlice" ->
                cells.addAll(
                        List.of(name, Tree.text(tree, "addressType"), slicePorts(tree), sliceAddresses(tree), age));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static String external(Map<String, @Nullable Object> tree) {
        String type = Tree.text(tree, "spec", "type");
        if (type.equals("ExternalName")) {
            return Tree.text(tree, "spec", "externalName");
        }
        String addresses = addresses(tree);
        return type.equals("LoadBalancer")
                ? addresses.isEmpty() ? "<pending>" : addresses
                : Cells.orNone(String.join(
                        ",",
                        Tree.list(tree, "spec", "externalIPs").stream()
                                .map(String::valueOf)
                                .toList()));
    }

    private static String ports(Map<String, @Nullable Object> spec) {
        List<String> ports = new ArrayList<>();
        for (Map<String, @Nullable Object> port : Tree.maps(spec, "ports")) {
            long node = Tree.number(0, port, "nodePort");
            String numbers = Tree.number(0, port, "port") + (node == 0 ? "" : ":" + node);
            ports.add(numbers + "/" + Tree.text(port, "protocol"));
        }
        return Cells.orNone(String.join(",", ports));
    }

    private static String addresses(Map<String, @Nullable Object> tree) {
        return String.join(
                ",",
                Tree.maps(tree, "status", "loadBalancer", "ingress").stream()
                        .map(entry -> Tree.text(entry, "ip") + Tree.text(entry, "hostname"))
                        .toList());
    }

    private static String hosts(Map<String, @Nullable Object> spec) {
        List<String> hosts = Tree.maps(spec, "rules").stream()
                .map(rule -> Tree.text(rule, "host"))
                .filter(host -> !host.isEmpty())
                .toList();
        if (hosts.isEmpty()) {
            return "*";
        }
        int more = hosts.size() - 3;
        return String.join(",", hosts.subList(0, Math.min(3, hosts.size())))
                + (more > 0 ? " + " + more + " more..." : "");
    }

    private static String endpoints(Map<String, @Nullable Object> tree) {
        List<String> all = new ArrayList<>();
        for (Map<String, @Nullable Object> subset : Tree.maps(tree, "subsets")) {
            for (Map<String, @Nullable Object> address : Tree.maps(subset, "addresses")) {
                for (Map<String, @Nullable Object> port : Tree.maps(subset, "ports")) {
                    all.add(Tree.text(address, "ip") + ":" + Tree.number(0, port, "port"));
                }
            }
        }
        return shortened(all, "<none>");
    }

    private static String slicePorts(Map<String, @Nullable Object> tree) {
        return shortened(
                Tree.maps(tree, "ports").stream()
                        .map(port -> String.valueOf(Tree.number(0, port, "port")))
                        .toList(),
                "<unset>");
    }

    private static String sliceAddresses(Map<String, @Nullable Object> tree) {
        return shortened(
                Tree.maps(tree, "endpoints").stream()
                        .flatMap(endpoint -> Tree.list(endpoint, "addresses").stream())
                        .map(String::valueOf)
                        .toList(),
                "<unset>");
    }

    private static String shortened(List<String> all, String none) {
        int more = all.size() - 3;
        return all.isEmpty()
                ? none
                : String.join(",", all.subList(0, Math.min(3, all.size())))
                        + (more > 0 ? " + " + more + " more..." : "");
    }
}
