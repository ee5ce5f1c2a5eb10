package io.keelstream.sandbox.access;

import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.status.Status;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What accounts may do that clients act as, by {@code Impersonate-User}. Whoever acts as nobody may do everything, and so may an
 * account that is not confined; roles and bindings that are stored say nothing here. Thread-safe.
 */
public final class Rights {

    private final Map<String, String> confined = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> used = new ConcurrentHashMap<>();

    /** From now on the account may do everything in that namespace, and nothing outside of it. */
    public void confine(String account, String namespace) {
        confined.put(account, namespace);
    }

    /**
     * What an account was asked to do since the start, as {@code verb group/resource} (core resources without a group); dry runs
     * and refused requests too.
     *
     * @param account the user that clients acted as; empty for requests as nobody else
     */
    public Set<String> used(String account) {
        return new TreeSet<>(used.getOrDefault(account, Set.of()));
    }

    /**
     * Notes a request, and refuses it, in the words of Kubernetes, where the account may not send it.
     *
     * @param account the user that is acted as; empty for nobody else
     * @param verb the verb, where an apply patch is {@code apply}
     * @param resource what is asked for
     * @param namespace empty for cluster scope, and for all namespaces
     * @param name empty for the collection
     */
    public void demand(String account, String verb, Resource resource, String namespace, String name) {
        used.computeIfAbsent(account, _ -> ConcurrentHashMap.newKeySet()).add(verb + " " + resource.type());
        String home = confined.get(account);
        if (home != null && !home.equals(namespace)) {
            throw Status.forbidden(
                    resource.plural(),
                    resource.group(),
                    name,
                    "User \"" + account + "\" cannot " + (verb.equals("apply") ? "patch" : verb) + " resource \""
                            + resource.plural() + "\" in API group \"" + resource.group() + "\" "
                            + (namespace.isEmpty()
                                    ? "at the cluster scope"
                                    : "in the namespace \"" + namespace + "\""));
        }
    }
}
