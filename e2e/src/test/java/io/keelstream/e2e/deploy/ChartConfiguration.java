package io.keelstream.e2e.deploy;

import io.keelstream.kubernetes.object.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ByteArrayResource;

/** The {@code application.yaml} that the chart gives the services, as properties. Stateless. */
public final class ChartConfiguration {

    private static final String MOUNTED = "/etc/keelstream";

    private ChartConfiguration() {}

    /** Ends the test as skipped, with a printed reason, where helm is not built. */
    public static void assumeHelm() {
        Chart.assumeHelm();
    }

    /**
     * The properties that a set of values leads to. The probes' place, which is a pod's, is left out.
     *
     * @param folder stands for the one that a pod finds its files in
     * @param values name of the set below {@code ci/}
     * @param more options of helm
     */
    public static Map<String, String> of(Path folder, String values, String... more)
            throws IOException, InterruptedException {
        Manifest map = new Chart()
                .objects(values, more).stream()
                        .filter(object ->
                                object.kind().equals("ConfigMap") && object.at("data", "application.yaml") != null)
                        .findFirst()
                        .orElseThrow();
        String text = String.valueOf(map.at("data", "application.yaml")).replace(MOUNTED, folder.toString());
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)));
        Map<String, String> properties = new TreeMap<>();
        yaml.getObject().forEach((key, value) -> properties.put(String.valueOf(key), String.valueOf(value)));
        properties.keySet().removeIf(key -> key.startsWith("management.server."));
        return properties;
    }
}
