package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.head.Head.ApplicationHead;
import io.keelstream.gitwatcher.application.Application;
import io.keelstream.gitwatcher.discovery.Catalog;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Whose the applications of a ref are, before a commit and with it: the tenants of their folders. Objects do not change their tenant, so
 * that no removal and no release of one tenant waits for what another one has or lacks. Without tenants all are one. Pure.
 *
 * @param heads the recorded applications of the ref, by name
 * @param catalog the applications of the commit
 * @param owner the name of the tenant that has a folder; empty where none has
 */
record ApplicationTenants(Map<String, ApplicationHead> heads, Catalog catalog, UnaryOperator<String> owner) {

    /**
     * Where an object can move without leaving its tenant.
     *
     * @param cluster the cluster
     * @param tenant the tenant's name
     */
    record Domain(String cluster, String tenant) {}

    /** The tenant of the folder that an application was recorded in; of its new one where it was in none. */
    String before(String application) {
        ApplicationHead head = heads.get(application);
        return head == null ? after(application) : owner.apply(head.base());
    }

    /** The tenant of the folder that an application has with the commit; of the one before where it has none. */
    String after(String application) {
        Application found = catalog.applications().get(application);
        ApplicationHead head = heads.get(application);
        return found != null ? owner.apply(found.base()) : head == null ? "" : owner.apply(head.base());
    }

    /** Whether a folder is of the tenant that had an application. */
    boolean had(String application, String folder) {
        return before(application).equals(owner.apply(folder));
    }
}
