package io.keelstream.kubernetes.fields;

/**
 * What identifies an entry of {@code metadata.managedFields}. Appliers are the same whatever version they apply
 * in; updaters are not.
 *
 * @param manager the field manager's name
 * @param operation how it writes
 * @param apiVersion the version it updated in; empty for appliers
 * @param subresource the subresource it wrote through; empty for the object itself
 */
public record ManagerId(String manager, Operation operation, String apiVersion, String subresource)
        implements Comparable<ManagerId> {

    public static ManagerId applier(String manager) {
        return new ManagerId(manager, Operation.APPLY, "", "");
    }

    static ManagerId of(String manager, Operation operation, String apiVersion, String subresource) {
        return new ManagerId(manager, operation, operation == Operation.APPLY ? "" : apiVersion, subresource);
    }

    /** In the order in which the API server lists conflicts. */
    @Override
    public int compareTo(ManagerId other) {
        return sortKey().compareTo(other.sortKey());
    }

    private String sortKey() {
        return manager + '\0' + operation.text() + '\0' + apiVersion + '\0' + subresource;
    }

    /** As the API server names it in the message of a conflict. */
    public String display() {
        StringBuilder text = new StringBuilder("\"").append(manager).append('"');
        if (!subresource.isEmpty()) {
            text.append(" with subresource \"").append(subresource).append('"');
        }
        if (operation == Operation.UPDATE) {
            text.append(" using ").append(apiVersion);
        }
        return text.toString();
    }
}
