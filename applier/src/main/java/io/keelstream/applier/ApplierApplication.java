package io.keelstream.applier;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The applier as a process of its own. */
@SpringBootApplication
public class ApplierApplication {

    /** What makes this a service without a web server; kept here, since a process that runs all services has its own. */
    private static final Map<String, Object> DEFAULTS = Map.of(
            "spring.application.name", Applier.SERVICE,
            "spring.main.banner-mode", "off",
            "spring.main.keep-alive", "true",
            "spring.threads.virtual.enabled", "true");

    /** Starts the service; configured as every Spring Boot application is. */
    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(ApplierApplication.class);
        application.setDefaultProperties(DEFAULTS);
        application.run(arguments);
    }
}
