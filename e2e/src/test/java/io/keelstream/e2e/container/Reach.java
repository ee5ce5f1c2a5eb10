package io.keelstream.e2e.container;

import static java.util.stream.Collectors.joining;

import io.keelstream.e2e.cluster.Kubectl;
import io.keelstream.testing.process.Program.Ended;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Pods that only try to connect: what the NetworkPolicies of a cluster let pods reach. They are never ready, so that no Service whose
 * pods they look like sends them anything. Immutable.
 *
 * @param kubectl of somebody who may create pods
 * @param addresses what they try, {@code host:port}
 */
record Reach(Kubectl kubectl, Collection<String> addresses) {

    /** A connection that no policy refuses is there after milliseconds. */
    private static final int LIMIT_SECONDS = 3;

    /** @param labels by which policies select it */
    record From(String namespace, String name, Map<String, String> labels) {}

    /** Which addresses each of these pods reaches; the pods come and go. */
    Map<From, Set<String>> of(Collection<From> pods) throws Exception {
        String manifests = pods.stream().map(Reach::manifest).collect(joining("---\n"));
        Ended applied = kubectl.run(manifests, "apply", "--filename=-");
        if (applied.code() != 0) {
            throw new IllegalStateException(applied.text());
        }
        Map<From, Set<String>> reached = new HashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<From, Future<Set<String>>> asked = new HashMap<>();
            pods.forEach(pod -> asked.put(pod, threads.submit(() -> ask(pod))));
            for (From pod : pods) {
                reached.put(pod, asked.get(pod).get());
            }
        }
        return reached;
    }

    private Set<String> ask(From pod) {
        String in = "--namespace=" + pod.namespace();
        kubectl.demand(in, "wait", "pod/" + pod.name(), "--for=condition=ContainersReady", "--timeout=2m");
        String tries = addresses.stream()
                .map(address -> "(nc -w %d %s -e true && echo %s) 2>/dev/null & "
                        .formatted(LIMIT_SECONDS, address.replace(":", " "), address))
                .collect(joining());
        String reached = kubectl.demand(in, "exec", pod.name(), "--", "sh", "-c", tries + "wait");
        kubectl.demand(in, "delete", "pod", pod.name(), "--now", "--wait=false");
        return reached.lines().collect(Collectors.toSet());
    }

    private static String manifest(From pod) {
        String labels = pod.labels().entrySet().stream()
                .map(label -> label.getKey() + ": " + label.getValue())
                .collect(joining(", ", "{", "}"));
        return """
            apiVersion: v1
            kind: Pod
            metadata: {name: %s, namespace: %s, labels: %s}
            spec:
              automountServiceAccountToken: false
              readinessGates: [{conditionType: tests.keelstream.io/never}]
              securityContext: {runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}
              containers:
                - name: client
                  image: busybox:1.37
                  securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
            """.formatted(pod.name(), pod.namespace(), labels);
    }
}
