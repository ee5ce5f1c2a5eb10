package io.keelstream.service;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Runs one service as a process. The defaults stand here and not in a file, which a process that runs all services would
 * find too; whoever runs the service may override each as Spring Boot allows.
 */
public final class ServiceProcess {

    private ServiceProcess() {}

    /**
     * Starts the service; the process ends when it is asked to, or when the start fails.
     *
     * @param application the service's Spring configuration, with one bean of type
     *     {@link io.keelstream.messaging.service.Service}
     * @param name the service's name
     * @param arguments of the command line
     */
    public static void run(Class<?> application, String name, String[] arguments) {
        ConfigurableApplicationContext _ = start(application, name, arguments);
    }

    /** The same, for who ends it otherwise. */
    public static ConfigurableApplicationContext start(Class<?> application, String name, String... arguments) {
        SpringApplication process = new SpringApplication(application, ServiceProcessConfiguration.class);
        process.setDefaultProperties(defaults(name));
        return process.run(arguments);
    }

    static Map<String, Object> defaults(String name) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("spring.application.name", name);
        all.put("spring.main.banner-mode", "off");
        all.put("spring.main.keep-alive", "true");
        all.put("spring.threads.virtual.enabled", "true");
        all.put("spring.lifecycle.timeout-per-shutdown-phase", "22s");
        logs(all);
        probes(all);
        return all;
    }

    private static void logs(Map<String, Object> all) {
        all.put("logging.structured.format.console", "ecs");
        // our fields have their own place: some have names that mean something else in ECS
        all.put("logging.structured.json.context.prefix", "keelstream");
        // these have a place in ECS
        all.put("logging.structured.json.exclude", String.join(",", TraceInLogs.CONTEXT));
        all.put(
                "logging.structured.json.customizer",
                TraceInLogs.class.getName() + "," + PrintableInLogs.class.getName());
        all.put("logging.level.root", "WARN");
        all.put("logging.level.io.keelstream", "INFO");
        // it prints the stack trace of a failed start that is reported in one line besides
        all.put("logging.level.org.springframework.boot.SpringApplication", "OFF");
    }

    /** A service has no HTTP interface of its own; probes and metrics have a port to themselves. */
    private static void probes(Map<String, Object> all) {
        all.put("server.port", "-1");
        all.put("management.server.port", "8081");
        all.put("management.server.address", "127.0.0.1");
        // a connection that sends nothing is dropped
        all.put("server.tomcat.connection-timeout", "10s");
        all.put("server.tomcat.keep-alive-timeout", "60s");
        all.put("management.endpoints.web.base-path", "/");
        all.put("management.endpoints.web.exposure.include", "health,prometheus");
        all.put("management.endpoints.web.path-mapping.prometheus", "metrics");
        all.put("management.endpoints.web.discovery.enabled", "false");
        group(all, "livez", "live");
        group(all, "readyz", "ready");
    }

    private static void group(Map<String, Object> all, String path, String indicator) {
        String group = "management.endpoint.health.group." + path + ".";
        all.put(group + "include", indicator);
        all.put(group + "show-details", "always");
        all.put(group + "additional-path", "management:/" + path);
    }
}
