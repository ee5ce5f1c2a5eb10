package io.keelstream.e2e.system;

/** Small applications as text. */
public final class Manifests {

    private Manifests() {}

    /** An application with one target, {@code production}, in its own namespace, with further lines of policy. */
    public static String application(String name, String... policy) {
        StringBuilder text = new StringBuilder();
        text.append("apiVersion: keelstream.io/v1\nkind: Application\nmetadata: {name: ")
                .append(name);
        text.append("}\nspec:\n  targets:\n    - {name: production, cluster: default, namespace: ")
                .append(name);
        text.append("}\n");
        if (policy.length > 0) {
            text.append("  policy:\n");
        }
        for (String line : policy) {
            text.append("    ").append(line).append('\n');
        }
        return text.toString();
    }

    /** A Deployment of one replica. */
    public static String deployment(String name, String image, String... podAnnotations) {
        String annotations =
                podAnnotations.length == 0 ? "" : "annotations: {" + String.join(", ", podAnnotations) + "}";
        return """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: %1$s}
            spec:
              replicas: 1
              selector: {matchLabels: {app: %1$s}}
              template:
                metadata:
                  labels: {app: %1$s}
                  %3$s
                spec:
                  containers:
                    - {name: app, image: "%2$s"}
            """.formatted(name, image, annotations);
    }

    /** A ConfigMap with one value. */
    public static String configMap(String name, String value) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {value: \"%s\"}\n".formatted(name, value);
    }
}
