package io.keelstream.benchmarks.merge;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;

/** A Deployment of about 5 kB as JSON, as real ones are: two containers, probes, environment, volumes. */
final class AppliedDeployment {

    private AppliedDeployment() {}

    /** The configuration with an image. */
    static Manifest withImage(String image) {
        StringBuilder text = new StringBuilder("""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop",\
            "labels":{"app.kubernetes.io/name":"web","app.kubernetes.io/part-of":"shop"},\
            "annotations":{"example.com/owner":"shop-team","example.com/runbook":"https://example.com/runbooks/web"}},\
            "spec":{"replicas":3,"revisionHistoryLimit":5,"selector":{"matchLabels":{"app.kubernetes.io/name":"web"}},\
            "strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1,"maxUnavailable":0}},\
            "template":{"metadata":{"labels":{"app.kubernetes.io/name":"web"}},"spec":{"serviceAccountName":"web",\
            "containers":[""");
        text.append(container("app", image)).append(',').append(container("proxy", "proxy:7"));
        text.append("],\"volumes\":[");
        for (int i = 0; i < 4; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"name\":\"volume-%d\",\"configMap\":{\"name\":\"settings-%d\"}}".formatted(i, i));
        }
        return new Manifest(Json.readObject(text.append("]}}}}").toString()));
    }

    private static String container(String name, String image) {
        StringBuilder text = new StringBuilder("""
            {"name":"%s","image":"%s","ports":[{"name":"http","containerPort":8080},\
            {"name":"metrics","containerPort":9090}],\
            "resources":{"requests":{"cpu":"100m","memory":"256Mi"},"limits":{"memory":"512Mi"}},\
            "readinessProbe":{"httpGet":{"path":"/ready","port":"http"},"periodSeconds":5},\
            "livenessProbe":{"httpGet":{"path":"/live","port":"http"},"periodSeconds":10},"env":[""".formatted(name, image));
        for (int i = 0; i < 24; i++) {
            text.append(i == 0 ? "" : ",").append("""
                {"name":"SETTING_NUMBER_%d","value":"value of setting %d"}""".formatted(i, i));
        }
        text.append("],\"volumeMounts\":[");
        for (int i = 0; i < 4; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"name\":\"volume-%d\",\"mountPath\":\"/etc/settings/%d\"}".formatted(i, i));
        }
        return text.append("]}").toString();
    }
}
